"""Which languages a handbook speaks: those of its hubs, of the question about the language, and of its severities."""

from handrail.ground.model import Handbook

LEARNED = "language"
"""The fact that says which language somebody speaks."""


def known_languages(handbook: Handbook) -> frozenset[str]:
    """The languages of a handbook; none where nothing says so."""
    known = {language for hub in handbook.hubs.values() for language in hub.languages}
    if LEARNED in handbook.facts:
        known |= set(handbook.facts[LEARNED].answers)
    return frozenset(
        known | {language for level in handbook.severities.values() for language in level.languages if known}
    )
