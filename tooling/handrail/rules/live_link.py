"""live-link."""

import re
from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook
from handrail.rules import Example
from handrail.rules._lazy import lazily
from handrail.rules._prose import Prose, WordRule, Writing
from handrail.rules._samples import PAGE, sop_file

_ADDRESS = lazily(
    r"\b(?:https?|hxxps?)(?:://|\[:\]//)([\w.\[\]-]{1,253})(/[^\s<>()\"'`]*)?|\b(www\.[\w.-]{1,250})(/[^\s<>()\"'`]*)?",
    re.IGNORECASE,
)
_BEGINS = ("http", "hxxp", "www.")
_OF_USERS = frozenset((
    "facebook.com", "fb.com", "fb.watch", "instagram.com", "threads.net", "tiktok.com", "x.com", "twitter.com", "t.co",
    "youtube.com", "youtu.be", "reddit.com", "redd.it", "snapchat.com", "discord.gg", "discord.com", "t.me",
    "telegram.me", "telegram.org", "wa.me", "whatsapp.com", "vk.com", "ok.ru", "weibo.com", "douyin.com",
    "bilibili.com", "xiaohongshu.com", "twitch.tv", "kick.com", "rumble.com", "tumblr.com", "pinterest.com",
    "imgur.com", "4chan.org", "8kun.top", "onlyfans.com", "pornhub.com", "xvideos.com", "mega.nz", "dropbox.com",
    "drive.google.com", "mediafire.com", "wetransfer.com", "pastebin.com", "bsky.app", "linktr.ee",
))  # fmt: skip
"""Where users publish, chat or pass on files."""
_SHORT = frozenset(("bit.ly", "tinyurl.com", "goo.gl", "ow.ly", "is.gd", "buff.ly", "rb.gy", "cutt.ly", "shorturl.at"))
_MEDIA = lazily(r"\.(?:jpe?g|png|gif|webp|heic|bmp|mp4|mov|webm|avi|mkv|m4v|mp3|wav)(?:[?#]|$)", re.IGNORECASE)


class LiveLink(WordRule):
    """A link to where users publish, to a file with media, or behind a short address.

    One click, and a reader who came for the steps sees the content, or tells its owner that somebody is looking. Links
    to reported content belong into the case and nowhere else; as an example, describe what was there. A short address
    hides where it leads, so nobody can check it; write the whole one. Writing `hxxps` instead of `https` does not help:
    the address still leads there.
    """

    group: ClassVar[str] = "words"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file("## Example\n\nThe picture stands at https://www.instagram.com/p/C4x.\n"),
            at="https://www.instagram.com/p/C4x",
            file=PAGE,
            says="where users publish",
        ),
        Example(
            sop_file("## Example\n\nSee [the film](hxxps://cdn.example.com/a/b.mp4).\n"),
            at="hxxps://cdn.example.com/a/b.mp4",
            file=PAGE,
            says="a file with media",
        ),
        Example(sop_file("## Example\n\nSee https://bit.ly/3x.\n"), at="https://bit.ly/3x", file=PAGE, says="hides"),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file(
                "## Example\n\nThe picture stood in a public post. The law is at https://eur-lex.europa.eu/eli/reg.\n"
            ),
            file=PAGE,
        ),
    )

    def check_writing(self, writing: Writing, handbook: Handbook) -> Iterator[Finding]:
        """Look at every address in what somebody reads."""
        for prose in writing.parts if any(each in writing.whole for each in _BEGINS) else ():
            yield from self._read(prose)

    def _read(self, prose: Prose) -> Iterator[Finding]:
        for found in _ADDRESS().finditer(prose.text):
            host = re.sub(r"[\[\]]", "", found[1] or found[3]).lower().rstrip(".")
            where = _where(host, (found[2] or found[4] or "").rstrip(".,;:!?"))
            if where:
                yield self.finding(
                    f"This link {where}.",
                    prose.spot(found),
                    "Take it out; what it leads to stands in the case, and here in words.",
                )


def _where(host: str, path: str) -> str:
    """Why an address must not stand in a handbook, as the end of a sentence; empty when it may."""
    labels = host.split(".")
    parents = {".".join(labels[start:]) for start in range(len(labels))}
    if host.endswith(".onion") or parents & _OF_USERS:
        return f"leads to {host}, where users publish: one click shows the content or its people"
    if parents & _SHORT:
        return f"hides where it leads, behind {host}"
    return "leads to a file with media" if _MEDIA().search(path) else ""
