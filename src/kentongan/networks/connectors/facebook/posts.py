"""Posts in the feed of a Page: words, a link, pictures.

Pictures are first uploaded unseen (``published=false``) and then attached to the one request that
makes the post public. Their ids are noted before it: a post that shows one of them is ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kentongan.kernel.say import gettext as _
from kentongan.networks import answers, matching, wording
from kentongan.networks.contract import (
    Image,
    OutcomeUnknown,
    Outgoing,
    Published,
    Reference,
    Refused,
    Session,
    decisive,
    harmless,
)
from kentongan.networks.meta.graph import PAGE_SIZE, Graph, fault_of

MOST_PAGES = 4
FIELDS = (
    "id,message,created_time,"
    "attachments{media_type,target{id},subattachments{media_type,target{id}}}"
)
SITE = "https://www.facebook.com"
#: “Duplicate status message”: the same words as a moment ago.
DUPLICATE = 506


class Posts:
    """Publishes, finds and edits them."""

    def __init__(self, session: Session, graph: Graph, page: str) -> None:
        self._session = session
        self._graph = graph
        self._page = page

    def publish(self, item: Outgoing) -> Published:
        """Upload the pictures, note them, publish."""
        photos = [self.upload(image) for image in item.images]
        if photos:
            known = self._session.remembered.get("photos") or []
            self._session.remember({"photos": [*known, *photos]})
        body: dict[str, Any] = {"message": message(item)}
        if link := preview(item):
            body["link"] = link
        if item.place:
            body["place"] = item.place
        if photos:
            body["attached_media"] = [{"media_fbid": photo} for photo in photos]
        with decisive():
            response = self._graph.post(f"{self._page}/feed", body)
            fault = fault_of(response)
            if fault is None or fault.code != DUPLICATE:
                found = self._graph.read(response, decisive=True)
                return published(answers.text_at(found, "id"), item)
        return self._the_first_of_two(item)

    def find(self, item: Outgoing) -> Published | None:
        """Our post among those of the Page; the oldest where several fit.

        Raises ``OutcomeUnknown`` where one is so alike that a person must look.
        """
        ours, photos = message(item), set(self._session.remembered.get("photos") or [])
        exact: list[str] = []
        near = False
        with harmless(_("Mencari unggahan")):
            for post in self._recent(item):
                identifier = answers.text_at(post, "id")
                if identifier in self._session.taken:
                    continue
                text, shown = str(post.get("message") or ""), _photos(post)
                if photos & set(shown):
                    return published(identifier, item)
                fits = matching.same(text, ours) and len(shown) == len(item.images)
                if fits and ours:
                    exact.append(identifier)
                near = near or fits or matching.alike(text, ours)
        if exact:
            return published(exact[-1], item)
        if near:
            raise OutcomeUnknown(_("Ada unggahan yang sangat mirip di Halaman ini."))
        return None

    def edit(self, target: Reference, item: Outgoing) -> Published:
        """Put new words in the place of the old. Pictures and the preview of a link stay."""
        extra = extra_of(item)
        if list(target.extra.get("media") or []) != extra["media"]:
            raise Refused(
                _(
                    "Facebook tidak mengganti gambar atau teks alternatif unggahan yang"
                    " sudah tayang. Ubah teksnya saja, atau tarik lalu terbitkan lagi."
                )
            )
        if str(target.extra.get("link") or "") != extra["link"]:
            raise Refused(
                _(
                    "Facebook tidak mengganti tautan unggahan yang sudah tayang. Ubah"
                    " teksnya saja, atau tarik lalu terbitkan lagi."
                )
            )
        if str(target.extra.get("place") or "") != item.place:
            raise Refused(
                _(
                    "Facebook tidak mengganti lokasi unggahan yang sudah tayang. Biarkan"
                    " pilihan lokasinya, atau tarik lalu terbitkan lagi."
                )
            )
        with harmless(_("Mengubah unggahan")):
            self._graph.read(self._graph.post(target.external_id, {"message": message(item)}))
        return published(target.external_id, item)

    def upload(self, image: Image) -> str:
        """A picture that nobody sees yet; its id."""
        name = f"gambar.{image.mime.rpartition('/')[2].replace('jpeg', 'jpg')}"
        body = {"published": False} | ({"alt_text_custom": image.alt} if image.alt else {})
        with harmless(_("Mengunggah gambar")):
            response = self._graph.post(
                f"{self._page}/photos", body, files={"source": (name, image.data, image.mime)}
            )
            return answers.text_at(self._graph.read(response), "id")

    def _the_first_of_two(self, item: Outgoing) -> Published:
        """Facebook has these very words already: from us, or from somebody else."""
        known = self.find(item)
        if known is None:
            raise Refused(
                _(
                    "Facebook menolak karena kata-katanya sama persis dengan unggahan"
                    " sebelumnya. Ubah sedikit, lalu kirim lagi."
                )
            )
        return known

    def _recent(self, item: Outgoing) -> Iterator[dict[str, Any]]:
        """The Page's posts since the delivery became due, newest first."""
        rows = self._graph.pages(
            f"{self._page}/published_posts", most=MOST_PAGES + 1, fields=FIELDS
        )
        return recent(rows, item, most=MOST_PAGES)


def recent(
    rows: Iterator[dict[str, Any]], item: Outgoing, *, most: int
) -> Iterator[dict[str, Any]]:
    """Rows that are not older than the delivery; more than ``most`` pages of them need a person."""
    for count, row in enumerate(rows):
        made = matching.moment(row.get("created_time"))
        if made is not None and made < matching.since(item):
            return
        if count >= most * PAGE_SIZE:
            raise OutcomeUnknown(_("Terlalu banyak unggahan baru untuk diperiksa satu-satu."))
        yield row


def message(item: Outgoing) -> str:
    """The words as they are sent: with the link where it does not become a preview."""
    return item.text if preview(item) else wording.full_text(item)


def preview(item: Outgoing) -> str:
    """The link that Facebook shows as a preview; beside pictures it shows none."""
    return "" if item.images or item.video else item.link


def extra_of(item: Outgoing) -> dict[str, Any]:
    """What an edit must know of the post: its pictures, its preview, its place."""
    place = {"place": item.place} if item.place else {}
    return {"media": pictures(item), "link": preview(item), **place}


def pictures(item: Outgoing) -> list[str]:
    """Names its pictures by what they show and say."""
    return [image.digest for image in item.images]


def published(identifier: str, item: Outgoing) -> Published:
    """A post of the feed."""
    return Published(identifier, f"{SITE}/{identifier}", extra_of(item))


def _photos(post: Mapping[str, Any]) -> list[str]:
    """Ids of the pictures a post shows."""
    return [
        str((piece.get("target") or {}).get("id") or "")
        for attachment in _rows(post.get("attachments"))
        for piece in _rows(attachment.get("subattachments")) or [attachment]
        if piece.get("media_type") == "photo"
    ]


def _rows(edge: Any) -> list[dict[str, Any]]:
    rows = edge.get("data") if isinstance(edge, dict) else None
    return [row for row in rows or [] if isinstance(row, dict)]
