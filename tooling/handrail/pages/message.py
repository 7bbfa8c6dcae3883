"""A page for each message: its text in every language, its blanks, who sends it, when it was checked. And the list."""

from collections.abc import Iterator, Mapping

from handrail.ground.model import Kind, Message
from handrail.pages import Site, SitePage, later
from handrail.pages._escape import esc
from handrail.pages._languages import direction, language, named
from handrail.pages._letter import letter
from handrail.pages._parts import facts, line, page, section, span, table, to, worker
from handrail.pages._places import with_capitals
from handrail.pages._used import used
from handrail.pages._words import day, mark, spaced, upper, who
from handrail.reasoning.uses import How


def pages(site: Site) -> Iterator[SitePage]:
    """The list of messages by reader, and one page for each."""
    book = site.handbook
    if not book.messages:
        return
    here = "messages/index.md"
    parts = []
    for reader in dict.fromkeys(message.to for message in book.messages.values()):
        rows = [
            (to(site, here, Kind.MESSAGE, message.id), esc(named(message.text)), worker(site, here, message.owner))
            for message in book.messages.values()
            if message.to == reader
        ]
        parts.append(section(esc(upper(f"to {who(book, reader)}")), table(("Message", "Languages", "Owner"), rows)))
    lead = (
        "Approved texts, in every language in which they may be sent. Fill in what is marked, and change nothing else."
    )
    yield page(here, "Messages", *parts, lead=lead)
    for message in book.messages.values():
        yield later(site.path(Kind.MESSAGE, message.id), message.place.path, _page, site, message)


def _page(site: Site, message: Message) -> SitePage:
    book, here = site.handbook, site.path(Kind.MESSAGE, message.id)
    chips = (
        span(f"to {esc(who(book, message.to))}", "hr-chip"),
        span(worker(site, here, message.owner), "hr-chip") if message.owner else "",
    )
    blanks = [(f"<b>{esc(spaced(book, name))}</b>", esc(says)) for name, says in message.placeholders.items()]
    return page(
        here,
        message.title,
        line(" ".join(chip for chip in chips if chip), "hr-chips"),
        letter(book, message),
        section("What to fill in", table(("Blank", "With what"), blanks)),
        *(_choice(site, message, name) for name in message.choices),
        _sent(site, here, message),
        section("Checked", table(("Language", "Last checked", "Is it as new as the first?"), _checked(message))),
        facts(
            (
                ("Once it is sent", " ".join(_said(site, here, name) for name in message.marks)),
                ("Name", f"<code>{esc(message.id)}</code>"),
            )
        ),
        eyebrow="[Messages](index.md)",
        boost=1.0,
        classes="hr-entry",
        edit=message.place.path,
    )


def _said(site: Site, here: str, name: str) -> str:
    return to(site, here, Kind.MARK, name, esc(mark(site.handbook, name)))


def _sent(site: Site, here: str, message: Message) -> str:
    titles = {How.NAMES: "Who sends it", How.CARRIES: "Who sends it", How.REACHES: "Who sends it"}
    return used(site, here, Kind.MESSAGE, message.id, titles) or section("Who sends it", line("No step sends it yet."))


def _choice(site: Site, message: Message, name: str) -> str:
    """What may stand in the place of a choice: each option opens to its words in every language."""
    options = "".join(_option(site, option, texts) for option, texts in message.choices[name].items())
    return section(f"Choose: {esc(spaced(site.handbook, name))}", f'<div class="hr-choices">{options}</div>')


def _option(site: Site, option: str, texts: Mapping[str, str]) -> str:
    first = esc(next(iter(texts.values()), ""))
    rows = "".join(
        f'<div><dt>{esc(language(code))}</dt><dd lang="{esc(code)}" dir="{direction(code)}">{esc(words)}</dd></div>'
        for code, words in texts.items()
    )
    name = esc(upper(with_capitals(spaced(site.handbook, option))))
    summary = f"<summary><b>{name}</b> <small>{first}</small></summary>"
    return f"<details>{summary}<dl>{rows}</dl></details>"


def _checked(message: Message) -> Iterator[tuple[str, str, str]]:
    first = next(iter(message.text), "")
    newest = message.checked.get(first)
    for code in message.text:
        date = message.checked.get(code)
        stale = span("older than the first text", "hr-chip warn") if date and newest and date < newest else "Yes"
        yield esc(language(code)), day(date) if date else "not yet", stale
