"""language-missing."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import Handbook, Message, Names, Workflow
from handrail.ground.nearest import words
from handrail.reasoning.graph import handed_to, runs
from handrail.rules import Example, Rule
from handrail.rules._placeholders import senders
from handrail.rules._samples import MESSAGE, message_file

_INSIDE = ("reporter", "uploader")
_SEVERITIES = """\
P3:
  title: A parcel like most
  accept: 4 hours
  update-every: 2 days
  promises: {close: 7 days}
  languages: [en, de]
"""


class LanguageMissing(Rule):
    """A message that does not exist in a language in which it may have to be sent.

    A severity says in which languages messages to people outside must exist: in an urgent case there is no time to have
    something translated. The finding names the languages that are missing. Ask for the translation; until it is there,
    the step must lead to somebody who can translate.
    """

    group: ClassVar[str] = "words"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            message_file("text:\n  en: We found it.\nchecked: {en: 2026-11-02}\n"),
            at="en: We found it.",
            file=MESSAGE,
            also={"register/severities.yml": _SEVERITIES},
            says="missing is de",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            message_file("text:\n  en: We found it.\n  de: Es ist da.\nchecked: {en: 2026-11-02, de: 2026-11-02}\n"),
            file=MESSAGE,
            also={"register/severities.yml": _SEVERITIES},
        ),
    )

    def check_message(self, message: Message, handbook: Handbook) -> Iterator[Finding]:
        """Compare the languages of a message with those of the severities at which it is sent."""
        yield from self._choices(message)
        if message.to not in _INSIDE:
            return
        levels = sorted(
            {level for workflow, _ in senders(handbook).get(message.id, ()) for level in severities(workflow, handbook)}
        )
        for level in levels:
            needed = handbook.severities[level].languages if level in handbook.severities else ()
            missing = [language for language in needed if language not in message.text]
            if missing:
                yield self.finding(
                    f"This message is sent in a {level} workflow, which needs {', '.join(needed)}; "
                    f"missing {'is' if len(missing) == 1 else 'are'} {', '.join(missing)}.",
                    message.place.at("text"),
                    "Have it translated; until then the step must lead to somebody who can translate.",
                    related=(Related(handbook.severities[level].place.at("languages"), f"what {level} needs"),),
                )
                return

    def _choices(self, message: Message) -> Iterator[Finding]:
        for choice, options in message.choices.items():
            for option, texts in options.items():
                missing = [language for language in message.text if language not in texts]
                if missing:
                    yield self.finding(
                        f"The choice `{option}` of `{choice}` has no words in {words(missing)}, and the message has.",
                        message.place.key("choices", choice, option),
                        "Have it translated too.",
                    )


@lru_cache(maxsize=4096)
def severities(workflow: Workflow, handbook: Handbook) -> Names:
    """The severities that a case can have in a workflow: its own, or those of whoever leads there."""
    files = _files(handbook)
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [workflow]
    while waiting:
        one = waiting.pop()
        if one.id in seen:
            continue
        seen.add(one.id)
        if one.severity:
            found.add(one.severity)
            continue
        waiting += [caller for caller, _ in runs(handbook).get(one.id, ())]
        waiting += [files[way.place.path] for way in handed_to(handbook).get(one.id, ())]
    return tuple(sorted(found))


@lru_cache(maxsize=4)
def _files(handbook: Handbook) -> Mapping[str, Workflow]:
    return {workflow.place.path: workflow for workflow in handbook.workflows.values()}
