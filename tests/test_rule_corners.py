"""Where a rule holds back, and what it says at its edges: the starter handbook with a line or two changed."""

from collections.abc import Mapping

import pytest

import starter
from handrail.check import Selection, check_sources, choose_rules
from handrail.ground.source import Source
from handrail.rules._samples import sop_file
from wording import agreed, wording

PARCEL, WRITE, SCENARIOS = starter.WORKFLOW, "workflows/example/write-back.yml", "scenarios/lost-parcel.yml"
SOP, OTHER, GONE = starter.PAGE, "procedures/example/write-back.md", "messages/parcel-gone.yml"
CONTROL = "controls/example/sender-is-told.yml"
PHOTO = (
    "register/marks.yml",
    "look-up: The",
    "photo:\n  says: A picture was taken.\n  counts-as: look-up\nlook-up: The",
)
NEW = "procedures/example/new.md"
FOUND_IT, PEOPLE = "messages/parcel-found.yml", "register/organisation.yml"
WEIGHT = "steps:\n  how-heavy:\n    ask: parcel-weight\n    within: 5 minutes\n    answers:\n{}"
YES_OR_NO = "      yes: next\n      no: not-reached\n"
HEAVY = (
    "  look-weight:\n    decide: How heavy is it?\n    branches:\n      - when: {parcel-weight: under 20}\n"
    "        go: next\n      - otherwise: next\n"
)
ASK_AGAIN = (
    f"  again-ask:\n    ask: can-be-reached\n    within: 5 minutes\n    answers:\n{YES_OR_NO}"
    "      unknown: not-reached\n  which-news:\n"
)
BY_HELPER = "    by: helper # a role; left out, it is the team that has the case\n"
TWICE = (
    "  - when: {can-be-reached: [yes, no, unknown]}\n    because: Never.\n"
    "  - when:\n      can-be-reached: [no, yes, unknown]\n"
)
NIGHT = (
    "  night:\n    title: Night\n    tier: 1\n    staffed: [office]\n    days: every day\n"
    "    accepts-within: 1 day\n    if-no-answer: duty-manager\n  duty-manager:\n"
)
FIRST = (
    "steps:\n  first:\n    do: Look\n    within: 1 hour\n    go: inform\n"
    "  second:\n    do: Look\n    within: 1 hour\n    go: look-up-parcel\n"
)
WEIGH = (
    "title: Weigh a parcel\nsummary: On the scales.\nnumber: WF-09\nprocedure: write-back\noutcomes:\n  weighed: It is done\n"
    "steps:\n  weigh:\n    ask: parcel-weight\n    within: 1 hour\n    go: weighed\n"
)
ROUND = "title: A flow\nsummary: It flows.\nprocedure: write-back\noutcomes:\n  told: It is told\nsteps:\n  on:\n    do: Go on\n    within: 1 hour\n    go: {}\n"
RUN = "    run: write-back\n    outcomes:\n      told: next\n      kept: waiting\n      not-reached: next\n"
LAST_RESORT = ("register/organisation.yml", "    last-resort: yes\n", "")
GERMAN, ENGLISH = "Sie müssen nichts tun.", "You do not need to do anything."
Edits = tuple[tuple[str, str, str], ...]


def said(sentence: str) -> tuple[str, str, str]:
    """An SOP that says something before its first heading ends."""
    return SOP, "\n## When to use it", f"\n{sentence}\n\n## When to use it"


