"""personal-data."""

import re
from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook
from handrail.rules import Example
from handrail.rules._lazy import lazily
from handrail.rules._prose import Prose, WordRule, Writing
from handrail.rules._samples import PAGE, sop_file

_TITLES = (
    "Mr", "Mrs", "Ms", "Mx", "Dr", "Prof", "Encik", "Puan", "Cik", "Tuan", "Datuk", "Herr", "Frau", "Monsieur",
    "Madame", "Mme", "Mlle", "Señor", "Señora", "Sr", "Sra",
)  # fmt: skip
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙朱胡郭林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘董袁叶蒋杜苏魏吕沈姚卢傅钟谭廖汪陆戴韦邱邹熊孟秦薛尹黎贺"
    "顾郝龚邵汤"
)
_TITLED = lazily(rf"\b(?:{'|'.join(_TITLES)})\.?[ ]+(?!(?:{'|'.join(_TITLES)})\b)[A-ZÀ-Þ][\w'-]+")
_NAMED = lazily(r"\b(?:named|[Nn]ame is)[ ]+([A-Z][a-z]+(?:[ ]+[A-Z][a-z]+)+)")
_CHINESE = lazily(f"[{_SURNAMES}](?:先生|女士|小姐)")
_NAMING = frozenset(title.lower() for title in _TITLES)
_HANDLE = lazily(r"(?<![\w.@/+-])@[A-Za-z_][\w.-]{1,28}\w")
_NUMBERS = {
    "an identity number": lazily(r"(?<![\w-])(?:\d{6}-\d{2}-\d{4}|\d{3}-\d{2}-\d{4}|[STFGM]\d{7}[A-Z])(?![\w-])"),
    "the number of a bank account": lazily(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?\b"),
    "the number of a card": lazily(r"(?<![\w.+-])\d(?:[ -]?\d){12,18}(?![\w-])"),
    "an internet address of one person": lazily(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\w)"),
    "a place on the map": lazily(r"(?<![\w.])-?\d{1,3}\.\d{4,},[ ]?-?\d{1,3}\.\d{4,}"),
}
_SOME_NUMBER = lazily(r"\d(?:[\d -]{11}|\d{6}|\d\d-\d\d-\d{4}|\d{0,2}\.(?:\d{4}|\d{1,3}\.\d))")
"""One of these stands in every text that has a number of such a kind."""
_NOBODYS = ("192.0.2.", "198.51.100.", "203.0.113.", "127.", "10.", "192.168.", "0.", "255.")
"""Internet addresses that belong to examples, to one machine or to an inner network."""
_IBAN_MODULUS = 97
_LARGEST_BYTE = 255


class PersonalData(WordRule):
    """Somebody's name, account, number or whereabouts stands in the handbook.

    Many people read a handbook, it is copied, printed and kept for years, and its history forgets nothing. Whoever was
    harmed once must not be found in it, and nobody can see whether a name in an example is made up. Say what somebody
    is ("a girl of 15", "the duty manager"). The rule sees a name behind Mr, Ms, Dr and the like or behind `named`,
    handles, identity numbers, cards and bank accounts whose check digits are right, internet addresses and coordinates.
    It cannot see a name that stands alone. Mail addresses and telephone numbers are for `hard-coded-contact`.
    """

    group: ClassVar[str] = "words"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file("## Example\n\nAt 03:05 Ms. Okafor asks where her parcel is.\n"),
            at="Ms. Okafor",
            file=PAGE,
            says="names a person",
        ),
        Example(sop_file("## Example\n\nThe sender is @parcel.fan.88.\n"), at="@parcel.fan.88", file=PAGE),
        Example(
            sop_file("## Example\n\nShe paid with 4111 1111 1111 1111.\n"),
            at="4111 1111 1111 1111",
            file=PAGE,
            says="the number of a card",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file(
                "## Example\n\nAt 03:05 a woman asks where parcel 4111 1111 1111 1112 is. Her computer calls itself "
                "192.0.2.1. Dear Mr or Ms {name}, we found it.\n"
            ),
            file=PAGE,
        ),
    )

    def check_writing(self, writing: Writing, handbook: Handbook) -> Iterator[Finding]:
        """Read everything but laws, helplines and what reporters say."""
        named = _patterns(writing)
        for prose in writing.parts if named else ():
            yield from self._names(prose, named)
        for prose in writing.parts if _SOME_NUMBER().search(writing.whole) else ():
            yield from self._numbers(prose)
        for prose in writing.parts if "@" in writing.whole else ():
            yield from self._handles(prose, frozenset(f"@{name}" for name in (*handbook.teams, *handbook.roles)))

    def _names(self, prose: Prose, patterns: list[re.Pattern[str]]) -> Iterator[Finding]:
        for pattern in patterns:
            for found in pattern.finditer(prose.text):
                yield self.finding(
                    f"`{found[0]}` names a person.",
                    prose.spot(found),
                    "Say what the person is, such as `a girl of 15` or `the duty manager`.",
                )

    def _handles(self, prose: Prose, ours: frozenset[str]) -> Iterator[Finding]:
        for found in _HANDLE().finditer(prose.text):
            if found[0] not in ours:
                yield self.finding(
                    f"`{found[0]}` looks like the account of a person.",
                    prose.spot(found),
                    "Write `the account`; which one it is stands in the case.",
                )

    def _numbers(self, prose: Prose) -> Iterator[Finding]:
        for what, pattern in _NUMBERS.items():
            for found in pattern().finditer(prose.text):
                if _real(found[0], what):
                    yield self.finding(
                        f"This looks like {what}.", prose.spot(found), "Take it out; what is needed stands in the case."
                    )


def _patterns(writing: Writing) -> list[re.Pattern[str]]:
    """The patterns of names that may be found in a file."""
    found = [] if writing.words.isdisjoint(_NAMING) else [_TITLED()]
    found += [_NAMED()] * ("named " in writing.whole or "name is" in writing.whole)
    return found + [_CHINESE()] * any(each in writing.whole for each in ("先生", "女士", "小姐"))


def _real(text: str, what: str) -> bool:
    """Whether a number that has check digits or a range is really one of its kind."""
    if "card" in what:
        return _luhn([int(sign) for sign in text if sign.isdigit()])
    if "bank" in what:
        plain = text.replace(" ", "")
        turned = "".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])
        return int(turned) % _IBAN_MODULUS == 1
    if "internet" in what:
        return not text.startswith(_NOBODYS) and all(int(part) <= _LARGEST_BYTE for part in text.split("."))
    return True


def _luhn(digits: list[int]) -> bool:
    doubled = [digit if place % 2 == 0 else sum(divmod(digit * 2, 10)) for place, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0 and len(set(digits)) > 1
