"""unsafe-wording."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook
from handrail.rules import Example, Rule
from handrail.rules._prose import ENGLISH, Prose, everything, find_phrases
from handrail.rules._samples import PAGE, sop_file

_CRIME = "it names a crime as entertainment"
_BLAME = "it blames the person who was harmed"
_SUICIDE = "it speaks of suicide as of a crime or a success, which hurts and invites imitation"
_WORDS = {
    "child porn": (_CRIME, "child sexual abuse material"),
    "child pornography": (_CRIME, "child sexual abuse material"),
    "kiddie porn": (_CRIME, "child sexual abuse material"),
    "kid porn": (_CRIME, "child sexual abuse material"),
    "child prostitute": (_CRIME, "a child who is sexually exploited"),
    "child prostitution": (_CRIME, "sexual exploitation of children"),
    "underage sex": (_CRIME, "sexual abuse of a child"),
    "underage porn": (_CRIME, "child sexual abuse material"),
    "sex with a minor": (_CRIME, "sexual abuse of a child"),
    "sex with minors": (_CRIME, "sexual abuse of children"),
    "revenge porn": (_BLAME, "intimate images shared without consent"),
    "commit suicide": (_SUICIDE, "die by suicide"),
    "commits suicide": (_SUICIDE, "dies by suicide"),
    "committed suicide": (_SUICIDE, "died by suicide"),
    "committing suicide": (_SUICIDE, "dying by suicide"),
    "successful suicide": (_SUICIDE, "a death by suicide"),
    "failed suicide": (_SUICIDE, "a suicide attempt"),
    "failed suicide attempt": (_SUICIDE, "a suicide attempt"),
    "unsuccessful suicide": (_SUICIDE, "a suicide attempt"),
    "suicide epidemic": (_SUICIDE, "more suicides"),
    "brought it on herself": (_BLAME, "what the other person did"),
    "brought it on himself": (_BLAME, "what the other person did"),
    "brought it on themselves": (_BLAME, "what the other person did"),
    "attention seeking": (_BLAME, "a person who asks for help"),
    "attention-seeking": (_BLAME, "a person who asks for help"),
}


class UnsafeWording(Rule):
    """Words that hurt the people whom the handbook is meant to help.

    Some words name a crime as entertainment, blame the person who was harmed, or make a suicide sound like a deed or a
    success. Specialists pick up the words of their handbook and write them to users. What a glossary entry lists under
    `never-say` counts here too. What stands in quotation marks ("never say ...") is left alone, and so are the phrases
    that reporters use (`reporters-say`): the search finds them, and no page prints them.
    """

    group: ClassVar[str] = "words"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file("## Purpose\n\nSomebody writes that a friend committed suicide.\n"),
            at="committed suicide",
            file=PAGE,
            says="died by suicide",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(sop_file("## Purpose\n\nSomebody writes that a friend died by suicide.\n"), file=PAGE),
        Example(sop_file('## What to say\n\nNever say "committed suicide".\n'), file=PAGE),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Read everything but what repeats the words of others."""
        words = {**_never_said(handbook), **_WORDS}
        for writing in everything(handbook):
            maybe = writing.may_hold(tuple(words))
            for prose in writing.parts if maybe else ():
                if prose.language == ENGLISH:
                    yield from self._read(prose, maybe, words)

    def _read(self, prose: Prose, maybe: tuple[str, ...], words: Mapping[str, tuple[str, str]]) -> Iterator[Finding]:
        for found in find_phrases(maybe, prose.own_words):
            said = " ".join(found[0].split())
            why, instead = words[said.lower()]
            yield self.finding(
                f"`{said}` is not used in this handbook: {why}. Say {instead}.",
                prose.spot(found),
                "As a reporter's phrase it may stand under reporters-say: only the search reads it there.",
            )


def _never_said(handbook: Handbook) -> Mapping[str, tuple[str, str]]:
    return {
        " ".join(word.lower().split()): (f"the glossary says so under `{term.id}`", f"what it says there: {term.term}")
        for term in handbook.terms.values()
        for word in term.never_say
        if word.strip()
    }