CORNERS: Mapping[str, tuple[str, Edits, tuple[str, ...]]] = {
    "an address on a page that is no procedure": (
        "hard-coded-contact",
        (("guides/notes.md", "", "# Notes\n\nWrite to anna.b@parcels.example.\n"),),
        ("`anna.b@parcels.example` looks like one person.",),
    ),
    "a team that is reached by its rota alone": (
        "target-without-contact",
        ((PEOPLE, "    on-call: [duty-phone]\n    contact: The duty phone\n", "    on-call: [duty-phone]\n"),),
        (),
    ),
    "two things that are left to do in one line": (
        "unfinished",
        ((SOP, "\n## When to use it", "\nTODO: the first. TODO: the second.\n\n## When to use it"),),
        ("TODO",),
    ),
    "a call that nobody can have made yet": (
        "impossible-date",
        (("register/helplines.yml", "verified-on: 2026-11-02", "verified-on: 2026-12-02"),),
        ("The call",),
    ),
    "a working day of a team that works nowhere": (
        "ambiguous-calendar",
        ((PEOPLE, "    accepts-within: 15 minutes\n", "    accepts-within: {P3: 2 working days}\n"),),
        ("`duty-manager` is at no hub",),
    ),
    "an excuse below the last line": (
        "unknown-step",
        (
            (
                WRITE,
                "    message: parcel-gone\n    within: 1 hour\n    go: told\n",
                "    message: parcel-gone\n    within: 1 hour\n    go: tolled\n# handrail: ignore[unknown-step] it comes later",
            ),
        ),
        ("`tolled`",),
    ),
    "a page with a dot in its name": ("bad-file-name", (("notes.v2.md", "", "# Notes\n"),), ("Nobody sees this page",)),
    "a way out of what is done together": (
        "callee-outcome-unhandled",
        (
            (
                PARCEL,
                "        do: Call the driver\n        by: helper\n        within: 2 hours\n",
                "        run: write-back\n        outcomes: inform\n",
            ),
        ),
        ("`call-driver` leads to `inform`, but what is done together leads on together.",),
    ),
    "a ladder that leads down": (
        "escalates-downward",
        ((PEOPLE, "    last-resort: yes\n", "    if-no-answer: support\n"),),
        ("When `duty-manager` (tier 3) does not answer, the case goes down to `support` (tier 1).",),
    ),
    "a workflow that no SOP explains": (
        "missing-procedure",
        ((WRITE, "procedure: write-back\n", ""),),
        ("`write-back` names no SOP that explains it.",),
    ),
    "a team without a ladder and a step without a way for silence": (
        "no-response-path",
        ((PEOPLE, "    expects: [where-is-it]\n    if-no-answer: duty-manager\n", "    expects: [where-is-it]\n"),),
        (
            "The ladder support -> team-lead ends at",
            "`hand-to-lead` does not say what happens when `team-lead` does not answer.",
        ),
    ),
    "two answers that take the same number": (
        "overlapping-values",
        ((PARCEL, "steps:\n", WEIGHT.format("      under 20: inform\n      10 or over: next\n      unknown: next\n")),),
        ("The answers `under 20` and `10 or over` of `how-heavy` both take",),
    ),
    "a question with many answers": (
        "too-complex",
        (
            (
                PARCEL,
                "steps:\n",
                WEIGHT.format(
                    "".join(f"      {number}: next\n" for number in range(7))
                    + "      otherwise: next\n      unknown: next\n"
                ),
            ),
        ),
        ("`how-heavy` has 9 ways on, more than 7.",),
    ),
    "a mark that is something else than done": (
        "unknown-value",
        (
            (
                PARCEL,
                "      jurisdiction: [elsewhere, unknown]\n",
                "      jurisdiction: [elsewhere, unknown]\n      look-up: maybe\n",
            ),
        ),
        ("`maybe` is no value of the mark `look-up`.",),
    ),
    "the time of a workflow that a step runs": (
        "text-graph-drift",
        (
            (WRITE, "outcomes:\n", "close-within: 2 days\noutcomes:\n"),
            (
                NEW,
                "",
                sop_file(
                    "## What to do\n\nTell them within [3 days](../../workflows/example/lost-parcel.yml#inform).\n"
                ),
            ),
        ),
        ("This says `3 days`, and `inform` says 2 days",),
    ),
    "a message in a language that nobody speaks": (
        "unknown-language",
        ((FOUND_IT, "  de: ", "  qq: "),),
        ("`qq` is no language of this handbook",),
    ),
    "a page that is an example from its first line on": (
        "text-graph-drift",
        (
            (
                NEW,
                "",
                sop_file(
                    "## Example\n\nThey [searched the depot](../../workflows/example/lost-parcel.yml#search-depot) within 3 hours.\n"
                ),
            ),
        ),
        (),
    ),
    "a question that a step before has answered": (
        "asked-again",
        (
            (
                PARCEL,
                "    go: inform\n  wait-for-van:",
                "    go: again-asked\n  again-asked:\n    ask: parcel-found\n    within: 1 hour\n    answers:\n      yes: inform\n      no: inform\n      unknown: inform\n  wait-for-van:",
            ),
        ),
        ("`again-asked` never asks `parcel-found`: it is known on every way that leads here.",),
    ),
    "a fact that only who settles it looks at": (
        "bad-call-input",
        ((PARCEL, "    run: write-back\n", "    run: write-back\n    with: {where-is-it: lost}\n"),),
        (),
    ),
    "a fact that only a control looks at": (
        "bad-call-input",
        (
            (
                "register/facts.yml",
                "parcel-weight:\n",
                "was-open:\n  asks: Was it open?\n  answers: yes or no\n\nparcel-weight:\n",
            ),
            (PARCEL, "    run: write-back\n", "    run: write-back\n    with: {was-open: no}\n"),
            (CONTROL, "require:\n", "when: {was-open: no}\nrequire:\n"),
        ),
        (),
    ),
    "a fact that nobody looks at": (
        "bad-call-input",
        (
            (
                "register/facts.yml",
                "parcel-weight:\n",
                "was-open:\n  asks: Was it open?\n  answers: yes or no\n\nparcel-weight:\n",
            ),
            (PARCEL, "    run: write-back\n", "    run: write-back\n    with: {was-open: no}\n"),
        ),
        ("`write-back` never looks at `was-open`, which `inform` settles for it.",),
    ),
    "a source that no other machine finds": (
        "duty-without-source",
        (("register/duties.yml", "https://example.com/customer-charter", "https://intranet"),),
        ("The source is no web address, so nobody can check it.",),
    ),
    "a mark and the wider one that comes with it": (
        "contradictory-when",
        (PHOTO, (CONTROL, "require:\n", "when: {photo: done, look-up: done}\nrequire:\n")),
        (),
    ),
    "a mark without the narrower one": (
        "contradictory-when",
        (PHOTO, (CONTROL, "require:\n", "when: {photo: not-done, look-up: done}\nrequire:\n")),
        (),
    ),
    "an address that is called a role": (
        "reserved-name",
        (
            (
                "register/organisation.yml",
                "\n  helper:\n",
                "\n  reporter:\n    title: Reporter\n    team: support\n    views-up-to: E0\n\n  helper:\n",
            ),
        ),
        (),
    ),
    "a page that another leads to": (
        "orphan-page",
        (("notes.md", "", "# Notes\n\nSome words.\n"), said("See [the notes](../../notes.md).")),
        (),
    ),
    "a level beside steps of two workflows": (
        "text-graph-drift",
        (said(f"It is P1 after [this](../../{PARCEL}#inform) and [that](../../{WRITE}#tell-gone)."),),
        (),
    ),
    "a level beside a step": (
        "text-graph-drift",
        (said(f"It is P1 after [this](../../{PARCEL}#inform)."),),
        ("This says P1, and a case of `lost-parcel` begins as P3.",),
    ),
    "the time of a pause": (
        "text-graph-drift",
        (said(f"[We wait](../../{PARCEL}#wait-for-van) for 3 days."),),
        ("3 days",),
    ),
    "the time of a pause, as it is": (
        "text-graph-drift",
        (said(f"[We wait](../../{PARCEL}#wait-for-van) 1 day."),),
        (),
    ),
    "the time of what is done side by side": (
        "text-graph-drift",
        (said(f"[Search](../../{PARCEL}#search) within 9 hours."),),
        ("9 hours",),
    ),
    "the time of one of two things side by side": (
        "text-graph-drift",
        (said(f"[Search](../../{PARCEL}#search) within 2 hours."),),
        (),
    ),
    "two lists in the order of the steps": (
        "text-graph-drift",
        (
            said(
                f"1. [Look](../../{PARCEL}#look-up-parcel)\n2. [Ask](../../{PARCEL}#where-now)\n\nOr:\n\n"
                f"1. [Ask](../../{PARCEL}#where-now)\n2. [Search](../../{PARCEL}#search)"
            ),
        ),
        (),
    ),
    "an end of a workflow that is led to": (
        "unknown-outcome",
        ((PARCEL, "    go: closed\n", "    go: write-back\n"), (SCENARIOS, "ends: closed", "ends: told")),
        (),
    ),
    "an end of a workflow that only comes back": (
        "unknown-outcome",
        ((SCENARIOS, "ends: closed", "ends: told"),),
        ("`lost-parcel` has no outcome `told`: closed, waiting.",),
    ),
    "cases that are handed to a retired workflow": (
        "unknown-workflow",
        (
            (PARCEL, "    go: closed\n", "    go: write-back\n"),
            (OTHER, "owner: team-lead\n", "owner: team-lead\nretired-on: 2026-11-20\n"),
        ),
        ("retired", "retired"),
    ),
    "a link that both languages have": (
        "translation-drift",
        ((GONE, GERMAN, f"{GERMAN} https://post.example/a"), (GONE, ENGLISH, f"{ENGLISH} https://post.example/a")),
        (),
    ),
    "a link that one language has": (
        "translation-drift",
        ((GONE, GERMAN, f"{GERMAN} https://post.example/a"),),
        ("The de text links to post.example, and the en text does not.",),
    ),
    "a sentence more in every paragraph": (
        "translation-drift",
        ((GONE, "nicht gefunden.", "nicht gefunden. Schade."), (GONE, GERMAN, f"{GERMAN} Nichts.")),
        (),
    ),
    "a folder that nobody knows": ("bad-file-name", (("qqqqqqqqq/late.yml", "", "title: Late\n"),), ()),
    "a folder that is nearly one": (
        "bad-file-name",
        (("workflow/late.yml", "", "title: Late\n"),),
        ("Nobody reads this file: the handbook has no folder `workflow`.",),
    ),
    "a date that looks like a number": (
        "hard-coded-contact",
        (said("Since 01-02-2026 and from 0123 456789 on."),),
        ("`0123 456789` looks like a telephone number.",),
    ),
    "an answer that nobody can give any more": (
        "impossible-branch",
        (
            (WRITE, YES_OR_NO + "      unknown: next\n", YES_OR_NO + "      unknown: not-reached\n"),
            (
                WRITE,
                "  which-news:\n",
                ASK_AGAIN,
            ),
        ),
        ("`again-ask` never gets `no`: `can-be-reached` is known there, and never so.",),
    ),
    "a later version that somebody is led to": (
        "not-yet-in-force",
        ((OTHER, "  - from: 2026-11-02", "  - from: 2027-11-02"),),
        ("The only version of `write-back` begins on 2027-11-02, and `write-back` leads people to it today.",),
    ),
    "a later version that nobody is led to": (
        "not-yet-in-force",
        ((NEW, "", starter.text(OTHER).replace("SOP-002", "SOP-009").replace("2026-11-02", "2027-11-02")),),
        (),
    ),
    "numbers of persons": (
        "personal-data",
        (said("Her number is 078-05-1120, at 52.51623, 13.37770; not 4111 1111 1111 1112, not 10.0.0.1."),),
        ("This looks like an identity number.", "This looks like a place on the map."),
    ),
    "a team that nobody goes to": (
        "target-without-contact",
        (
            (
                "register/organisation.yml",
                "  duty-manager:\n",
                NIGHT,
            ),
        ),
        (),
    ),
    "the level that a case begins with": (
        "text-graph-drift",
        (said(f"It is P3 after [this](../../{PARCEL}#inform)."),),
        (),
    ),
    "numbers of other pages": (
        "text-graph-drift",
        (said("See [SOP-002](write-back.md), [SOP-003](write-back.md) and [WF-7](write-back.md)."),),
        ("This says SOP-003 and leads to SOP-002.",),
    ),
    "a placeholder of the source alone": (
        "translated-placeholder",
        ((GONE, "text:\n  en: |\n", "text:\n  en: |\n    {wait-for-answer} {place}\n"),),
        ("The de text leaves out `{wait-for-answer}`, which the en text has.",),
    ),
    "a placeholder of the translation alone": (
        "translated-placeholder",
        (("messages/parcel-found.yml", "{parcel-number}. It", "{nummer}. It"),),
        ("The de text has `{parcel-number}`, and the en text has not.",),
    ),
    "a step below one that leads elsewhere": (
        "unreachable-step",
        (
            (
                PARCEL,
                "steps:\n",
                FIRST,
            ),
        ),
        ("No way leads to `second`.",),
    ),
    "a ladder that ends": (
        "no-response-path",
        (LAST_RESORT,),
        ("The ladder support -> team-lead -> duty-manager ends at `duty-manager`, which is no last resort.",),
    ),
    "a ladder that ends and that nobody climbs any more": (
        "no-response-path",
        (
            LAST_RESORT,
            (
                "register/organisation.yml",
                "    title: Support\n",
                "    title: Support\n    retired-on: 2026-01-01\n",
            ),
        ),
        (),
    ),
    "a page that is never read again": ("review-overdue", ((OTHER, "review-every: 12 months\n", ""),), ()),
    "a fact that a caller does not know": (
        "fact-not-collected",
        ((WRITE, "steps:\n", f"steps:\n{HEAVY}      - unknown: next\n"),),
        ("`lost-parcel` leads to `write-back` without knowing `parcel-weight` on some way.",),
    ),
    "a fact that the workflow asks itself, too late": (
        "fact-not-collected",
        (
            (WRITE, "steps:\n", f"steps:\n{HEAVY}      - unknown: weigh\n"),
            (WRITE, "  tell-gone:\n", "  weigh:\n    ask: parcel-weight\n    within: 1 hour\n  tell-gone:\n"),
        ),
        ("`look-weight` looks at `parcel-weight`, and on some way nobody has asked it.",),
    ),
    "workflows that hand a case on for ever": (
        "unbounded-loop",
        (
            (WRITE, "    within: 1 hour\n    go: told\n", "    within: 1 hour\n    go: lost-parcel\n"),
            (PARCEL, RUN, "    do: Send it\n    within: 1 hour\n    go: write-back\n"),
        ),
        ("lost-parcel -> write-back -> lost-parcel can hand a case on to each other for ever",),
    ),
    "workflows that hand a case on and never end": (
        "unbounded-loop",
        (
            (WRITE, starter.text(WRITE), ROUND.format("lost-parcel")),
            (PARCEL, starter.text(PARCEL), ROUND.format("write-back") + "starts-when: Somebody asks.\n"),
        ),
        ("lost-parcel -> write-back -> lost-parcel can hand a case on to each other for ever",),
    ),
    "a fact that what the workflow runs asks, too late": (
        "fact-not-collected",
        (
            ("workflows/example/weigh.yml", "", WEIGH),
            (WRITE, "steps:\n", f"steps:\n{HEAVY}      - unknown: weigh\n"),
            (WRITE, "  tell-gone:\n", "  weigh:\n    run: weigh\n    outcomes:\n      weighed: next\n  tell-gone:\n"),
        ),
        ("`look-weight` looks at `parcel-weight`, and on some way nobody has asked it.",),
    ),
    "pages of which each is like the next": (
        "near-duplicate",
        (
            ("procedures/example/two.md", "", starter.text(SOP).replace("SOP-001", "SOP-011")),
            ("procedures/example/three.md", "", starter.text(SOP).replace("SOP-001", "SOP-012")),
        ),
        ("of `lost-parcel` says nearly the same as", "of `three` says nearly the same as"),
    ),
    "two sentences more in every paragraph": (
        "translation-drift",
        (
            (GONE, "nicht gefunden.", "nicht gefunden. Schade. Wirklich."),
            (GONE, GERMAN, f"{GERMAN} Nichts. Gar nichts."),
        ),
        ("The de text has 7 sentences, and the en text has 3.",),
    ),
    "a page whose name has capitals": ("broken-link", (said("See [it](Write-Back.md)."),), ("capitals count",)),
    "a page like no other": ("broken-link", (said("See [it](qqqqqqqqqqqqqqqq.md)."),), ("There is no file",)),
    "a device": ("bad-file-name", (("workflows/example/con.yml", "", starter.text(WRITE)),), ("`con` is a device",)),
    "a list of a folder": (
        "bad-file-name",
        (("workflows/example/index.yml", "", starter.text(WRITE)),),
        ("`index` is",),
    ),
    "a very long name": (
        "bad-file-name",
        ((f"workflows/example/{'a' * 120}.yml", "", starter.text(WRITE)),),
        ("has 120 signs",),
    ),
    "a name with a dot in it": (
        "bad-file-name",
        (
            ("workflows/example/lost.parcel.yml", "", starter.text(WRITE)),
            ("procedures/example/lost.parcel.MD", "", starter.text(OTHER)),
            ("register/facts.old.yml", "", "late: Late\n"),
        ),
        ("it ends with `.parcel.MD`", "it ends with `.old.yml`", "it ends with `.parcel.yml`"),
    ),
    "a register that is none": (
        "bad-file-name",
        (("register/late.yml", "", "title: Late\n"),),
        ("Nobody reads this file: there is no register `late.yml`.",),
    ),
    "a control about what nobody does": (
        "control-never-arises",
        (
            (CONTROL, "require:\n", "when: {look-up: done, jurisdiction: EU}\nrequire:\n"),
            (PARCEL, "    marks: [look-up]\n", ""),
        ),
        ("No step asks, settles or marks `look-up`.",),
    ),
    "the last step leads nowhere, whoever answers": (
        "dead-end",
        ((PARCEL, "    marks: [close]\n    go: closed\n", "    marks: [close]\n    if-no-answer: next\n"),),
        ("Nothing follows `write-down`: it is the last step and leads to no outcome.",),
    ),
    "silence and an answer that both lead nowhere": (
        "falls-into-branch",
        ((PARCEL, "    marks: [close]\n    go: closed\n", "    marks: [close]\n    if-no-answer: next\n"),),
        (),
    ),
    "two answers that lead nowhere": (
        "dead-end",
        (
            (
                PARCEL,
                "    do: Write down what happened and close the case\n",
                "    ask: can-be-reached\n    again: yes\n",
            ),
            (PARCEL, "    go: closed\n", "    answers: {yes: next, no: closed, unknown: next}\n"),
        ),
        ("Nothing follows `write-down` on the answer `yes` or the answer `unknown`",),
    ),
    "more than anybody views": (
        "exposure-beyond-role",
        ((PARCEL, BY_HELPER, "    by: helper\n    exposure: E2\n"),),
        ("`read-proof` shows E2, and `helper` views up to E0.",),
    ),
    "more than this role views": (
        "exposure-beyond-role",
        (
            (PARCEL, BY_HELPER, "    by: helper\n    exposure: E2\n"),
            (
                "register/organisation.yml",
                "roles:\n",
                "roles:\n  viewer:\n    title: Viewer\n    team: support\n    views-up-to: E3\n",
            ),
        ),
        ("`read-proof` shows E2",),
    ),
    "an approval on a day that is none": (
        "impossible-date",
        ((SOP, "[duty-manager]", "{duty-manager: m1-0123456789ab on 2026-02-30}"),),
        ("`duty-manager` approved on a day that no calendar has.",),
    ),
    "an approval of tomorrow": (
        "impossible-date",
        ((SOP, "[duty-manager]", "{duty-manager: m1-0123456789ab on 2027-02-20}"),),
        ("The approval of 2027-02-20 has not come yet.",),
    ),
    "retired before it began": (
        "impossible-date",
        ((OTHER, "owner: team-lead\n", "owner: team-lead\nretired-on: 2025-01-01\n"),),
        ("`write-back` was retired on 2025-01-01, before its first version of 2026-11-02.",),
    ),
    "a heading of its own": (
        "missing-section",
        (said("## Something else\n\nMore."),),
        ("`Something else` is none of the headings of an SOP.",),
    ),
    "a question that leads to one place": (
        "pointless-decision",
        ((PARCEL, "delivered: next\n      delayed: wait-for-van\n", "delivered: search\n      delayed: search\n"),),
        ("Whatever is answered at `where-now`, the case goes to `search`.",),
    ),
    "a holiday that nobody works on": (
        "queue-unowned",
        (("register/organisation.yml", "    works-on-holidays: yes\n", ""),),
        ("Nobody of `support` owns `parcels` from Friday 25 December 2026",),
    ),
    "a team that two steps go to": (
        "target-without-contact",
        (("register/organisation.yml", '    contact: The button "Ask the lead" in the case\n', ""),),
        ("Nothing says how `team-lead` is reached, and 2 places send something to it.",),
    ),
    "cases of no workflow": (
        "unknown-workflow",
        (("scenarios/qqqqqqqqqq.yml", "", starter.text(SCENARIOS)),),
        ("`qqqqqqqqqq` is no workflow. The file name",),
    ),
    "cases of nearly a workflow": (
        "unknown-workflow",
        (("scenarios/write-bakc.yml", "", starter.text(SCENARIOS)),),
        ("`write-bakc` is no workflow; the nearest is `write-back`.",),
    ),
    "a zone like no other": (
        "unknown-zone",
        (("register/organisation.yml", "zone: Europe/Dublin", "zone: Qqqqqqq/Wwwwwww"),),
        ("There is no time zone `Qqqqqqq/Wwwwwww`.",),
    ),
    "a value that no fact has, in a branch, a table and a list": (
        "unknown-value",
        (
            (PARCEL, "          parcel-weight: under 20\n", "          where-is-it: [lost, stolen]\n"),
            (PARCEL, "      jurisdiction: [elsewhere, unknown]\n", "      where-is-it: eaten\n"),
            (CONTROL, "      can-be-reached: no\n", "      can-be-reached: perhaps\n"),
            (SCENARIOS, "  can-be-reached: yes\n", "  can-be-reached: sometimes\n"),
        ),
        ("`perhaps`", "`sometimes`", "`eaten`", "`stolen`"),
    ),
    "a number in both languages of a message": (
        "hard-coded-contact",
        ((GONE, GERMAN, f"{GERMAN} +353 1 555 0100"), (GONE, ENGLISH, f"{ENGLISH} +353 1 555 0100")),
        ("`+353 1 555 0100` looks like", "`+353 1 555 0100` looks like"),
    ),
    "two tables that say the same": (
        "duplicate-transition",
        (
            (
                PARCEL,
                "    when:\n      jurisdiction: [elsewhere, unknown]\n",
                "    when:\n      - jurisdiction: elsewhere\n      - jurisdiction: elsewhere\n",
            ),
        ),
        ("In `when` of `ask-customs`",),
    ),
    "two exceptions of which each leaves no case": (
        "exception-that-swallows",
        (
            (
                CONTROL,
                "  - when:\n      can-be-reached: no\n",
                TWICE,
            ),
            (CONTROL, "    within: 5 days\n    from: received\nnever: [open-parcel]\n", ""),
        ),
        ("every case that it is about falls under one of these exceptions.",),
    ),
    "an answer that nothing looks at": (
        "unused-definition",
        (
            (PARCEL, "hand-over: [where-is-it, parcel-weight]", "hand-over: [where-is-it]"),
            (PARCEL, "          parcel-weight: under 20\n", "          jurisdiction: EU\n"),
        ),
        ("Somebody answers `parcel-weight`, and nothing looks at the answer.",),
    ),
    "a mark that nobody declared": (
        "unknown-mark",
        ((PARCEL, "marks: [look-up]", "marks: [qqqqqqq]"),),
        ("`qqqqqqq` is no mark.",),
    ),
    "what the glossary never says": (
        "unsafe-wording",
        (("register/glossary.yml", "  also: [", "  never-say: [lost box]\n  also: ["), said("The lost box is here.")),
        ("`lost box` is not used in this handbook: the glossary says so under `missing-parcel`.",),
    ),
}


@pytest.mark.parametrize("corner", CORNERS)
def test_a_rule_says_this_much_and_no_more(corner: str) -> None:
    rule, edits, messages = CORNERS[corner]
    texts = {path: data.decode() for path, data in starter.files().items()}
    for path, before, after in edits:
        assert before in texts.get(path, "")
        texts[path] = texts[path].replace(before, after, 1) if before else after

    sources = [Source(path, text.encode()) for path, text in texts.items()]
    report = check_sources(sources, rules=choose_rules(Selection()), as_of=starter.AS_OF)

    told = [each for each in report.findings if each.rule == rule]
    found = [each.message for each in told]
    assert not report.crashed
    assert len(found) == len(messages), found
    assert [part for part, message in zip(messages, found, strict=True) if part not in message] == []
    text = wording(told)
    assert text == agreed("corners", corner, text), "read it, then: HANDRAIL_SNAPSHOTS=accept pytest -n 0 ..."
