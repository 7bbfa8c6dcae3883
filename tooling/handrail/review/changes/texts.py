"""Messages language by language, and SOPs: their front matter, and the sections whose text is different."""

import re
from collections.abc import Iterator, Mapping

from handrail.ground.model import Kind, Message, Page, Sop
from handrail.review.changes import Change, Sort
from handrail.review.changes._fields import Value, compared
from handrail.review.changes._words import code, codes, plain, quote
from handrail.review.pair import Pair

ORDER = 60
_MESSAGES = (
    Value("to", "whom it is sent to"),
    Value("marks", "what sending it counts as", names=Kind.MARK),
    Value("owner", "the owner", names=Kind.TEAM),
    Value("title", "the title", words=True),
)
_SOPS = (
    Value("owner", "the owner", names=Kind.TEAM),
    Value("audience", "for whom it is", names=Kind.TEAM),
    Value("duties", "the duties", names=Kind.DUTY),
    Value("review_every", "how often it is reviewed"),
    Value("last_reviewed", "the day of the last review"),
    Value("exposure", "what people see"),
    Value("draft", "that it is a draft"),
    Value("retired_on", "the day from which it is retired"),
    Value("replaced_by", "what takes its place", names=Kind.PROCEDURE),
    Value("metrics", "what is measured"),
    Value("terms", "the words that it explains", words=True),
    Value("asked_as", "the words by which the search finds it", words=True),
    Value("title", "the title", words=True),
    Value("summary", "the summary", words=True),
    Value("number", "the number", words=True),
)


def changes(pair: Pair) -> Iterator[Change]:
    """What is different about each text."""
    yield from compared(pair, Kind.MESSAGE, "message", _MESSAGES)
    for old, new in pair.both(Kind.MESSAGE):
        yield from _languages(pair.before.messages[old], pair.after.messages[new])
    yield from compared(pair, Kind.PROCEDURE, "procedure", _SOPS)
    for old, new in pair.both(Kind.PROCEDURE):
        yield from _sop(pair.before.procedures[old], pair.after.procedures[new])


def _languages(was: Message, now: Message) -> Iterator[Change]:
    came = [language for language in now.text if language not in was.text]
    went = [language for language in was.text if language not in now.text]
    if came:
        says = f"{code(now.id)}: it can now be sent in {codes(came)}."
        yield Change(Sort.ADDED, Kind.MESSAGE, now.id, says, now.place.at("text", came[0]))
    if went:
        says = f"{code(now.id)}: it can no longer be sent in {codes(went)}."
        yield Change(Sort.REMOVED, Kind.MESSAGE, now.id, says, now.place.at("text"))
    kept = [language for language in now.text if language in was.text]
    for language in (each for each in kept if now.text[each] != was.text[each]):
        other = _differently(was.text[language], now.text[language])
        says = f"{code(now.id)}: the text in {code(language)} is different: {other}."
        yield Change(Sort.CHANGED, Kind.MESSAGE, now.id, says, now.place.at("text", language))
    for name in dict.fromkeys((*now.placeholders, *was.placeholders)):
        if (name in now.placeholders) != (name in was.placeholders):
            verb = "is filled in now" if name in now.placeholders else "is no longer filled in"
            yield Change(
                Sort.CHANGED,
                Kind.MESSAGE,
                now.id,
                f"{code(now.id)}: {code(name)} {verb}.",
                now.place.at("placeholders"),
            )
    for name in dict.fromkeys((*now.choices, *was.choices)):
        yield from _choices(now, name, was.choices.get(name, {}), now.choices.get(name, {}))


def _choices(
    message: Message, name: str, was: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]
) -> Iterator[Change]:
    place = message.place.at("choices", name) if name in message.choices else message.place.at("title")
    came, went = [each for each in now if each not in was], [each for each in was if each not in now]
    lead = f"{code(message.id)}: for {code(name)}"
    if came:
        yield Change(Sort.ADDED, Kind.MESSAGE, message.id, f"{lead} one can now choose {codes(came, 'or')}.", place)
    if went:
        yield Change(
            Sort.REMOVED, Kind.MESSAGE, message.id, f"{lead} one can no longer choose {codes(went, 'or')}.", place
        )
    came = list(
        dict.fromkeys(language for each in now if each in was for language in now[each] if language not in was[each])
    )
    if came:
        yield Change(
            Sort.ADDED, Kind.MESSAGE, message.id, f"{lead} the choices can now be said in {codes(came)}.", place
        )
    other = [
        each
        for each in now
        if each in was and any(was[each].get(lang, text) != text for lang, text in now[each].items())
    ]
    if other:
        yield Change(
            Sort.CHANGED, Kind.MESSAGE, message.id, f"{lead} the words of {codes(other)} are different.", place
        )


