"""hard-coded-contact."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from handrail.ground.finding import Finding, Severity
from handrail.ground.model import Handbook
from handrail.rules import Example
from handrail.rules._prose import Prose, WordRule, Writing
from handrail.rules._samples import PAGE, sop_file

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"""(?<![\w./+-])(?:
        \+\d[\d ()-]{6,}\d                # with the country
        |0\d{1,4}[ -]\d[\d -]{4,}\d       # with the area
        |\d-\d{3}-\d{3}-\d{4}|\(?\d{3}\)?[ -]\d{3}-\d{4}
        |0\d{8,11}
    )(?![\w/-])""",
    re.VERBOSE,
)
_DIGITS = re.compile(r"\d[\d ()-]{5}")
_DATE = re.compile(r"\d\d-\d\d-\d{4}")
_SECRETS_BEGIN = ("-----begin", "akia", "asia", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "xox", "password", "http")
"""In small letters: a text that has none of these has no secret either."""
_SECRETS = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "an access key": re.compile(
        r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[abprs]-[A-Za-z0-9-]{10,}"
    ),
    "a password": re.compile(r"\bpassword\s*[:=]\s*(?!\s)[^\s`'\"]{4,}", re.IGNORECASE),
    "a link into a customer's ticket": re.compile(r"https?://[^\s)<>]{1,200}/(?:agent/)?(?:tickets?|cases?)/\d+"),
    "a place that only our own network knows": re.compile(
        r"https?://(?:localhost|intranet|[\w.-]{1,200}\.(?:internal|intranet|corp|local|lan))\b", re.IGNORECASE
    ),
}


class HardCodedContact(WordRule):
    """A mail address or a telephone number in the text, or something that must not be in a handbook at all.

    People move, numbers change, and the old ones stay on pages that nobody remembers. Name the team: its page says how
    to reach it, and who is awake now. Numbers for people outside stand in helplines.yml, where their age is watched.

    Keys, passwords, and links into a customer's ticket are errors: everybody who can read the handbook can use them,
    and deleting them later does not take them out of its history.
    """

    group: ClassVar[str] = "words"
    severity: ClassVar[Severity] = Severity.WARNING
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file("## Who to escalate to, and by when\n\nWrite to maria.tan@example.com.\n"),
            at="maria.tan@example.com",
            file=PAGE,
            says="one person",
        ),
        Example(
            sop_file("## Who to escalate to, and by when\n\nCall +353 1 555 0100.\n"), at="+353 1 555 0100", file=PAGE
        ),
        Example(
            sop_file("## Example\n\nSee https://example.com/agent/tickets/4711.\n"),
            at="https://example.com/agent/tickets/4711",
            file=PAGE,
            says="ticket",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file(
                "## Who to escalate to, and by when\n\nCall the [lead](../../register/organisation.yml#team-lead).\n"
                "The rule holds since 2026-11-02, see Regulation (EU) 2022/2065.\n"
            ),
            file=PAGE,
        ),
    )

    def check_writing(self, writing: Writing, handbook: Handbook) -> Iterator[Finding]:
        """Read everything but the register of helplines."""
        looks = [self._mail] * ("@" in writing.whole) + [self._phone] * bool(_DIGITS.search(writing.whole))
        looks += [self._secret] * any(beginning in writing.whole for beginning in _SECRETS_BEGIN)
        for prose in writing.parts if looks else ():
            for look in looks:
                yield from look(prose)

    def _mail(self, prose: Prose) -> Iterator[Finding]:
        for found in _MAIL.finditer(prose.text):
            says = f"`{found[0]}` {_whose(found[0])}. Holidays and moves break it."
            yield self.finding(says, prose.spot(found), "Name a team, a queue, a pager or a rota.")

    def _phone(self, prose: Prose) -> Iterator[Finding]:
        for found in _PHONE.finditer(prose.text):
            if not _DATE.fullmatch(found[0]):
                hint = "Name the team that answers it; a number for people outside belongs in helplines.yml."
                yield self.finding(f"`{found[0]}` looks like a telephone number.", prose.spot(found), hint)

    def _secret(self, prose: Prose) -> Iterator[Finding]:
        for what, pattern in _SECRETS.items():
            for found in pattern.finditer(prose.text):
                says, hint = f"This is {what}, and everybody who reads the handbook can use it.", "Take it out."
                yield replace(self.finding(says, prose.spot(found), hint), severity=Severity.ERROR)


def _whose(address: str) -> str:
    name = address.partition("@")[0]
    return "looks like one person" if re.fullmatch(r"[a-z]+[._][a-z]+", name, re.IGNORECASE) else "is a mail address"
