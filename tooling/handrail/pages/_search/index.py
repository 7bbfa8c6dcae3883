"""The two files that a browser searches in: what answers at once, and the words of the texts, which come after it.

Both are made from the handbook alone and are the same bytes for the same handbook. Columns are lines of one text each:
they are smaller than tables, packed or not. Numbers in lists are differences to the number before, to base 36.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from handrail.ground.model import Handbook, Term
from handrail.pages import Site
from handrail.pages import _words as say
from handrail.pages._escape import plain
from handrail.pages._places import place
from handrail.pages._search.everyday import families
from handrail.pages._search.records import KINDS, Found, Place, beside, work
from handrail.pages._search.words import folded, root, says, units

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_AFFIXED = ("ms", "id")
"""Languages whose words grow at both ends."""
LONGEST_MENTION = 4
"""So many words a term may have to be looked for in texts."""


def index(site: Site) -> tuple[str, str]:
    """The script that answers at once (workflows, procedures, words), and the one with steps, texts and all others."""
    book, main, others = site.handbook, work(site), beside(site)
    places = [each for page in main for each in page.places]
    terms = {name: at for at, name in enumerate(book.terms)}
    said = [list(_phrases(term)) for term in book.terms.values()]
    texts = [_text(each) for each in places]
    first = {
        "kinds": KINDS,
        "teams": _teams(book, [*main, *others, *places]),
        "lands": _lands(book, [*main, *others]),
        "pages": _table([_page(page, terms) for page in main]),
        "terms": _column(term.term for term in book.terms.values()),
        "phrases": ["|".join(phrases) for phrases in said],
        "families": [" ".join(line) for line in families(_known(main, texts, said))],
        "often": book.front.often_asked if book.front else (),
    }
    more = {
        "pages": _table([_page(page, terms) for page in others]),
        "places": _table([_place(each) for each in places]),
        **_lists(book, texts),
    }
    print_ = sha256(f"{_json(first)}{_json(more)}".encode()).hexdigest()[:12]
    return _script("first", {"print": print_, **first}), _script("more", {"print": print_, **more})


def _teams(book: Handbook, rows: Iterable[Found | Place]) -> dict[str, str]:
    return {name: say.who(book, name) for name in sorted({row.team for row in rows} - {""})}


def _lands(book: Handbook, pages: Iterable[Found]) -> dict[str, str]:
    return {name: place(book, name) for name in sorted({each for page in pages for each in page.jurisdictions})}


def _script(part: str, data: Mapping[str, object]) -> str:
    return f"handrailSearch.{part}({_json(data)});\n"


def _json(data: Mapping[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _page(page: Found, terms: Mapping[str, int]) -> dict[str, str]:
    return {
        "path": page.path.replace(".md", ""),
        "title": page.title,
        "kind": str(KINDS.index(page.kind)),
        "name": page.name,
        "topic": page.topic,
        "number": page.number,
        "summary": " ".join(dict.fromkeys(units(page.summary))),
        "severity": page.severity,
        "team": page.team,
        "state": page.state,
        "lands": " ".join(page.jurisdictions),
        "terms": " ".join(str(terms[name]) for name in page.terms if name in terms),
        "weight": f"{page.weight:g}",
        "places": str(len(page.places)),
        "asked": "|".join(" ".join(_with_roots(language, phrase)) for language, phrase in page.asked),
    }


def _place(each: Place) -> dict[str, str]:
    return {
        "anchor": each.anchor,
        "title": each.title,
        "number": each.number,
        "time": each.time,
        "team": each.team,
        "also": " ".join(dict.fromkeys(units(each.also))),
        "lent": "1" if each.lent else "",
        "asked": "|".join(" ".join(filter(says, folded(phrase))) for phrase in each.asked),
    }


def _table(rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Rows as columns; of no rows there are none."""
    return {name: _column(row[name] for row in rows) for name in (rows[0] if rows else ())}


def _column(values: Iterable[str]) -> str:
    """One value a line."""
    return "\n".join(plain(value) for value in values)


def _phrases(term: Term) -> Iterator[str]:
    """The ways in which a term is said, without empty words; Malay words with their roots."""
    said = [("", word) for word in (term.term, *term.also)]
    said += term.names.items()
    said += [(language, phrase) for language, phrases in term.reporters_say.items() for phrase in phrases]
    yield from dict.fromkeys(" ".join(_with_roots(language, phrase)) for language, phrase in said)


def _with_roots(language: str, phrase: str) -> Iterator[str]:
    for word in filter(says, folded(phrase)):
        yield word
        if language in _AFFIXED and word.isascii() and root(word) != word:
            yield root(word)


def _known(pages: Iterable[Found], texts: Iterable[str], said: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(
        [
            *(unit for page in pages for unit in units(f"{page.title} {page.summary}")),
            *(unit for text in texts for unit in text.split()),
            *(unit for phrases in said for phrase in phrases for unit in units(phrase)),
        ]
    )


# ---- the words of steps and sections

TEXT = " | "
"""What parts the title of a place, its further words and its text."""


def _text(each: Place) -> str:
    title = "" if each.lent else each.title
    return TEXT.join(["", *(" ".join(units(part)) for part in (title, each.also, each.text, each.about)), ""])


def _lists(book: Handbook, texts: Sequence[str]) -> dict[str, object]:
    """Each word of a text with the places whose text has it; each term of the glossary with those that say it."""
    said, about = _by_word(texts, 3), _by_word(texts, 4)
    words = sorted(said | about)
    anywhere: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        for unit in dict.fromkeys(text.split()):
            anywhere.setdefault(unit, []).append(number)
    return {
        "words": " ".join(words),
        "lists": ",".join(_packed(said.get(word, ())) for word in words),
        "abouts": ",".join(_packed(about.get(word, ())) for word in words),
        "mentions": [_packed(_mentions(term, texts, anywhere)) for term in book.terms.values()],
    }


def _by_word(texts: Sequence[str], part: int) -> dict[str, list[int]]:
    """Each word of one part of the texts, with the numbers of the places that have it."""
    found: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        for unit in dict.fromkeys(text.split(TEXT)[part].split()):
            found.setdefault(unit, []).append(number)
    return found


def _packed(numbers: Iterable[int]) -> str:
    last, parts = 0, []
    for number in numbers:
        parts.append(_base36(number - last))
        last = number
    return " ".join(parts)


def _base36(number: int) -> str:
    digits = DIGITS[number % 36]
    while number := number // 36:
        digits = DIGITS[number % 36] + digits
    return digits


def _mentions(term: Term, texts: Sequence[str], anywhere: Mapping[str, Sequence[int]]) -> list[int]:
    """The steps and sections that say the term, in the words that we write."""
    found: set[int] = set()
    for words in (units(each) for each in (term.term, *term.also)):
        if _few(words):
            rarest = min((anywhere.get(word, ()) for word in words), key=len)
            found.update(number for number in rarest if f" {' '.join(words)} " in texts[number])
    return sorted(found)


def _few(words: Sequence[str]) -> bool:
    return 0 < len(words) <= LONGEST_MENTION
