"""A made-up handbook of any size for `make bench`: valid, with every word of the language, no two workflows the same.

It is the starter handbook with a longer register, many more workflows, and the SOPs that show them. Of ten workflows
nine run the tenth, which tells the sender; each ten ask and record facts of their own.
"""

from handrail.drafts import starter

TOGETHER = 10
PER_PAGE = 25
_SLOWER = (
    ("controls/example/sender-is-told.yml", "within: 5 days", "within: 60 days"),
    ("procedures/example/lost-parcel.md", "[5 days]", "[60 days]"),
    ("register/severities.yml", "{sender-told: 5 days, close: 7 days}", "{sender-told: 60 days, close: 90 days}"),
    ("register/severities.yml", "{sender-told: 7 days, close: 10 days}", "{sender-told: 60 days, close: 90 days}"),
)
"""What the starter promises for one search; two in turn take longer."""
HEADINGS = (
    ("Purpose", "It shows how long a check of a big handbook takes."),
    (
        "When to use it, and when not",
        "Use it for measuring, when the tool has become slower. Do not use it for parcels: nobody looks for them.",
    ),
    ("Before you open the content", "There is nothing to open."),
    ("What to find out", ""),
    ("What to do", "The steps stand above."),
    (
        "What to say",
        "Say what happened, what you do next, and when you will write again. Say it in the words that the sender used.",
    ),
    ("Who to escalate to, and by when", "The [team lead](../../register/organisation.yml#team-lead) decides."),
    ("What never to do", "- Never promise a day that nobody has confirmed."),
    ("Records", "Every answer stands in the case."),
    ("After the case", "Thank the driver, and tell the team lead which shelf it was."),
    (
        "Example",
        "The parcel lay behind a shelf. The driver had put it there in the evening, and nobody had looked there.",
    ),
    ("Changes", "The site lists them here."),
)
FRONT = """\
---
title: Parcels of depot {page}
summary: What is done when a parcel of depot {page} is missed, from the first question to the answer.
number: SOP-{number}
owner: team-lead
audience: [support]
review-every: 12 months
metrics: [days-to-answer]
asked-as:
  en: [where is the parcel of depot {page}, depot {page} has lost it]
  de: [wo ist das Paket von Lager {page}, Lager {page} hat es verloren]
changes:
  - from: 2026-11-02
    what: The first version.
    approved-by: [duty-manager]
---
"""
FACTS = """
shelf-{n}:
  asks: Does the parcel lie on shelf {n}?
  answers: yes or no

state-{n}:
  asks: In which state is the parcel of shelf {n}?
  answers:
    whole: Nothing is broken
    wet: The box is wet and the content may be, too
    broken: Something inside is broken
  always-known: yes

days-{n}:
  asks: For how many days has nobody seen the parcel of shelf {n}?
  answers: 0 to 365 days
"""
MARKS = """
searched-{n}: Somebody looked on shelf {n}.
photo-{n}:
  says: A picture of what lies on shelf {n} was put into the case.
  counts-as: searched-{n}
"""
CONTROL = """\
title: What lay on shelf {n} is written down
because: Nobody remembers it on the next day.
when:
  shelf-{n}: yes
require:
  - mark: close
  - mark: searched-{n}
    before: close
never: [open-parcel]
except:
  - when: {{can-be-reached: no}}
    because: There is nobody to whom we could tell it.
"""
WORKFLOW = """\
# yaml-language-server: $schema=../../../schemas/workflow.schema.json
title: Find parcel {i} of depot {page}
summary: From the first question to parcel {i}, or to an honest answer that it is gone for good.
number: WF-{number}
procedure: depot-{page}
starts-when: Somebody asks where parcel {i} is, in a call or in a letter.
given: [can-be-reached, where-is-it]
team: support
severity: P3
close-within: {days} days
outcomes:
  closed: The sender knows about parcel {i}
  waiting: Parcel {i} waits for its sender
left-open: {{waiting: support}}
formerly: [search-for-{i}]

steps:
  look-up-{i}:
    do: Look parcel {i} up by its number
    by: helper
    within: 10 minutes
    marks: [look-up]
    exposure: E0
    formerly: [search-number-{i}]
    details: |
      The number stands in the confirmation that the sender got. Without it, name and day are enough.

      Read the case once from the start, so that you do not ask what the sender has said already. If the case was merged
      with another one, the older number counts.
  where-now:
    title: What does the tracking say about parcel {i}?
    ask: where-is-it
    again: yes # asked anew whenever the case comes round
    within: 15 minutes
    answers:
      delivered: next
      delayed: wait-for-van
      lost: search
      unknown: search
  read-proof:
    do: Read the proof of delivery and note who took the parcel
    by: helper
    within: 15 minutes
    records:
      parcel-found: yes
      shelf-{n}: no
    details: |
      The driver notes a name or a place. "Safe place" is no name: ask the driver which one it was.
    go: has-address
  wait-for-van:
    wait: 1 day
    at-most: 2 times
    then: next
    go: where-now
  search:
    together: Search in three places at once
    steps:
      search-depot:
        do: Search depot {page}
        within: 4 hours
        marks: [search-parcel]
      search-shelf:
        do: Look on shelf {n} and take a picture
        by: support
        and-by: helper
        within: 2 hours
        marks: [photo-{n}]
        details: |
          Small parcels fall behind the shelf. Use the lamp that hangs at the door.
      warn-lead:
        tell: team-lead
        within: 30 minutes
  how-long:
    ask: [days-{n}, parcel-weight, jurisdiction]
    again: yes
    within: 15 minutes
  is-it-there:
    ask: shelf-{n}
    again: yes
    by: support
    by-other-than: look-up-{i}
    within: 1 hour
    marks: [searched-{n}]
    answers:
      yes: next
      no: who-decides
      unknown: who-decides
  what-state:
    ask: state-{n}
    within: 15 minutes
    answers: {{whole: next, wet: who-decides, otherwise: next}}
  bring-it:
    unless:
      state-{n}: broken
    do: Bring parcel {i} to its sender on the next round
    by: helper
    within: 2 days
    records: {{parcel-found: yes}}
    go: has-address
  who-decides:
    decide: Who decides about the payment for parcel {i}?
    branches:
      - when:
          parcel-weight: under 20
          days-{n}: [under 10, 10 to 30]
        go: pay
      - when: {{parcel-weight: 20 or over}}
        go: next
      - otherwise: next
      - unknown: next
  hand-to-lead:
    escalate: team-lead
    within: 30 minutes
    hand-over: [where-is-it, parcel-weight]
    if-no-answer: next
    go: pay
  page-manager:
    escalate: duty-manager
    hand-over: [where-is-it]
  pay:
    do: "Decide what we pay: the value, the postage, or nothing"
    within: 1 day
    marks: [pay-sender]
    details: |
      Up to 20 kilograms the table decides. Above that, ask what was in the parcel and what it was worth.
  ask-customs:
    when:
      jurisdiction: [elsewhere, unknown]
    do: Ask the customs office whether it holds parcel {i}
    within: 4 hours
  has-address:
    ask: can-be-reached
    again: yes
    within: 5 minutes
    answers:
      yes: next
      no: write-down
      unknown: next
{last}
  write-down:
    do: Write down what happened to parcel {i} and close the case
    within: 15 minutes
    marks: [close]
    go: closed
"""
RUN = """\
  tell-the-rest:
    run: find-{tenth}
    with: {{can-be-reached: yes}}
    outcomes:
      closed: next
      waiting: waiting"""
