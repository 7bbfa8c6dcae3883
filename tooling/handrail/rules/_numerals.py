"""Numbers in running text, in figures or in words of the languages that messages are written in."""

import re
from collections import Counter
from collections.abc import Mapping

from handrail.rules._lazy import lazily

_FIGURES = lazily(r"\d+(?:[.,\u00a0\u202f]\d{3}(?!\d))*")
_AFTERNOON = lazily(
    r"(?<!\d)(1[01]|[1-9])(?:[:.]\d\d)?\s?p\.?\s?m\b|(?:下午|晚上|傍晚)(1[01]|[1-9])(?!\d)", re.IGNORECASE
)
_HAN = lazily("[一二两三四五六七八九十百]+")
_HAN_DIGITS = {sign: number for number, sign in enumerate("一二三四五六七八九", start=1)} | {"两": 2}
_HALF_DAY = 12
_WORDS: Mapping[str, tuple[str, ...]] = {
    "en": ("one|once|a|an", "two|twice", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    "de": (
        "ein|eine|einen|einem|einer|eines|einmal", "zwei|zweimal", "drei", "vier", "fünf", "sechs", "sieben", "acht",
        "neun", "zehn",
    ),
    "fr": ("un|une|l", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
    "es": ("un|una|uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"),
    "ms": (
        "satu|sekali|sehari|sejam|seminggu|sebulan|setahun|seorang|sebuah", "dua", "tiga", "empat", "lima", "enam",
        "tujuh", "lapan", "sembilan", "sepuluh",
    ),
}  # fmt: skip
"""The words for one, two, three and so on."""
_MORE: Mapping[str, Mapping[int, str]] = {
    "en": {11: "eleven", 12: "twelve|noon", 14: "fortnight|fourteen", 24: "twenty-four"},
    "de": {11: "elf", 12: "zwölf|mittag", 24: "vierundzwanzig"},
    "fr": {11: "onze", 12: "douze|midi", 24: "vingt-quatre"},
    "es": {11: "once", 12: "doce|mediodía", 24: "veinticuatro"},
    "ms": {11: "sebelas", 12: "dua belas", 24: "dua puluh empat"},
}


def numbers(text: str) -> Counter[int]:
    """The numbers that a text has in figures, but for zero; 2 p.m. is 14."""
    found: Counter[int] = Counter()
    late = {each.start(1) if each[1] else each.start(2) for each in _AFTERNOON().finditer(text)}
    for each in _FIGURES().finditer(text):
        number = int(re.sub(r"\D", "", each[0])) + (_HALF_DAY if each.start() in late else 0)
        if number:
            found[number] += 1
    return found


def in_words(number: int, text: str, language: str) -> bool:
    """Whether a text has a number in words. A language that is not known here may always have it."""
    if language == "zh":
        return any(_han(found) == number for found in _HAN().findall(text))
    words = _WORDS.get(language)
    if words is None:
        return True
    said = words[number - 1] if number <= len(words) else _MORE[language].get(number, "")
    return bool(said and re.search(rf"(?<!\w)(?:{said})(?!\w)", text, re.IGNORECASE))


def _han(signs: str) -> int:
    """The number that a few Chinese signs stand for: 三, 十二, 二十四."""
    tens, ten, ones = signs.rpartition("十")
    if not ten:
        return _HAN_DIGITS.get(signs, 0)
    return 10 * (_HAN_DIGITS.get(tens, 0) if tens else 1) + (_HAN_DIGITS.get(ones, 0) if ones else 0)
