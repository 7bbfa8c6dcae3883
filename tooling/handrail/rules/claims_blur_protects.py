"""claims-blur-protects."""

import re
from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Severity
from handrail.ground.model import Handbook
from handrail.rules import Example
from handrail.rules._prose import ENGLISH, Prose, WordRule, Writing
from handrail.rules._samples import PAGE, sop_file

_SENTENCE = re.compile(r"[^.;!?]+")
_FILTER = re.compile(
    r"\b(?:blur\w*|gr[ae]y-?\s?scal\w*|gr[ae]y(?:ing|ed)?|black\s+and\s+white|pixelat\w*|filters?)\b", re.IGNORECASE
)
_ABOUT = ("blur", "gray", "grey", "black", "pixelat", "filter")
"""One of these stands in every text in which `_FILTER` finds something."""
_CLAIM = re.compile(
    r"\b(?:protect\w*|harmless|make\w*\s+(?:\w+\s+){0,3}safe|safe\s+to\s+(?:view|watch|look)|prevents?|shields?|"
    r"keeps?\s+(?:you|people|reviewers)\s+(?:safe|well))\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|never|no|nothing|nobody|none|cannot|can't|don't|doesn't|neither|without)\b", re.IGNORECASE
)


class ClaimsBlurProtects(WordRule):
    """A sentence that says that blur or grey protects the people who look at the content.

    Studies do not show that. Whoever believes it looks longer and more often than they would otherwise. What helps is
    to look less: work from the words, the labels and the fingerprint; look once, small, without sound; take the break.
    """

    group: ClassVar[str] = "words"
    severity: ClassVar[Severity] = Severity.WARNING
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file("## Before you open the content\n\nUse greyscale: it protects you.\n"),
            at="greyscale",
            file=PAGE,
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file("## Before you open the content\n\nBlur does not make viewing harmless. Look less.\n"), file=PAGE
        ),
    )

    def check_writing(self, writing: Writing, handbook: Handbook) -> Iterator[Finding]:
        """Read sentence by sentence."""
        if any(word in writing.whole for word in _ABOUT):
            for prose in writing.parts:
                yield from self._read(prose) if prose.language == ENGLISH else ()

    def _read(self, prose: Prose) -> Iterator[Finding]:
        text = prose.own_words
        for sentence in _SENTENCE.finditer(text) if _FILTER.search(text) else ():
            about = _FILTER.search(text, sentence.start(), sentence.end())
            if about and _CLAIM.search(sentence[0]) and not _DENIED.search(sentence[0]):
                yield self.finding(
                    f"This says that `{about[0]}` protects the people who look. Studies do not show that.",
                    prose.spot(about),
                    "Say what helps: look less, look once, small and without sound, and take the break.",
                )
