"""The page about what the tool itself withstands: limits, promises, faults with their tests, and what was measured."""

from collections.abc import Iterator, Sequence

from handrail.pages import Endurance, ShownFault, ShownMeasure, Site, SitePage
from handrail.pages._escape import anchor, esc
from handrail.pages._parts import TOOL, backticked, heading, items, line, page, section, table


def pages(site: Site) -> Iterator[SitePage]:
    """The one page."""
    if site.endurance:
        yield page(
            "handbook/withstands.md",
            "What it withstands",
            section("Limits", *_limits(site.endurance)),
            section("Promises", *_promises(site.endurance)),
            section("Faults", *_faults(site.endurance)),
            section("What was measured", *map(_measure, site.endurance.measured)),
            lead="A check that crashes, or that can be fooled, is worse than none. What comes in, and what happens.",
            eyebrow="[Reference](index.md)",
            classes="hr-entry",
            boost=TOOL,
        )


def _limits(known: Endurance) -> Iterator[str]:
    yield line("What is beyond a limit is said, never cut off in silence.")
    rows = ((backticked(each.what), esc(each.bound), backticked(each.beyond)) for each in known.limits)
    yield table(("Of what", "At most", "Beyond it"), rows)


def _promises(known: Endurance) -> Iterator[str]:
    yield line("Each is kept by tests, which run with every change of the tool.")
    yield items("hr-list", (f"{backticked(each.says)} {_tests('Kept by', each.tests)}" for each in known.promises))


def _faults(known: Endurance) -> Iterator[str]:
    yield line("What comes in, what happens then, and the tests that show it.")
    for group in dict.fromkeys(fault.group for fault in known.faults):
        yield heading(esc(group), 3)
        entries = (_fault(each) for each in known.faults if each.group == group)
        yield items("hr-list", entries)


def _fault(fault: ShownFault) -> str:
    title = f"<b>{fault.number}. {backticked(fault.what)}</b>"
    return f"{title}<br>{backticked(fault.answer)}{_tests('Shown by', fault.tests)}"


def _tests(said: str, names: Sequence[str]) -> str:
    """The sentences that the names of tests are; the file of each is told to whoever points at it."""
    told = (name.rpartition("::") for name in names)
    sentences = (
        f'<span title="{esc(file)}">{esc(test.removeprefix("test_").replace("_", " "))}</span>'
        for file, _, test in told
    )
    return f"<br><small>{said}: {'; '.join(sentences)}.</small>"


def _measure(known: ShownMeasure) -> str:
    rows = ([esc(cell) for cell in row] for row in known.rows)
    parts = (
        heading(esc(known.title), 3, anchor(f"measured-{known.name}")),
        line(backticked(known.says)),
        table([esc(each) for each in known.columns], rows),
        line(esc(known.made), "hr-source"),
    )
    return "\n\n".join(part for part in parts if part)
