"""Likes, shares and follows of a campaign: the eleven points reach down to the like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.compliance.draft import Severity
from kentongan.compliance.reading.openers import Anywhere, Opened
from kentongan.compliance.reading.text import Text
from kentongan.compliance.rule import STERNNESS, Case, Example, Given, Hit, Rule, examples, hit_at
from kentongan.compliance.rules import (
    neutrality_allusion,
    neutrality_campaign_event,
    neutrality_candidate,
    neutrality_companion,
    neutrality_hand_sign,
    neutrality_likeness,
    neutrality_local_names,
    neutrality_party,
    neutrality_personal_cult,
    neutrality_portrait,
    neutrality_slogan_hashtag,
    neutrality_taking_sides,
    neutrality_victory,
    neutrality_vote_call,
)
from kentongan.compliance.words.lexicon import both, is_negated, together
from kentongan.compliance.words.vocabulary import FORBIDS
from kentongan.kernel.say import gettext_noop

_DEEDS = frozenset({"like", "repost"})
_NEUTRALITY: tuple[Rule, ...] = (
    neutrality_allusion.RULE,
    neutrality_campaign_event.RULE,
    neutrality_candidate.RULE,
    neutrality_companion.RULE,
    neutrality_hand_sign.RULE,
    neutrality_likeness.RULE,
    neutrality_local_names.RULE,
    neutrality_party.RULE,
    neutrality_personal_cult.RULE,
    neutrality_portrait.RULE,
    neutrality_slogan_hashtag.RULE,
    neutrality_taking_sides.RULE,
    neutrality_victory.RULE,
    neutrality_vote_call.RULE,
)
_MUST = STERNNESS.index(Severity.MUST)
_ACT = Opened(
    r"\b(?:follow|follback|folbek|difollow|ikuti|ngikutin|mengikuti|gabung|bergabung|gabungan|join"
    r"|masuk|dimasukin|masukin|asup|milu|mlebu"
    r"|melu|subscribe|subrek|admin(?:nya)?|moderator|like|likes|love|disukai|menyukai|sukai"
    r"|nge-?like|nglike|ngelike|jempol(?:in|i)?"
    r"|share|sher|nge-?share|bagikan|bagiin|membagikan|dibagikan|sebarkan|sebarin|repost|reshare"
    r"|regram|retweet|rt|nge-?rt|komen(?:tar)?"
    r"|komentari|pasang|pake|pakai|tag|mention|undang|mengundang|invite|daftar|direkrut|rekrut|ikut"
    r"|ngikut|titip|forward|teruskan"
    r"|pantengin|tonton|nonton|ramaikan|rameinlah|ramein|bikin|posting|upload|unggah|hadir|merapat"
    r"|jadi (?:bagian|anggota|relawan))\b"
)
_CAMPAIGN = Opened(
    r"\b(?:(?:grup|group|akun|halaman|fanpage|laman|channel|kanal|tim|posko|barisan|komunitas|wa"
    r"|whatsapp|telegram|barudak|sedulur"
    r"|sahabat|relawan|pasukan|laskar)\s+[“\"']?(?:\w+\s+){0,3}?(?:pemenangan|menangkan|pemenang|kampanye"
    r"|sukses|paslon|calon|cabup|cawabup|cagub"
    r"|cawalkot|pilih|pendukung|relawan|capres|caleg|nomor\s+(?:urut\s+)?\d|0[1-9])"
    r"|timses|tim\s+(?:sukses|pemenangan|hore|kampanye)|relawan\s+(?:paslon|pemenangan|calon|0\d"
    r"|nomor|pak|bu|kang|teh|mas|mbak|bapak|ibu|gus|ning)"
    r"|(?:unggahan|postingan|poster|video|live|siaran|flyer|status|konten|twibbon|stiker|spanduk"
    r"|jingle|lagu|reels?|foto|baliho|tagar)\s+(?:\w+\s+){0,3}?"
    r"(?:kampanye|pemenangan|paslon|calon\s+(?:bupati|gubernur|wali\s?kota|presiden|kita|kami)"
    r"|cabup|cawabup|cagub|capres|caleg|deklarasi|dukungan\s+(?:untuk|buat|ke))"
    r"|jadwal\s+kampanye|(?:baliho|poster|spanduk|flyer|kampanye|deklarasi|orasi|postingan|unggahan"
    r"|video|status|live)\s+(?:(?:milik|dari|untuk|punya)\s+)?(?:pak|bu|kang|teh|mas|mbak|gus|bapak"
    r"|ibu|ning|bang|abah)\s+\w+"
    r"|jagoan\s+(?:gue|saya|kita|kami|gua|aku|urang)|(?:pak|bu|kang|teh|mas|mbak|gus|bapak"
    r"|ibu)\s+\w+\s+(?:center|fans\s*club|fc|for\s+bupati|untuk\s+bupati|menang)"
    r"|center\b(?=[^\n]{0,60}(?:bupati|menang|pilih|calon)))"
    r"|(?:akun|grup|fanpage|halaman|page|laman)\s+\W?\w+\s+(?:center|centre)\b"
)
#: What a follower does, even where only a name is given.
_FANS = Opened(
    r"\b(?:follow|follback|difollow|gabung|bergabung|join|subscribe|admin(?:nya)?|nge-?like|ngelike"
    r"|like|love|jempol|repost|reshare|regram|retweet|share|bagikan|bagiin"
    r"|(?:kami|saya|aku|kita)\s+tetap\s+bersama|fans|pengikut|relawan|grup|center|pendukung)\b"
)
_ADMIN = Opened(r"\badmin(?:nya)?\b")
_REPORTS = re.compile(
    r"\b(?:bawaslu|panwas\w*|dicatut|mencatut|dicurigai|netral(?:itas)?|dilarang|larangan"
    r"|tidak\s+boleh|jangan|hindari|awas|laporkan|melaporkan|keluar\s+dari|kpu"
    r"|unfollow|hapus|saya\s+(?:jawab|tolak)|(?:saya|kami)\s+menolak|ditolak|ogah"
    r"|maaf,?\s+saya\s+(?:asn|pns|pegawai))\b"
    r"|\brelawan\s+(?:damkar|pmi|bencana|siaga|donor|sampah|kesehatan|literasi|posyandu|sar|tagana)"
)


#: ``Ditawari jadi admin grup pemenangan. Saya tolak.``
_DECLINED = re.compile(r"[^\n]{0,60}\b(?:(?:saya|kami)\s(?:tolak|jawab|menolak)|ditolak)\b")


def _find(case: Case) -> Iterator[Hit]:
    deed = case.draft.kind in _DEEDS
    if not deed and case.draft.actor != "civil_servant":
        return
    for text in case.texts:
        hits = list(_joins(case, text))
        if deed:
            hits += [hit for hit in _campaigning(case) if hit.where == text.where]
        if hits:
            # The deed is one, however many words of the campaign it carries.
            start, end = min(hit.start for hit in hits), max(hit.end for hit in hits)
            quote = "" if text.where in ("text", "title") else text.original[start:end]
            yield Hit(start, end, text.where, quote=quote)


def _joins(case: Case, text: Text) -> Iterator[Hit]:
    """Words of joining, following, sharing next to a campaign."""
    if text.is_other_contest:
        return
    pairs: list[tuple[Opened | Anywhere, Opened]] = [(_CAMPAIGN, _ACT), (_CAMPAIGN, _ADMIN)]
    if names := [re.escape(name.lower()) for name in case.facts.local_names if len(name) > 2]:
        pairs.append((Anywhere(rf"\b(?:{'|'.join(names)})\b"), _FANS))
    found = (item for pair in pairs for item in together(text, *pair, reach=70, across=True))
    for one, other in found:
        start, end = both(one, other)
        sentence = text.sentence(start, end)
        if _DECLINED.match(text.letters.text, end):
            continue
        if not (_REPORTS.search(sentence) or FORBIDS.search(sentence) or is_negated(text, start)):
            yield hit_at(text, text.letters, start, end)


def _campaigning(case: Case) -> Iterator[Hit]:
    """What the rules of neutrality find sternly in a thing that is liked or passed on."""
    for rule in _NEUTRALITY:
        usual = rule.severity_for(case.draft, case.phase)
        for hit in rule.find(case):
            rank = STERNNESS.index(usual)
            rank = max(rank, STERNNESS.index(hit.at_least)) if hit.at_least else rank
            rank = min(rank, STERNNESS.index(hit.at_most)) if hit.at_most else rank
            if rank == _MUST:
                yield hit


RULE = Rule(
    id="civil_service.campaign",
    family="civil_service",
    title=gettext_noop("Suka, bagikan, dan ikuti kampanye"),
    looks_for=gettext_noop(
        "Tanda suka dan bagikan pada isi kampanye, serta pegawai yang mengikuti, bergabung, atau "
        "membagikan akun dan grup pemenangan. Informasi KPU dan pelajaran netralitas tidak "
        "dilaporkan."
    ),
    message=gettext_noop(
        "Menyukai, membagikan, mengikuti, dan bergabung dengan kampanye dilarang bagi aparatur "
        "dan akun resmi."
    ),
    suggestion=gettext_noop("Batalkan tanda suka atau unggahan ini, dan keluar dari grupnya."),
    basis=("skb-netralitas-2022", "skb-11-2019", "pp-94-2021"),
    severity=Severity.MUST,
    passed_by="bagian_hukum",
    find=_find,
    given=Given.OWN_DEED,
    passage=True,
    examples_match=examples(
        Example("Coblos nomor 2 untuk perubahan!", kind="like", says="disukai"),
        Example("Pilih Kang Asep, lanjutkan dua periode!", kind="repost", says="dibagikan"),
        Example(
            "Gue sudah gabung grup pemenangan, siapa mau ikut?",
            actor="civil_servant",
            says="akun pegawai",
        ),
        Example(
            "Follow akun relawan pemenangan ya, rekan-rekan.",
            actor="civil_servant",
            says="akun pegawai",
        ),
        Example(
            "Habis apel langsung share video kampanye jagoan saya.",
            actor="civil_servant",
            says="akun pegawai",
        ),
        Example(
            "Saya admin grup Sukamaju Pilih Dadang.", actor="civil_servant", says="akun pegawai"
        ),
        Example(
            "Nge-like poster paslon kan cuma satu jempol.",
            actor="civil_servant",
            says="akun pegawai",
        ),
    ),
    examples_miss=examples(
        Example(
            "Ditawari jadi admin grup pemenangan. Saya tolak, saya ASN.",
            actor="civil_servant",
            says="akun pegawai",
        ),
        Example("Coblos nomor 2!", says="dinilai aturan netralitas, bukan aturan ini"),
        Example("KPU: cara mencoblos yang sah, coblos satu kali.", kind="like", says="disukai"),
        Example("Cek nama Anda di daftar pemilih, lapor ke PPS.", kind="repost", says="dibagikan"),
        Example(
            "Nama saya dicatut tim sukses, sudah saya laporkan.",
            actor="civil_servant",
            says="akun pegawai",
        ),
        Example(
            "Jangan ikut grup pemenangan, kita harus netral.",
            actor="civil_servant",
            says="akun pegawai",
        ),
        Example("Gabung grup posyandu ya, Bunda.", actor="civil_servant", says="akun pegawai"),
        Example("Pilih menu sehat, bagikan resepnya.", kind="repost", says="dibagikan"),
        Example("Pemkab jangan cuma bangga punya aplikasi.", kind="like", says="disukai"),
    ),
)
