"""The text of an SOP. Some of its sections have a look of their own, so that they are found at a glance."""

import re
from collections.abc import Callable, Iterator

from handrail.ground.model import EXPOSURES, Kind, Sop, Step, Workflow
from handrail.pages import Site
from handrail.pages._about_sop import exposure, workflows
from handrail.pages._body import Section, body, sections
from handrail.pages._changes import changes
from handrail.pages._escape import anchor, esc, link
from handrail.pages._fence import part
from handrail.pages._parts import block, line, sentence, to
from handrail.pages._track.icons import icon
from handrail.pages._track.ways import numbers

_NOT = re.compile(r"^(?:do not use it|use another|not for|never use it)\b", re.IGNORECASE | re.MULTILINE)
_WARNED = EXPOSURES[2:]


def sop_sections(site: Site, here: str, sop: Sop) -> Iterator[str]:
    """The text of an SOP, section by section, with the parts of its workflows in their places."""
    fence = _fence(site, here)
    for each in sections(sop.page.text):
        if each.title:
            yield body(site, here, f"## {each.title}")
        yield from _section(site, here, sop, each, fence)


def _section(
    site: Site, here: str, sop: Sop, section: Section, fence: Callable[[str, tuple[str, ...]], str]
) -> Iterator[str]:
    match section.title.casefold():
        case "when to use it, and when not":
            yield _use_or_not(section.text, lambda text: body(site, here, text, fence))
        case "before you open the content":
            yield _exposure_banner(site, here, sop)
            yield body(site, here, section.text, fence)
        case "what never to do":
            yield block("hr-never-box", body(site, here, section.text, fence))
        case "changes":
            yield body(site, here, section.text, fence)
            yield changes(site.handbook, sop.changes)
        case _:
            yield body(site, here, section.text, fence)


def _fence(site: Site, here: str) -> Callable[[str, tuple[str, ...]], str]:
    def show(name: str, parts: tuple[str, ...]) -> str:
        workflow = site.handbook.workflows.get(name)
        if workflow is None:
            return line(f"There is no workflow <code>{esc(name)}</code>.", "hr-none")
        return "\n\n".join(part(site, here, workflow, each) for each in parts)

    return show


def _use_or_not(text: str, shown: Callable[[str], str]) -> str:
    """The two halves of `When to use it, and when not` beside each other, where the text has two."""
    cut = _NOT.search(text)
    if not cut or not text[: cut.start()].strip():
        return shown(text)
    return block(
        "hr-cols",
        block("hr-do", shown(_bold(text[: cut.start()]))),
        block("hr-dont", shown(_bold(text[cut.start() :]))),
    )


def _bold(text: str) -> str:
    """The words that a half begins with, where they stand on a line of their own, as its heading."""
    first, _, rest = text.strip().partition("\n")
    return f"**{first.strip()}**\n{rest}" if len(first) < 40 and "*" not in first else text  # noqa: PLR2004 - a short line


def _exposure_banner(site: Site, here: str, sop: Sop) -> str:
    """Which steps show material, and who may look. Nothing where there is little to see."""
    level = exposure(site.handbook, sop)
    if level not in _WARNED:
        return ""
    found = [(workflow, step) for workflow in workflows(site.handbook, sop) for step in _showing(workflow)]
    who = [role for role in site.handbook.roles.values() if role.views_up_to >= level]
    only = f" Only {sentence(to(site, here, Kind.ROLE, role.id) for role in who)} may look." if who else ""
    places = sentence(_number(site, here, workflow, step) for workflow, step in found)
    many = "Steps" if len(found) > 1 else "Step"
    said = f"<b>{many} {places} may show the material.</b>" if found else "<b>This work may show the material.</b>"
    badge = f'<span class="hr-ex {level.lower()}">{icon("eye")} {esc(level)}</span>'
    return block("hr-exposure", line(badge), line(f"{said}{only}"))


def _showing(workflow: Workflow) -> Iterator[Step]:
    yield from (
        step for step in workflow.steps if max((step.exposure, *(item.exposure for item in step.items))) in _WARNED
    )


def _number(site: Site, here: str, workflow: Workflow, step: Step) -> str:
    return link(str(numbers(workflow)[step.id]), site.href(here, Kind.WORKFLOW, workflow.id, anchor(step.id)))
