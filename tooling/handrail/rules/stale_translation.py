"""stale-translation."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Related, Severity
from handrail.ground.model import Handbook, Message
from handrail.rules import Example, Rule
from handrail.rules._placeholders import source_language
from handrail.rules._samples import MESSAGE, message_file

_TEXT = "text:\n  en: We found it.\n  de: Es ist da.\n"


class StaleTranslation(Rule):
    """A translation that was last checked before the text that it translates was changed.

    The two may now promise different things, and nobody would notice. Under `checked` the date of the source says when
    it was last changed, the date of every other language when it was last compared with it.
    """

    group: ClassVar[str] = "words"
    severity: ClassVar[Severity] = Severity.WARNING
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            message_file(f"{_TEXT}checked: {{en: 2026-10-12, de: 2026-08-01}}\n"),
            at="2026-08-01",
            file=MESSAGE,
            says="changed on 2026-10-12",
        ),
        Example(
            message_file(f"{_TEXT}checked: {{en: 2026-10-12}}\n"), at="{en: 2026-10-12}", file=MESSAGE, says="never"
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(message_file(f"{_TEXT}checked: {{en: 2026-10-12, de: 2026-10-12}}\n"), file=MESSAGE),
    )

    def check_message(self, message: Message, handbook: Handbook) -> Iterator[Finding]:
        """Compare the dates of the translations with that of the source."""
        source = source_language(message)
        changed = message.checked.get(source)
        for language in message.text:
            checked = message.checked.get(language)
            if checked is None:
                says = f"The {language} text was never checked, or nobody wrote down when."
                yield self.finding(
                    says, message.place.at("checked"), f"Read it, then write `{language}:` and the date."
                )
            elif changed and checked < changed:
                yield self.finding(
                    f"The {source} text was changed on {changed}, the {language} text was last checked on {checked}.",
                    message.place.at("checked", language),
                    f"Compare them, then set the date of {language}.",
                    related=(Related(message.place.at("checked", source), "changed here"),),
                )
