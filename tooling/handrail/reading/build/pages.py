"""SOPs and the front page."""

from typing import Any

from handrail.ground.model import Approval, Change, FrontPage, Page, Sop
from handrail.reading.build.values import day, length, names, said, yes
from handrail.reading.document import Document


def sop(document: Document) -> Sop:
    """The SOP that a document holds."""
    data: dict[str, Any] = document.data  # type: ignore[assignment]
    top = document.top
    changes = enumerate(data.get("changes", ()))
    return Sop(
        id=document.slot.id,
        area=document.slot.area,
        place=top,
        title=said(data, "title"),
        summary=said(data, "summary"),
        number=said(data, "number"),
        owner=said(data, "owner"),
        audience=names(data.get("audience")),
        review_every=length(data, "review-every"),
        metrics=names(data.get("metrics")),
        terms=names(data.get("terms")),
        changes=tuple(
            Change(
                top.at("changes", n),
                day(entry.get("from")),
                said(entry, "what"),
                said(entry, "kind"),
                _approvals(entry.get("approved-by")),
                said(entry, "by"),
            )
            for n, entry in changes
        ),
        last_reviewed=day(data.get("last-reviewed")),
        draft=yes(data.get("draft")),
        retired_on=day(data.get("retired-on")),
        replaced_by=said(data, "replaced-by"),
        duties=names(data.get("duties")),
        exposure=said(data, "exposure"),
        formerly=names(data.get("formerly")),
        page=document.page or Page(),
        asked_as={language: names(words) for language, words in data.get("asked-as", {}).items()},
    )


def _approvals(written: Any) -> tuple[Approval, ...]:
    """Names in brackets, or each with what it agreed to: `m1-0123456789ab on 2026-11-26`, or `unknown`."""
    if not isinstance(written, dict):
        return tuple(map(Approval, names(written)))
    parts = ((name, *str(says).partition(" on ")) for name, says in written.items())
    return tuple(Approval(name, day(on), content if on else "") for name, content, _, on in parts)


def front_page(document: Document) -> FrontPage:
    """The handbook's front page."""
    data: dict[str, Any] = document.data  # type: ignore[assignment]
    return FrontPage(
        place=document.top,
        title=said(data, "title"),
        summary=said(data, "summary"),
        alarm=said(data, "alarm"),
        often_asked=names(data.get("often-asked")),
        page=document.page or Page(),
    )
