"""Jurisdictions by the names of their countries. The answer of the fact says more: what it means for a case."""

import re

from handrail.ground.model import Handbook
from handrail.pages._words import answer

_NAMES = {
    "AU": "Australia",
    "BR": "Brazil",
    "CA": "Canada",
    "CH": "Switzerland",
    "CN": "China",
    "DE": "Germany",
    "ES": "Spain",
    "EU": "European Union",
    "FR": "France",
    "GB": "United Kingdom",
    "HK": "Hong Kong",
    "ID": "Indonesia",
    "IE": "Ireland",
    "IN": "India",
    "IT": "Italy",
    "JP": "Japan",
    "KR": "South Korea",
    "MX": "Mexico",
    "MY": "Malaysia",
    "NL": "Netherlands",
    "NZ": "New Zealand",
    "PH": "Philippines",
    "PL": "Poland",
    "SG": "Singapore",
    "TH": "Thailand",
    "TR": "Türkiye",
    "TW": "Taiwan",
    "UK": "United Kingdom",
    "US": "United States",
    "VN": "Vietnam",
    "ZA": "South Africa",
    "company": "Our own policy",
}


def place(book: Handbook, jurisdiction: str) -> str:
    """What a jurisdiction is called. Not escaped."""
    return _NAMES.get(jurisdiction) or answer(book, "jurisdiction", jurisdiction)


def with_capitals(words: str) -> str:
    """The words of a name, with the names of countries as they are written: `in Malaysia`."""
    return _SMALL.sub(lambda found: _COUNTRIES[found[0]], words)


_COUNTRIES = {name.lower(): name for code, name in _NAMES.items() if code.isupper()}
_SMALL = re.compile(rf"\b(?:{'|'.join(_COUNTRIES)})\b")
