"""A page for each duty: what the law or the company asks for, how well that is known, and what carries it out."""

from collections.abc import Iterator

from handrail.ground.model import Control, Duty, Kind, Sop
from handrail.pages import Site, SitePage
from handrail.pages._escape import esc
from handrail.pages._evidence import evidence
from handrail.pages._parts import block, facts, items, line, page, section, table, to
from handrail.pages._places import place
from handrail.pages._words import day

_SAFE = ("https://", "http://")


def pages(site: Site) -> Iterator[SitePage]:
    """The list of duties by jurisdiction, and one page for each."""
    book = site.handbook
    if not book.duties:
        return
    here = "duties/index.md"
    parts = []
    for jurisdiction in dict.fromkeys(duty.jurisdiction for duty in book.duties.values()):
        rows = [
            (to(site, here, Kind.DUTY, duty.id), esc(duty.article), evidence(duty), str(len(serving(site, duty))))
            for duty in book.duties.values()
            if duty.jurisdiction == jurisdiction
        ]
        listed = table(("Duty", "Article", "Evidence", "Controls"), rows)
        parts.append(section(esc(place(site.handbook, jurisdiction)), listed))
    lead = "What laws, codes and our own policies ask for. Deadlines stand in the controls that serve a duty."
    yield page(here, "Duties", *parts, lead=lead, edit="register/duties.yml")
    for duty in book.duties.values():
        yield _page(site, duty)


def serving(site: Site, duty: Duty) -> tuple[Control, ...]:
    """The controls that serve a duty."""
    return tuple(control for control in site.handbook.controls.values() if duty.id in control.duties)


def _sops(site: Site, duty: Duty) -> tuple[Sop, ...]:
    return tuple(sop for sop in site.handbook.procedures.values() if duty.id in sop.duties)


def _page(site: Site, duty: Duty) -> SitePage:
    here = site.path(Kind.DUTY, duty.id)
    checked = day(duty.checked_on) if duty.checked_on else "Never"
    source = (
        f"[{esc(duty.source)}]({duty.source})"
        if duty.source.startswith(_SAFE) and _address(duty.source)
        else esc(duty.source)
    )
    dates = (
        ("Jurisdiction", esc(place(site.handbook, duty.jurisdiction))),
        ("Article", esc(duty.article)),
        (_since(site, duty), day(duty.in_force_on) if duty.in_force_on else ""),
        ("Ended on", day(duty.ended_on) if duty.ended_on else ""),
        ("Last changed", day(duty.updated_on) if duty.updated_on else ""),
        ("Text last looked at", checked),
        ("Source", source),
        ("Name", f"<code>{esc(duty.id)}</code>"),
    )
    controls = items("hr-list", (to(site, here, Kind.CONTROL, control.id) for control in serving(site, duty)))
    none = "No control serves this duty yet." if not _sops(site, duty) else ""
    return page(
        here,
        duty.title,
        line(evidence(duty), "hr-chips"),
        line(esc(duty.duty)),
        _to_confirm(duty),
        facts(dates),
        section("Controls that serve it", controls or line(none)),
        section(
            "Procedures that name it",
            items("hr-list", (to(site, here, Kind.PROCEDURE, s.id) for s in _sops(site, duty))),
        ),
        section("Notes", line(esc(duty.notes))),
        eyebrow=f"[Duties](index.md) / {esc(place(site.handbook, duty.jurisdiction))}",
        classes="hr-entry",
        edit="register/duties.yml",
    )


def _address(source: str) -> bool:
    return not any(sign in source for sign in " \"'<>(){}[]`\\")


def _to_confirm(duty: Duty) -> str:
    if duty.evidence == "verified" and not duty.to_confirm:
        return ""
    what = esc(duty.to_confirm) or "the whole entry"
    lead = "<b>To be confirmed by counsel:</b>"
    known = (
        ""
        if duty.evidence == "verified"
        else " It was written from knowledge; nobody has compared it with the text yet."
    )
    return block("hr-note warn", line(f"{lead} {what}.{known}".replace("..", ".")))


def _since(site: Site, duty: Duty) -> str:
    later = duty.in_force_on and duty.in_force_on > site.handbook.as_of
    return "Not in force before" if later else "In force since"
