"""unsafe-wording."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook
from handrail.rules import Example
from handrail.rules._prose import ENGLISH, Prose, WordRule, Writing, find_phrases
from handrail.rules._samples import MESSAGE, PAGE, message_file, sop_file

_CRIME = "it names a crime as entertainment"
_BLAME = "it blames the person who was harmed"
_SUICIDE = "it speaks of suicide as of a crime or a success, which hurts and invites imitation"
_ENGLISH: Mapping[str, tuple[str, str]] = {
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
    "sex with a child": (_CRIME, "sexual abuse of a child"),
    "sex with children": (_CRIME, "sexual abuse of children"),
    "child porno": (_CRIME, "child sexual abuse material"),
    "teen porn": (_CRIME, "child sexual abuse material"),
    "rape porn": (_CRIME, "recorded sexual violence"),
    "child sex tourism": (_CRIME, "sexual exploitation of children by travellers"),
    "non-consensual sex": (_CRIME, "rape"),
    "nonconsensual sex": (_CRIME, "rape"),
    "revenge pornography": (_BLAME, "intimate images shared without consent"),
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
    "completed suicide": (_SUICIDE, "died by suicide"),
    "completes suicide": (_SUICIDE, "dies by suicide"),
    "botched suicide": (_SUICIDE, "a suicide attempt"),
    "suicidal gesture": (_SUICIDE, "a suicide attempt"),
    "cry for attention": (_BLAME, "a person who asks for help"),
    "was asking for it": (_BLAME, "what the other person did"),
    "were asking for it": (_BLAME, "what the other person did"),
    "should have known better": (_BLAME, "what the other person did"),
    "fell for a scam": (_BLAME, "was deceived"),
    "fell for the scam": (_BLAME, "was deceived"),
    "illegal immigrant": (_BLAME, "a person without papers"),
    "illegal immigrants": (_BLAME, "people without papers"),
}
_GERMAN = {
    "kinderpornografie": (_CRIME, "Darstellungen sexuellen Missbrauchs von Kindern"),
    "kinderpornographie": (_CRIME, "Darstellungen sexuellen Missbrauchs von Kindern"),
    "kinderpornos": (_CRIME, "Darstellungen sexuellen Missbrauchs von Kindern"),
    "sex mit kindern": (_CRIME, "sexueller Missbrauch von Kindern"),
    "sex mit minderjährigen": (_CRIME, "sexueller Missbrauch Minderjähriger"),
    "rachepornos": (_BLAME, "intime Bilder ohne Einwilligung"),
    "racheporno": (_BLAME, "intime Bilder ohne Einwilligung"),
    "selbstmord": (_SUICIDE, "Suizid"),
    "selbstmordversuch": (_SUICIDE, "Suizidversuch"),
    "selbstmordgedanken": (_SUICIDE, "Suizidgedanken"),
    "selbstmord begangen": (_SUICIDE, "durch Suizid gestorben"),
    "freitod": (_SUICIDE, "Suizid"),
}
_FRENCH = {
    "pornographie enfantine": (_CRIME, "images d'abus sexuels d'enfants"),
    "pornographie infantile": (_CRIME, "images d'abus sexuels d'enfants"),
    "pédopornographie": (_CRIME, "images d'abus sexuels d'enfants"),
    "pédopornographique": (_CRIME, "d'abus sexuels d'enfants"),
    "tourisme sexuel": (_CRIME, "exploitation sexuelle par des voyageurs"),
    "revenge porn": (_BLAME, "images intimes diffusées sans consentement"),
    "vengeance pornographique": (_BLAME, "images intimes diffusées sans consentement"),
    "commettre un suicide": (_SUICIDE, "mourir par suicide"),
    "commis un suicide": (_SUICIDE, "mort par suicide"),
    "suicide réussi": (_SUICIDE, "décès par suicide"),
    "suicide raté": (_SUICIDE, "tentative de suicide"),
    "l'a bien cherché": (_BLAME, "ce que l'autre personne a fait"),
}
_SPANISH = {
    "pornografía infantil": (_CRIME, "material de abuso sexual infantil"),
    "porno infantil": (_CRIME, "material de abuso sexual infantil"),
    "prostitución infantil": (_CRIME, "explotación sexual de menores"),
    "turismo sexual": (_CRIME, "explotación sexual por viajeros"),
    "pornovenganza": (_BLAME, "imágenes íntimas difundidas sin consentimiento"),
    "porno vengativo": (_BLAME, "imágenes íntimas difundidas sin consentimiento"),
    "cometer suicidio": (_SUICIDE, "morir por suicidio"),
    "cometió suicidio": (_SUICIDE, "murió por suicidio"),
    "suicidio consumado": (_SUICIDE, "muerte por suicidio"),
    "suicidio exitoso": (_SUICIDE, "muerte por suicidio"),
    "suicidio fallido": (_SUICIDE, "intento de suicidio"),
    "se lo buscó": (_BLAME, "lo que hizo la otra persona"),
}
_MALAY = {
    "pornografi kanak-kanak": (_CRIME, "bahan penderaan seksual kanak-kanak"),
    "lucah kanak-kanak": (_CRIME, "bahan penderaan seksual kanak-kanak"),
    "pelacur kanak-kanak": (_CRIME, "kanak-kanak yang dieksploitasi secara seksual"),
    "pornografi balas dendam": (_BLAME, "imej intim yang dikongsi tanpa kebenaran"),
    "melakukan bunuh diri": (_SUICIDE, "meninggal dunia akibat bunuh diri"),
    "jenayah bunuh diri": (_SUICIDE, "bunuh diri"),
    "gagal bunuh diri": (_SUICIDE, "cubaan bunuh diri"),
    "berjaya bunuh diri": (_SUICIDE, "meninggal dunia akibat bunuh diri"),
}
_CHINESE = {
    "儿童色情": (_CRIME, "儿童性侵害内容"),
    "童妓": (_CRIME, "遭受性剥削的儿童"),
    "雏妓": (_CRIME, "遭受性剥削的儿童"),
    "色情报复": (_BLAME, "未经同意传播的私密影像"),
    "复仇色情": (_BLAME, "未经同意传播的私密影像"),
    "自杀成功": (_SUICIDE, "因自杀去世"),
    "自杀失败": (_SUICIDE, "曾尝试自杀"),
    "畏罪自杀": (_SUICIDE, "因自杀去世"),
    "咎由自取": (_BLAME, "对方的所作所为"),
}
_WORDS = {
    ENGLISH: _ENGLISH, "de": _GERMAN, "fr": _FRENCH, "es": _SPANISH, "ms": _MALAY, "zh": _CHINESE,
}  # fmt: skip
"""By language: what is not said, why not, and what is said instead."""


class UnsafeWording(WordRule):
    """Words that hurt the people whom the handbook is meant to help.

    Some words name a crime as entertainment, blame the person who was harmed, or make a suicide sound like a deed or a
    success. Specialists pick up the words of their handbook and write them to users. What a glossary entry lists under
    `never-say` counts here too. What stands in quotation marks ("never say ...") is left alone, and so are the phrases
    that reporters use (`reporters-say`): the search finds them, and no page prints them. Messages are read in English,
    German, French, Spanish, Malay and Chinese.
    """

    group: ClassVar[str] = "words"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file("## Purpose\n\nSomebody writes that a friend committed suicide.\n"),
            at="committed suicide",
            file=PAGE,
            says="died by suicide",
        ),
        Example(
            message_file(
                "text:\n  en: We read it.\n  de: Wir lasen von Selbstmord.\nchecked: {en: 2026-11-02, de: 2026-11-02}\n"
            ),
            at="Selbstmord",
            file=MESSAGE,
            says="Say Suizid",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(sop_file("## Purpose\n\nSomebody writes that a friend died by suicide.\n"), file=PAGE),
        Example(sop_file('## What to say\n\nNever say "committed suicide".\n'), file=PAGE),
    )

    def check_writing(self, writing: Writing, handbook: Handbook) -> Iterator[Finding]:
        """Read everything but what repeats the words of others."""
        words, every = _not_said(handbook)
        maybe = writing.may_hold(every)
        for prose in writing.parts if maybe else ():
            own = words.get(prose.language, {})
            here = tuple(phrase for phrase in maybe if phrase in own)
            yield from self._read(prose, here, own) if here else ()

    def _read(self, prose: Prose, maybe: tuple[str, ...], words: Mapping[str, tuple[str, str]]) -> Iterator[Finding]:
        for found in find_phrases(maybe, prose.own_words):
            said = " ".join(found[0].split())
            why, instead = words[said.lower()]
            yield self.finding(
                f"`{said}` is not used in this handbook: {why}. Say {instead}.",
                prose.spot(found),
                "As a reporter's phrase it may stand under reporters-say: only the search reads it there.",
            )


@lru_cache(maxsize=2)
def _not_said(handbook: Handbook) -> tuple[Mapping[str, Mapping[str, tuple[str, str]]], tuple[str, ...]]:
    """By language what is not said, and all such phrases."""
    words = {**_WORDS, ENGLISH: {**_never_said(handbook), **_ENGLISH}}
    return words, tuple(dict.fromkeys(phrase for phrases in words.values() for phrase in phrases))


def _never_said(handbook: Handbook) -> Mapping[str, tuple[str, str]]:
    return {
        " ".join(word.lower().split()): (f"the glossary says so under `{term.id}`", f"what it says there: {term.term}")
        for term in handbook.terms.values()
        for word in term.never_say
        if word.strip()
    }
