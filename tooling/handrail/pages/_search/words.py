"""Words as the search compares them: folded, without endings. `handrail-search-folding.js` does the same."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_ACCENTS = re.compile("[\u0300-\u036f]")
_MARKS = "".join(
    chr(sign) for sign in (*range(0x300, 0x3100), *range(0xA66F, 0xAC00)) if unicodedata.category(chr(sign))[0] == "M"
)
"""Signs that belong to the letter before them, as in Tamil."""
_PIECES = re.compile(rf"(?:[^\W\d_]|[{_MARKS}])+|\d+")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
_CODE = re.compile(r"(?<![^\W_])[a-z]\d(?![^\W_])")
_VOWELS = frozenset("aeiouy")
_ENDINGS = (("ies", "y", 5), ("sses", "ss", 6), ("ing", "", 6), ("ed", "", 5), ("es", "", 5), ("s", "", 4))
"""An ending, what stands in its place, and how long a word must be to lose it."""
_KEPT = ("ss", "us", "is")
_FINAL = re.compile(r"[aeo]$")
SHORTEST_FINAL = 5
_BEFORE = ("meng", "mem", "men", "meny", "me", "peng", "pem", "pen", "per", "pe", "ber", "ter", "di", "ke", "se")
_AFTER = ("kan", "nya", "lah", "an", "i")
SHORTEST_ROOT = 4

STOP = frozenset(
    (  # noqa: SIM905 - as a list it would fill pages
        # English
        "a about after all also am an and any are as at be been but by can cant could d did do does doesn doing don "
        "dont for from get got had has have he her him his how i if im in into is isn it its just ll m may me must my "
        "no not now of off on or our out re s she should so some t than that the their them then there these they this "
        "to too up us ve was we were what when where which while who whom why will with would you your "
        # Malay
        "ada adalah akan apa apakah atau bagaimana bila boleh bukan buat dah dalam dan dari dengan di dia dlm dgn "
        "hendak ia ini itu jadi juga kalau kami ke kepada kita lagi lah macam mana mereka nak nk oleh pada pun saya sy "
        "sedang selepas siapa sudah tak tidak tu tp untuk yang yg "
        # Spanish
        "al algo como con cual cuando de del desde donde dos el ella en era es esa ese esta este esto estoy fue "
        "ha hace hacer han hasta hay la las le les lo los mas me mi mis muy ni nos o para pero por porque que "
        "quien se ser si sin sobre son su sus te tiene todo tu tus un una unos ya yo "
        # German
        "aber am auch auf aus bei beim bin das dass dein deine dem den der des dich dir du ein eine einem einen "
        "einer er es euch habe haben hat ich ihm ihn ihr im ist kann kein keine keinen konnen mein meine "
        "meinem meinen meiner mich mir mit muss nach nicht noch nur oder schon sein seine sich sie sind soll uber "
        "um und uns unter vom von wann warum wenn wer werden wie wir wird wo wurde zu zum zur "
        # French
        "ait as au aux avec avoir avez ce ces cet cette dans des dont donc du elle elles est et ete etre eux il "
        "ils je leur leurs lui ma mais mes moi mon ne nos notre nous ont ou par pas plus pour pourquoi quand que "
        "qui quoi quel quelle qu sa sans ses sont suis sur ta te tes toi ton tu une vos votre vous y"
    ).split()
)
"""Words that say nothing by themselves; a question of these alone keeps them."""


def folded(text: str) -> list[str]:
    """The words of a text, in small letters and without accents; letters and digits apart; Chinese as one stretch."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.lower().replace("\u00df", "ss")))
    return list(_folded(plain.replace("\u2019", "'").replace("'", "")))


def _folded(plain: str) -> Iterator[str]:
    at = 0
    for code in _CODE.finditer(plain):
        yield from _pieces(plain[at : code.start()])
        yield code[0]
        at = code.end()
    yield from _pieces(plain[at:])


def _pieces(plain: str) -> Iterator[str]:
    for piece in _PIECES.findall(plain):
        if piece[0].isdigit():
            yield piece.lstrip("0") or "0"
            continue
        at = 0
        for han in _HAN.finditer(piece):
            yield from filter(None, (piece[at : han.start()], han[0]))
            at = han.end()
        yield from filter(None, (piece[at:],))


def is_han(word: str) -> bool:
    """Whether a word is a stretch of Chinese signs."""
    return bool(_HAN.match(word))


def stem(word: str) -> str:
    """A word without the ending that changes with its use: `shared`, `shares` and `share` are one."""
    if not word.isascii() or word.isdigit():
        return word
    for ending, instead, least in _ENDINGS:
        if word.endswith(ending) and len(word) >= least and not word.endswith(_KEPT):
            short = word[: -len(ending)] + instead
            if not _VOWELS.intersection(short):
                break
            double = ending in ("ing", "ed") and len(short) > 3 and short[-1] == short[-2] and short[-1] not in "ls"  # noqa: PLR2004
            word = short[:-1] if double else short
            break
    return _FINAL.sub("", word) if len(word) >= SHORTEST_FINAL else word


def pairs(word: str) -> list[str]:
    """A stretch of Chinese as overlapping pairs, for it has no spaces."""
    return [word[at : at + 2] for at in range(len(word) - 1)] or [word]


@lru_cache(maxsize=1 << 15)
def units(text: str) -> tuple[str, ...]:
    """What a text is found by: stems without empty words, and pairs of Chinese signs."""
    said = (word for word in folded(text) if says(word))
    return tuple(unit for word in said for unit in (pairs(word) if is_han(word) else [stem(word)]))


def says(word: str) -> bool:
    """Whether a word says something by itself."""
    return word not in STOP and (len(word) > 1 or word.isdigit() or not word.isascii())


def root(word: str) -> str:
    """The root of a Malay word (`disebarkan`: `sebar`), or the word itself."""
    short = next((word[len(each) :] for each in _BEFORE if word.startswith(each)), word)
    short = short if len(short) >= SHORTEST_ROOT else word
    for each in _AFTER:
        if short.endswith(each) and len(short) - len(each) >= SHORTEST_ROOT:
            return short[: -len(each)]
    return short
