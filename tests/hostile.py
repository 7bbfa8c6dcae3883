"""Files that were made to hurt: huge, endlessly nested, repeated. `python hostile.py` checks each and tells how it went."""

import json
import resource
import time
import traceback

import peak

import starter
from starter import FACTS, PAGE, WORKFLOW

KILO = 1000
MOST_MEMORY = 12 * 1024**3
"""Of addresses: the proofs reserve much and use little of it. What is used is told at the end."""
STEP = "  look:\n    do: Look\n    within: 1 hour\n    go: answered\n"
FRONT = starter.text(PAGE).split("\n## ")[0]


def step(number: int, way: str = "next") -> str:
    """A step with a number in its name."""
    return f"  s{number}:\n    do: Do it {number} times\n    within: 1 hour\n    go: {way}\n"


def asked(answers: str) -> str:
    """A workflow that asks one question with these answers."""
    return starter.workflow(f"  q:\n    ask: where-is-it\n    within: 1 hour\n    answers:\n{answers}{STEP}")


def decided(branches: str) -> str:
    """A workflow that decides once, with these branches."""
    return starter.workflow(f"  q:\n    decide: Where?\n    branches:\n{branches}{STEP}")


FILES = {
    "50-megabytes": lambda: "a: b\n" * (10_000 * KILO),
    "line-of-10-megabytes": lambda: "title: " + "x" * (10_000 * KILO),
    "title-of-1-megabyte": lambda: starter.workflow(STEP).replace("Find a", "Find a " + "x" * (1_000 * KILO)),
    "title-of-many-words": lambda: starter.workflow(STEP).replace("Find a", "Find a " + "word " * (190 * KILO)),
    "key-of-1-megabyte": lambda: "x" * (1_000 * KILO) + ": a\n",
    "details-of-1-megabyte": lambda: starter.workflow(STEP) + "    details: |\n" + "      x y z\n" * (80 * KILO),
    "10000-steps": lambda: starter.workflow("".join(map(step, range(10 * KILO))) + STEP),
    "500-steps": lambda: starter.workflow("".join(map(step, range(499))) + STEP),
    "5000-ways": lambda: asked("".join(f"      a{number}: look\n" for number in range(5 * KILO))),
    "5000-ways-to-steps": lambda: (
        asked("".join(f"      a{number}: s{number}\n" for number in range(5 * KILO)))
        + "".join(step(number, "answered") for number in range(5 * KILO))
    ),
    "200-ways": lambda: (
        asked("".join(f"      a{number}: s{number}\n" for number in range(200)))
        + "".join(step(number, "answered") for number in range(200))
    ),
    "5000-branches": lambda: decided("".join(_branch(number) for number in range(5 * KILO))),
    "200-branches": lambda: decided("".join(_branch(number) for number in range(200))),
    "alias-bomb": lambda: "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}]\n" for n in range(1, 1000)),
    "100000-aliases": lambda: "a: &a x\nb: [" + "*a, " * (100 * KILO) + "]\n",
    "key-repeated": lambda: "".join(f"k{n}: a\n" for n in range(2 * KILO)) + "k1999: a\n" * (40 * KILO),
    "words-in-braces": lambda: "a: {" + ", ".join(f"k{n}" for n in range(40 * KILO)) + "}\n",
    "empty-entries": lambda: "- \n" * (300 * KILO),
    "open-brackets": lambda: "[" * (1_000 * KILO),
    "open-braces": lambda: '{"a":' * (200 * KILO),
    "hyphens": lambda: "- " * (500 * KILO),
    "backslashes": lambda: 'a: "' + "\\" * (1_000 * KILO),
    "apostrophes": lambda: 'a: "' + "'" * (1_000 * KILO),
    "open-quotes": lambda: 'a: "\n' * (200 * KILO),
    "tabs": lambda: "a:\n" + "\tb\n" * (300 * KILO),
    "spaces": lambda: " " * (1_000 * KILO) + "a: b\n",
    "colons": lambda: "a: " * (300 * KILO),
    "tight-colons": lambda: "a:b\n" * (200 * KILO),
    "hashes": lambda: "a" + " #" * (500 * KILO) + "\n",
    "cut-lines": lambda: "a: b #1\n" * (120 * KILO),
    "hard-spaces": lambda: "a:\n" + "\u00a0b: c\n" * (100 * KILO),
    "curly-quotes": lambda: "- \u201cx\u201d\n" * (40 * KILO),
    "joined-items": lambda: "a:\n" + "  - b\n   - c\n" * (20 * KILO),
    "excuses": lambda: "# handrail: ignore[x]\n" * (40 * KILO) + starter.workflow(STEP),
}

