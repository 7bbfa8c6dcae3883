"""One made-up workflow that is long, asks a lot and is held by many controls, for `make bench`: each of them holds.

It is laid over the starter handbook. Each block asks a fact, does something for those who need it, decides by two facts
where to go on, and leaves marks on a row of steps, some of them for some cases only. A program that walks path by path
would not finish: each fact triples the paths.
"""

from handrail.drafts import starter

FACTS = 12
CONTROLS = 35
ID = "long"
_HEAD = """\
title: Look through all {blocks} halls
summary: A workflow of {blocks} halls, to measure how long a proof takes.
number: WF-900
procedure: lost-parcel
starts-when: A whole depot is missed.
team: support
close-within: 60 days
outcomes: {{answered: The sender has an answer}}
steps:
"""
_FIRST = """\
  ask-0:
    ask: hall-0
    within: 5 minutes
"""
_ASK = """\
  ask-{b}:
    ask: hall-{b}
    within: 5 minutes
  lock-{b}:
    when: {{hall-{b}: [yes, unknown]}}
    do: Lock hall {b}
    within: 10 minutes
    marks: [locked-{b}]
  way-{b}:
    decide: Which way through hall {b}?
    branches:
      - when: [{{hall-{b}: yes, hall-{a}: yes}}, {{hall-{b}: unknown, hall-{a}: [yes, unknown]}}]
        go: next
      - when: {{hall-{b}: yes, hall-{a}: [no, unknown]}}
        go: look-{b}-4
      - when: {{hall-{b}: no}}
        go: look-{b}-8
      - otherwise: look-{b}-2
      - unknown: next
"""
_LOOK = """\
  look-{b}-{n}:{when}
    do: Look at shelf {n} of hall {b}
    within: {n} minutes{marks}
"""
_TELL = """\
  tell:
    tell: sender
    message: parcel-answer
    within: 1 hour
    marks: [sender-told]
    go: answered
"""
LOOKS = 15
_FACT = """
hall-{b}:
  asks: Is something missed in hall {b}?
  answers: yes or no
"""
_MARKS = "locked-{b}: Hall {b} is locked.\nleft-{b}: Hall {b} was left.\n"
_CONTROL = """\
title: Hall {b} is locked, {number}
because: Whoever searches an open hall finds less.
when: {{hall-{b}: yes{more}}}
require:
  - mark: locked-{b}{order}
"""
_ORDERS = ("", "\n    before: left-{b}", "\n    within: 40 days\n    from: received")


def handbook() -> dict[str, str]:
    """The files, path -> text."""
    files = starter()
    files[f"workflows/made-up/{ID}.yml"] = workflow()
    files["register/facts.yml"] += "".join(_FACT.format(b=b) for b in range(FACTS))
    files["register/marks.yml"] += "".join(_MARKS.format(b=b) for b in range(1, FACTS))
    for number in range(CONTROLS):
        b = number % (FACTS - 1) + 1
        more = f", hall-{(b + 5) % FACTS}: [yes, unknown]" if number % 2 else ""
        order = _ORDERS[number // (FACTS - 1) % len(_ORDERS)].format(b=b)
        text = _CONTROL.format(b=b, number=number, more=more, order=order)
        files[f"controls/made-up/hall-{number}.yml"] = text
    return files


def workflow() -> str:
    """The long workflow."""
    blocks = (_ASK.format(b=b, a=b - 1) + "".join(_look(b, n) for n in range(1, LOOKS + 1)) for b in range(1, FACTS))
    return _HEAD.format(blocks=FACTS) + _FIRST + "".join(blocks) + _TELL


def _look(b: int, n: int) -> str:
    when = f"\n    when: {{hall-{b}: [yes, unknown]}}" if n % 3 == 0 else ""
    marks = f"\n    marks: [left-{b}]" if n == LOOKS else ""
    return _LOOK.format(b=b, n=n, when=when, marks=marks)
