"""The track at a glance: 24 pixels a step. Overview, navigation and position in one."""

from handrail.pages import _words as words
from handrail.pages._escape import anchor, esc
from handrail.pages._track.gutter import GLANCE, gutter
from handrail.pages._track.step import Sheet
from handrail.pages._track.ways import numbers, title


def glance(sheet: Sheet) -> str:
    """A labelled navigation with one line a step. It is closed on phones, where it would push the first step away."""
    count = len(sheet.workflow.steps)
    rows = "".join(_row(sheet, name) for name in sheet.track.plan.rows)
    label = f"{count} {'step' if count == 1 else 'steps'} at a glance"
    return (
        f'<nav class="hr-mini" aria-label="{label}" data-search-exclude><details data-hr-wide>'
        f'<summary>{label}</summary><ol class="hr-mini-track">{rows}</ol></details></nav>'
    )


def _row(sheet: Sheet, name: str) -> str:
    step = sheet.workflow.by_id.get(name)
    drawn = gutter(sheet.track, name, GLANCE, step)
    if step:
        said = esc(words.heading(sheet.book, step))
        number = numbers(sheet.workflow)[name]
        return f'<li>{drawn}<a href="#{anchor(name)}" title="{said}"><span class="n">{number}</span> {said}</a></li>'
    end = sheet.track.plan.ends[name]
    said = esc(title(sheet.book, sheet.workflow, end))
    return f'<li>{drawn}<span class="e" data-hr-end="{esc(end.target)}" title="{said}">{said}</span></li>'