PAGES = {
    "front-matter": lambda: "---\n" + "a: b\n" * (25 * KILO) + "---\n",
    "fences-of-front-matter": lambda: "---\n" * (30 * KILO),
    "quotations": lambda: ">" * (120 * KILO),
    "stars": lambda: "*a **b " * (17 * KILO),
    "underscores": lambda: "_a" * (60 * KILO),
    "brackets": lambda: "[" * (120 * KILO),
    "pictures": lambda: "![" * (60 * KILO),
    "half-links": lambda: "[a](" * (30 * KILO),
    "links": lambda: "[a](b.md) " * (12 * KILO),
    "links-in-lines": lambda: "[a](b)\n" * (17 * KILO),
    "definitions": lambda: "".join(f"[r{number}]: x\n" for number in range(9 * KILO)),
    "backticks": lambda: "".join("`" * number + " " for number in range(1, 480)),
    "headings": lambda: "## Head\n" * (15 * KILO),
    "anchors": lambda: "## a " + "{#a " * (30 * KILO),
    "braces": lambda: "## a {" * (20 * KILO) + "}\n",
    "table": lambda: "|a" * (30 * KILO) + "\n" + "|-" * (30 * KILO) + "\n",
    "comments": lambda: "<!--" * (30 * KILO),
    "addresses": lambda: "<http://a>" * (12 * KILO),
    "lists": lambda: "".join(" " * number + "- a\n" for number in range(480)),
    "fences": lambda: "```workflow lost-parcel\nsteps\n```\n" * (3 * KILO),
}

REGISTERS = {
    "3000-facts": lambda: "".join(f"f{n}:\n  asks: What is it?\n  answers: yes or no\n" for n in range(3 * KILO)),
    "20000-answers": lambda: (
        "f:\n  asks: What?\n  answers:\n" + "".join(f"    a{n}: It is\n" for n in range(20 * KILO))
    ),
}


def _branch(number: int) -> str:
    return f"      - when:\n          parcel-weight: {number % 100}\n        go: look\n"


def every() -> dict[str, tuple[str, object]]:
    """Each hostile file by name: where it is laid, and what makes it."""
    found: dict[str, tuple[str, object]] = {name: (WORKFLOW, make) for name, make in FILES.items()}
    found |= {f"page-{name}": (PAGE, make) for name, make in PAGES.items()}
    return found | {name: (FACTS, make) for name, make in REGISTERS.items()}


def main() -> None:
    """Check each file; a line of JSON for each says its seconds of computing, the most megabytes so far, and its findings."""
    resource.setrlimit(resource.RLIMIT_CPU, (240, 240))
    starter.lay(WORKFLOW, starter.workflow(STEP))
    for name, (path, make) in every().items():
        text = make()  # type: ignore[operator]
        text = f"{FRONT}\n{text}" if name.startswith("page-") and not text.startswith("---") else text
        begun = time.process_time()
        try:
            report = starter.lay(path, text)
            said = [f"{rule} {where} {line}" for rule, where, line in starter.told(report)][:50]
            said += [finding.message for finding in report.findings if finding.rule == "rule-crashed"]
        except Exception:  # noqa: BLE001 - the test tells it
            said = [traceback.format_exc()]
        print(json.dumps([name, time.process_time() - begun, peak.megabytes(), said]), flush=True)  # noqa: T201 - a program


if __name__ == "__main__":
    main()
