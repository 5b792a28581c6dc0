"""Addresses of the inbox."""

from django.urls import path, re_path

from kentongan.inbox.views import (
    acting,
    answers,
    bulk,
    case,
    clarifying,
    deciding,
    elsewhere,
    files,
    hiding,
    joining,
    knowledge,
    lapor,
    learning,
    mailboxes,
    many,
    named,
    public,
    queue,
    replying,
    settings,
    teaching,
)

app_name = "inbox"

_NUMBER = r"^kotak-masuk/(?P<number>[A-Za-z]{2,3}-[0-9]{3,8})/"
_ACTS = "|".join(acting.ACTS)
_CLARIFYING = "|".join(clarifying.ACTS)
_UUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
_ID = rf"(?P<disposition_id>{_UUID})"
_SETTINGS = "kotak-masuk/pengaturan/<slug:code>/"
_HIDING = rf"(?P<hiding_id>{_UUID})"

urlpatterns = [
    path("aspirasi/", public.voice, name="voice"),
    path("lacak/", public.follow, name="follow"),
    path("lacak/<slug:number>/", public.numbered, name="numbered"),
    path("lacak/<slug:number>/<slug:key>/", public.followed, name="followed"),
    path("lacak/<slug:number>/<slug:key>/tulis/", public.again, name="again"),
    path("lacak/<slug:number>/<slug:key>/nilai/", public.rate, name="rate"),
    path("lacak/<slug:number>/<slug:key>/kontak/", public.contact, name="contact"),
    path("jawaban/", answers.answers, name="answers"),
    path("jawaban/<uuid:answer_id>/", answers.answer, name="public_answer"),
    path("jawaban/klarifikasi/", answers.clarifications, name="public_clarifications"),
    path(
        "jawaban/klarifikasi/<uuid:clarification_id>/",
        answers.clarification,
        name="public_clarification",
    ),
    path("jawaban/unit/<slug:code>/", answers.of_unit, name="unit_answers"),
    path("jawaban/unit/<slug:code>/sematan/", answers.embedded, name="unit_answers_embedded"),
    path("kotak-masuk/", queue.queue, name="queue"),
    path("kotak-masuk/denyut/", queue.pulse, name="pulse"),
    path("kotak-masuk/massal/", bulk.bulk, name="bulk"),
    path("kotak-masuk/catat/", knowledge.enter, name="enter"),
    path("kotak-masuk/jawaban/", knowledge.bank, name="bank"),
    path("kotak-masuk/jawaban/baru/", knowledge.new_answer, name="answer_new"),
    path("kotak-masuk/jawaban/<uuid:answer_id>/", knowledge.answer, name="answer"),
    path("kotak-masuk/jawaban/<uuid:answer_id>/tarik/", knowledge.retire, name="answer_retire"),
    path("kotak-masuk/klarifikasi/", clarifying.listed, name="clarifications"),
    path("kotak-masuk/klarifikasi/baru/", clarifying.new, name="clarification_new"),
    path("kotak-masuk/klarifikasi/<uuid:clarification_id>/", clarifying.show, name="clarification"),
    re_path(
        rf"^kotak-masuk/klarifikasi/(?P<clarification_id>{_UUID})/(?P<what>{_CLARIFYING})/$",
        clarifying.act,
        name="clarification_act",
    ),
    path("kotak-masuk/sering-ditanya/", learning.asked, name="asked"),
    re_path(
        r"^kotak-masuk/sering-ditanya/(?P<number>[A-Za-z]{2,3}-[0-9]{3,8})/ide/$",
        learning.idea,
        name="idea",
    ),
    path("kotak-masuk/rekap/", learning.recap, name="recap"),
    path("kotak-masuk/rekap/unduh/", learning.recap_table, name="recap_table"),
    path("kotak-masuk/rekap/penilaian/", learning.satisfaction_table, name="satisfaction_table"),
    path("kotak-masuk/ketepatan/", learning.accuracy, name="accuracy"),
    path("kotak-masuk/ketepatan/unduh/", learning.accuracy_table, name="accuracy_table"),
    path("kotak-masuk/pola/", knowledge.new_template, name="template_new"),
    path("kotak-masuk/pola/<uuid:template_id>/", knowledge.template, name="template"),
    path(
        "kotak-masuk/pola/<uuid:template_id>/tarik/",
        knowledge.retire_template,
        name="template_retire",
    ),
    path("kotak-masuk/lapor/", lapor.references, name="lapor"),
    path("kotak-masuk/pengaturan/", settings.choose, name="settings"),
    path(_SETTINGS, settings.times, name="times"),
    path(f"{_SETTINGS}waktu/<slug:kind>/<slug:stage>/", settings.time, name="time"),
    path(f"{_SETTINGS}waktu/<slug:kind>/<slug:stage>/kembali/", settings.back, name="time_back"),
    path(f"{_SETTINGS}orang-kedua/", settings.second, name="second"),
    path(f"{_SETTINGS}jam-kerja/", settings.calendar, name="calendar"),
    path(f"{_SETTINGS}usulan/", teaching.proposals, name="proposals"),
    path("kotak-masuk/usulan/kosongkan/", teaching.forget, name="forget"),
    path("kotak-masuk/jenis/kosongkan/", teaching.forget_kinds, name="forget_kinds"),
    path("kotak-masuk/layanan/", teaching.choose, name="services_choose"),
    path("kotak-masuk/layanan/<slug:code>/", teaching.services, name="services"),
    path(f"{_SETTINGS}surat/", mailboxes.mailboxes, name="mailboxes"),
    path(f"{_SETTINGS}surat/baru/", mailboxes.mailbox_new, name="mailbox_new"),
    path(
        f"{_SETTINGS}surat/mesin/<uuid:letter_id>/", mailboxes.machine_letter, name="machine_letter"
    ),
    path("kotak-masuk/surat/<uuid:source_id>/", mailboxes.mailbox, name="mailbox"),
    re_path(
        rf"^kotak-masuk/surat/(?P<source_id>{_UUID})/(?P<what>coba|jeda|lanjut|hapus)/$",
        mailboxes.mailbox_act,
        name="mailbox_act",
    ),
    path("kotak-masuk/tampilan/", queue.keep_view, name="keep_view"),
    path("kotak-masuk/tampilan/<uuid:view_id>/hapus/", queue.drop_view, name="drop_view"),
    re_path(_NUMBER + "$", case.show, name="case"),
    re_path(_NUMBER + "pantau/$", case.watch, name="watch"),
    re_path(_NUMBER + "balas/$", replying.reply, name="reply"),
    re_path(_NUMBER + "cara-lain/$", elsewhere.note, name="elsewhere"),
    re_path(_NUMBER + "periksa/$", replying.check, name="check"),
    re_path(_NUMBER + "serupa/$", many.many, name="many"),
    re_path(_NUMBER + "gabung/$", joining.merge, name="merge"),
    re_path(_NUMBER + "pisah/$", joining.split, name="split"),
    re_path(_NUMBER + "akses/$", named.named, name="named"),
    re_path(_NUMBER + "akses/(?P<what>beri|cabut)/$", named.change, name="named_change"),
    path("kotak-masuk/balasan/<uuid:reply_id>/urungkan/", replying.undo, name="reply_undo"),
    path("kotak-masuk/balasan/<uuid:reply_id>/urungkan-semua/", many.undo, name="reply_undo_many"),
    path("kotak-masuk/cara-lain/<uuid:elsewhere_id>/batal/", elsewhere.undo, name="elsewhere_undo"),
    path("kotak-masuk/balasan/<uuid:reply_id>/", deciding.show, name="reply_request"),
    path("kotak-masuk/balasan/<uuid:reply_id>/setujui/", deciding.approve, name="reply_approve"),
    path("kotak-masuk/balasan/<uuid:reply_id>/kembalikan/", deciding.refuse, name="reply_refuse"),
    re_path(_NUMBER + rf"(?P<what>{_ACTS})/$", case.act, name="act"),
    re_path(
        rf"^kotak-masuk/lampiran/(?P<attachment_id>{_UUID})/(?P<size>kecil|penuh)/$",
        files.attachment,
        name="attachment",
    ),
    path("kotak-masuk/pesan/<uuid:message_id>/sembunyikan/", hiding.hide, name="hide"),
    re_path(
        rf"^kotak-masuk/penyembunyian/{_HIDING}/(?P<what>setujui|tolak|tampilkan)/$",
        hiding.decide_hiding,
        name="hiding",
    ),
    re_path(
        rf"^kotak-masuk/disposisi/{_ID}/tarik-semua/$",
        bulk.withdraw,
        name="dispositions_withdraw",
    ),
    re_path(
        rf"^kotak-masuk/disposisi/{_ID}/(?P<what>terima|kembalikan|selesai|tarik)/$",
        case.disposition,
        name="disposition",
    ),
]