def _differently(before: str, after: str) -> str:
    """The part of a text that is different, before and now."""
    old, new = before.split(), after.split()
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    start = max(first - 3, 0)
    parts = [" ".join(each[start : len(each) - max(last - 2, 0)]) for each in (new, old)]
    if not parts[0].strip() or not parts[1].strip():
        return "only its lines are broken differently"
    return f"now {quote(parts[0])}, before: {quote(parts[1])}"


# ---- SOPs


def _sop(was: Sop, now: Sop) -> Iterator[Change]:
    if was.place.path != now.place.path and was.id == now.id:
        says = f"The file moved from {code(was.place.path)} to {code(now.place.path)}."
        yield Change(Sort.MOVED, Kind.PROCEDURE, now.id, says, now.place)
    known = {(change.starts, change.what) for change in was.changes}
    for change in now.changes:
        if (change.starts, change.what) not in known:
            by = f", approved by {codes(change.approved_by)}" if change.approved_by else ", and nobody approved it yet"
            sort = Sort.CHANGED if change.material else Sort.REWORDED
            says = f"{code(now.id)}: its list of changes says, from {change.starts}: {quote(change.what)}{by}."
            yield Change(sort, Kind.PROCEDURE, now.id, says, change.place)
    yield from _approvals(was, now)
    old, new = _sections(was.page), _sections(now.page)
    for title in dict.fromkeys((*new, *old)):
        if title not in new:
            yield Change(
                Sort.REMOVED, Kind.PROCEDURE, now.id, f"{code(now.id)}: the section {quote(title)} is gone.", now.place
            )
        elif title not in old:
            yield Change(
                Sort.ADDED,
                Kind.PROCEDURE,
                now.id,
                f"{code(now.id)}: there is a new section, {quote(title)}.",
                now.place,
            )
        elif _flat(old[title]) != _flat(new[title]):
            where = f"in the section {quote(title)}" if title else "before the first section"
            says = f"{code(now.id)}: the text {where} is different: {_differently(old[title], new[title])}."
            yield Change(Sort.CHANGED, Kind.PROCEDURE, now.id, says, now.place)
    if list(new) != list(old) and set(new) == set(old):
        yield Change(
            Sort.MOVED, Kind.PROCEDURE, now.id, f"{code(now.id)}: its sections stand in another order.", now.place
        )


def _approvals(was: Sop, now: Sop) -> Iterator[Change]:
    """Who approved an entry that stood there before: that changes what is known about it, and nothing that happens."""
    known = {(change.starts, change.what): {each.by: each for each in change.approvals} for change in was.changes}
    for change in now.changes:
        before = known.get((change.starts, change.what))
        if before is None:
            continue
        place, lead = change.place.at("approved-by"), f"{code(now.id)}, the change of {change.starts}:"
        after = {each.by: each for each in change.approvals}
        for name, approval in after.items():
            if approval != before.get(name):
                to = f"{code(approval.content)} on {approval.on}" if approval.content else "it, without a fingerprint"
                yield Change(Sort.REWORDED, Kind.PROCEDURE, now.id, f"{lead} {code(name)} approved {to}.", place)
        gone = [name for name in before if name not in after]
        if gone:
            says = f"{lead} {codes(gone)} no longer {'stands' if len(gone) == 1 else 'stand'} among those who approved."
            yield Change(Sort.CHANGED, Kind.PROCEDURE, now.id, says, change.place)


def _sections(page: Page) -> Mapping[str, str]:
    """The text of each section by its title, the titles of its parts before it."""
    lines = page.text.split("\n")
    marks = [(heading.place.span.line - page.line, heading) for heading in page.headings if heading.place.span]
    ends = [*(start for start, _ in marks[1:]), len(lines)]
    found = {"": "\n".join(lines[: marks[0][0] if marks else len(lines)])}
    above: list[tuple[int, str]] = []
    for (start, heading), end in zip(marks, ends, strict=False):
        above = [*(each for each in above if each[0] < heading.level), (heading.level, plain(heading.text))]
        name = " / ".join(text for _, text in above)
        found[name] = found.get(name, "") + "\n".join(lines[start + 1 : end])
    return found if found[""].strip() else {name: text for name, text in found.items() if name}


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
