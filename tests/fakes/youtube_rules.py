"""What YouTube demands of words, and its discovery document does not say.

developers.google.com/youtube/v3/docs/videos (snippet.title, snippet.description, snippet.tags[]);
docs/videos/insert and docs/videos/update (errors).
"""

import re
from datetime import datetime
from typing import Any

from tests.fakes.youtube_contract import bad

#: Those that a video of ours may be in; videoCategories.list of the region ID has them.
CATEGORIES = {"1", "2", "10", "15", "17", "19", "20", "22", "23", "24", "25", "26", "27", "28"}
#: What ``videos.insert`` lets an application set.
SETTABLE = {
    "snippet": {
        "title",
        "description",
        "tags",
        "categoryId",
        "defaultLanguage",
        "defaultAudioLanguage",
    },
    "status": {
        "embeddable",
        "license",
        "privacyStatus",
        "publicStatsViewable",
        "publishAt",
        "selfDeclaredMadeForKids",
        "containsSyntheticMedia",
    },
}


def check_new_video(resource: dict[str, Any]) -> None:
    """The metadata of an insert: nothing unsettable, words within their limits."""
    _check_settable(resource)
    for part in ("snippet", "status"):
        if part not in resource:
            raise bad("invalidVideoMetadata", f"{part} is missing")
    check_snippet(resource["snippet"])
    if "privacyStatus" not in resource["status"]:
        raise bad("invalidVideoMetadata", "status.privacyStatus is missing")
    if "publishAt" in resource["status"]:
        _check_moment(resource["status"])
    if "selfDeclaredMadeForKids" not in resource["status"]:
        raise bad("invalidVideoMetadata", "status.selfDeclaredMadeForKids is missing")


def check_changed_video(resource: dict[str, Any]) -> None:
    """The metadata of an update: title and category must be there."""
    _check_settable(resource)
    if "snippet" in resource:
        check_snippet(resource["snippet"])


def check_snippet(snippet: dict[str, Any]) -> None:
    title, words = snippet.get("title", ""), snippet.get("description", "")
    if not title or len(title) > 100 or set("<>") & set(title):
        raise bad("invalidTitle", "The video has an invalid or empty title.")
    if len(words.encode()) > 5000 or set("<>") & set(words):
        raise bad("invalidDescription", "The video has an invalid description.")
    if snippet.get("categoryId") not in CATEGORIES:
        raise bad("invalidCategoryId", "The video has an invalid category id.")
    for name in ("defaultLanguage", "defaultAudioLanguage"):
        if name in snippet and not is_language(snippet[name]):
            raise bad("invalidVideoMetadata", f"{name} is no language of BCP 47.")
    tags = snippet.get("tags", [])
    quoted = [f'"{tag}"' if " " in tag else tag for tag in tags]
    if len(",".join(quoted)) > 500 or any(not t or set("<>,") & set(t) for t in tags):
        raise bad("invalidTags", "The request metadata specifies invalid video keywords.")


def is_language(code: str) -> bool:
    """Whether it has the shape of a language tag, ``id`` or ``zh-Hans``."""
    return re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", code) is not None


def _check_moment(status: dict[str, Any]) -> None:
    """``publishAt`` is a time, of a video that is private until then."""
    try:
        datetime.fromisoformat(status["publishAt"])
    except ValueError:
        raise bad("invalidPublishAt", "publishAt is no date and time.") from None
    if status["privacyStatus"] != "private":
        raise bad("invalidPublishAt", "Only what is private can be published later.")


def _check_settable(resource: dict[str, Any]) -> None:
    for part, value in resource.items():
        if part == "id":
            continue
        if stray := set(value) - SETTABLE.get(part, set()):
            raise bad("invalidVideoMetadata", f"{part}.{sorted(stray)} cannot be set")
