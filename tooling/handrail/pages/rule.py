"""A page for each rule: the fault, why it matters, what the check says to an example, and how it is put right."""

from collections.abc import Iterator

from handrail.pages import ShownExample, ShownRule, Site, SitePage, later
from handrail.pages._body import body
from handrail.pages._code import code
from handrail.pages._escape import esc, link
from handrail.pages._parts import TOOL, backticked, facts, items, line, page, section, span, table

FOLDER = "handbook/rules"
INDEX = f"{FOLDER}/index.md"


def pages(site: Site) -> Iterator[SitePage]:
    """The list of rules by group, and one page for each."""
    if not site.rules:
        return
    groups = dict.fromkeys((rule.group, rule.group_title) for rule in site.rules)
    parts = (
        section(
            esc(title), items("hr-index", (_entry(rule) for rule in site.rules if rule.group == group)), anchor=group
        )
        for group, title in groups
    )
    lead = (
        f"What the check looks for: {len(site.rules)} rules. Each finding names its rule; each rule says why it exists."
    )
    yield page(INDEX, "Rules", *parts, lead=lead, eyebrow="[Reference](../index.md)", classes="hr-lists", boost=TOOL)
    for rule in site.rules:
        yield later(f"{FOLDER}/{rule.id}.md", "", _page, site, rule)


def _weight(rule: ShownRule) -> str:
    return span(esc(rule.severity), f"hr-chip {'bad' if rule.severity == 'error' else 'warn'}")


def _entry(rule: ShownRule) -> str:
    name = link(f"<code>{esc(rule.id)}</code>", f"{rule.id}.md")
    return f"<b>{name}</b> {_weight(rule)} <small>{backticked(rule.summary)}</small>"


def _page(site: Site, rule: ShownRule) -> SitePage:
    here = f"{FOLDER}/{rule.id}.md"
    options = [
        (f"<code>{esc(name)}</code>", f"<code>{esc(default)}</code>", esc(says)) for name, default, says in rule.options
    ]
    settings = f'[rules.{rule.id}]\nlevel = "warning"' + "".join(
        f"\n{name} = {default}" for name, default, _ in rule.options
    )
    chips = (
        f"{_weight(rule)} {span(esc(rule.group_title), 'hr-chip')} {span(f'since {esc(rule.since)}', 'hr-chip quiet')}"
    )
    return page(
        here,
        rule.id,
        line(chips, "hr-chips"),
        line(backticked(rule.summary), "hr-lead"),
        body(site, here, rule.reason),
        section(
            "What is wrong" if len(rule.bad) == 1 else "Examples of what is wrong", *(_bad(each) for each in rule.bad)
        ),
        section("What is right", *(_file(each) for each in rule.good)),
        section("Options", table(("Option", "Default", "What it does"), options)),
        section("Settings", line("In <code>handrail.toml</code>; a level is off, warning or error:"), code(settings)),
        section(
            "Excuse one finding",
            line("On the line, or on the line above it, with a reason and a last day:"),
            code(f"# handrail: ignore[{rule.id}] the reason, until 2027-01-31"),
        ),
        facts((("On the command line", f"<code>handrail explain {esc(rule.id)}</code>"),)),
        eyebrow=f"[Reference](../index.md) / [Rules](index.md) / {esc(rule.group_title)}",
        boost=TOOL,
        classes="hr-entry",
    )


def _file(example: ShownExample) -> str:
    return code(example.text, title=example.file)


def _bad(example: ShownExample) -> str:
    output = code(example.output, classes="hr-output", title="handrail check") if example.output else ""
    return f"{_file(example)}\n\n{output}"