TELL = """\
  tell-sender:
    tell: reporter
    message: parcel-found
    within: 1 hour
  wait-for-answer:
    wait: reporter
    within: 3 days
    if-no-answer: waiting
    restarts: request-complete"""


def handbook(count: int) -> dict[str, str]:
    """A handbook with `count` workflows more than the starter has, path -> text."""
    shelves = -(-count // TOGETHER)
    files = starter()
    for path, old, new in _SLOWER:
        files[path] = files[path].replace(old, new)
    for name, text in (("facts", FACTS), ("marks", MARKS)):
        files[f"register/{name}.yml"] += "".join(text.format(n=shelf) for shelf in range(1, shelves + 1))
    files |= {
        f"controls/made-up/shelf-{shelf}.yml": CONTROL.format(n=shelf) for shelf in range(1, min(shelves, 20) + 1)
    }
    for number in range(1, count + 1):
        files[f"workflows/made-up/find-{number}.yml"] = workflow(number, count)
    for first in range(1, count + 1, PER_PAGE):
        page = first // PER_PAGE + 1
        files[f"procedures/made-up/depot-{page}.md"] = sop(page, range(first, min(first + PER_PAGE, count + 1)))
    return files


def workflow(i: int, count: int) -> str:
    """The workflow of a number: it runs the last one of its ten, or is that one and tells the sender."""
    tenth = min((i - 1) // TOGETHER * TOGETHER + TOGETHER, count)
    last, days = (TELL, 30) if i == tenth else (RUN.format(tenth=tenth), 90)
    page, shelf = (i - 1) // PER_PAGE + 1, (i - 1) // TOGETHER + 1
    return WORKFLOW.format(i=i, n=shelf, page=page, number=1000 + i, days=days, last=last)


def sop(page: int, workflows: range) -> str:
    """The page that shows some of the workflows."""
    fences = "\n\n".join(f"```workflow find-{number}\nquestions\n```" for number in workflows)
    sections = (f"## {heading}\n\n{words or fences}\n" for heading, words in HEADINGS)
    return FRONT.format(page=page, number=100 + page) + "\n" + "\n".join(sections)
