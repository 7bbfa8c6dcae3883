"""What a rule says where no example of it leads: the other sentence, the other remedy, no name near enough to be meant."""

import re
from datetime import date

import pytest

import starter
from handrail.check import Selection, check_sources, choose_rules
from handrail.ground.source import Source
from wording import agreed, wording

PARCEL, WRITE = "workflows/example/lost-parcel.yml", "workflows/example/write-back.yml"
FOUND, GONE = "messages/parcel-found.yml", "messages/parcel-gone.yml"
CONTROL, PAGE = "controls/example/sender-is-told.yml", "procedures/example/lost-parcel.md"
FACTS, MARKS, DUTIES, HELP, PEOPLE, CASES = (
    *(f"register/{name}.yml" for name in ("facts", "marks", "duties", "helplines", "organisation")),
    "scenarios/lost-parcel.yml",
)
LINK = "[4 hours](../../workflows/example/lost-parcel.yml#search-depot)"
SLIPS = {
    "undeclared-placeholder/nothing-near": [(FOUND, "It is here: {place}", "It is here: {qqqqqqqq}")],
    "undeclared-placeholder/a-brace-alone": [(FOUND, "Good news: we", "Good news}: we")],
    "undeclared-placeholder/a-step-of-another-workflow": [
        (PARCEL, "  pay:\n    do: Decide what we pay, and order the payment\n", "  pay:\n    tell: reporter\n    message: parcel-found\n"),
    ],
    "broken-link/another-folder": [(PAGE, "[Tell the sender how it ended](write-back.md).\n\n## Before", "[It](../write-back.md).\n\n## Before")],
    "broken-link/nothing-near": [(PAGE, "(write-back.md).\n\n## Before", "(qqqqqqqqqq.md).\n\n## Before")],
    "broken-link/a-slip-in-the-folder": [(PAGE, LINK, "[4 hours](../../workflow/example/lost-parcel.yml#search-depot)")],
    "broken-link/a-place-in-a-picture": [(PAGE, LINK, "[4 hours](../../messages/parcel-gone.yml#text)")],
    "broken-link/a-step-with-nothing-near": [(PAGE, LINK, "[4 hours](../../workflows/example/lost-parcel.yml#qqqqqq)")],
    "broken-fence/no-name": [(PAGE, "```workflow lost-parcel\nsteps", "```workflow\nsteps")],
    "broken-fence/nothing-near": [(PAGE, "```workflow lost-parcel\nsteps", "```workflow qqqqqqqqq\nsteps")],
    "missing-section/another-level": [(PAGE, "## What to say\n", "### What to say\n")],
    "missing-section/twice": [(PAGE, "## What never to do\n", "## What to say\n\nSay it.\n\n## What never to do\n")],
    "missing-section/below-another": [
        (PAGE, "## What to find out\n", "## What to do\n"), (PAGE, "## What to do\n\n```workflow lost-parcel\nsteps", "## What to find out\n\n```workflow lost-parcel\nsteps"),
    ],
    "ambiguous-name/a-fact-and-a-mark": [(MARKS, "look-up: The parcel", "parcel-found: It is there.\nlook-up: The parcel")],
    "ambiguous-calendar/a-team-without-a-hub": [(PEOPLE, "accepts-within: 15 minutes\n    #", "accepts-within: 2 working days\n    #")],
    "contradictory-when/an-exception": [(CONTROL, "require:\n", "when: {can-be-reached: yes}\nrequire:\n")],
    "duty-without-source/never-checked": [(DUTIES, "  checked-on: 2026-11-02\n", "")],
    "duplicate-transition/a-table-twice": [(PARCEL, "          parcel-weight: under 20\n", "          - parcel-weight: under 20\n          - parcel-weight: under 20\n")],
    "fact-not-collected/asked-later": [(PARCEL, "  ask-customs:\n", "  pay-less:\n    when: {can-be-reached: yes}\n    do: Pay less\n    within: 1 hour\n  ask-customs:\n")],
    "impossible-date/a-team-replaced-and-not-retired": [(PEOPLE, "    last-resort: yes\n", "    last-resort: yes\n    replaced-by: support\n")],
    "language-missing/a-choice": [(GONE, "      en: as a voucher\n      de: als Gutschein\n", "      en: as a voucher\n")],
    "missing-branch/only-unknown": [(PARCEL, "      - otherwise: next\n      - unknown: next # `otherwise` never takes unknown\n", "      - {when: {parcel-weight: 20 or over}, go: next}\n")],
    "missing-branch/unknown-and-more": [(PARCEL, "      - otherwise: next\n      - unknown: next # `otherwise` never takes unknown\n", "")],
    "text-graph-drift/a-step-without-a-time": [(PAGE, LINK, "[4 hours](../../workflows/example/lost-parcel.yml#where-now)")],
    "text-graph-drift/a-number": [(PAGE, "go to\n[Tell the sender how it ended](write-back.md)", "go to\n[SOP-009](write-back.md)")],
    "translation-drift/a-link-more": [(FOUND, "uns, wann wir es bringen dürfen.", "uns auf https://example.com, wann wir es bringen dürfen.")],
    "translation-drift/a-link-less": [(FOUND, "tell us when we may bring it.", "tell us on https://example.com when we may bring it.")],
    "unknown-language/checked-without-a-text": [(FOUND, "  de: 2026-11-03\n", "  de: 2026-11-03\n  fr: 2026-11-03\n")],
    "unknown-target/left-open": [(PARCEL, "  waiting: support\n", "  waiting: qqqqqqqq\n")],
    "unknown-target/when-nobody-answers": [(PEOPLE, "    if-no-answer: team-lead\n", "    if-no-answer: qqqqqqqq\n")],
    "unknown-team/owner-and-approver": [(PAGE, "owner: team-lead", "owner: qqqqqqqq"), (PAGE, "[duty-manager]", "[qqqqqqq]")],
    "unknown-team/who-does-it": [(PARCEL, "    by: helper # a role", "    by: qqqqqqqq # a role")],
    "unknown-jurisdiction/what-a-helpline-helps-with": [
        (FACTS, "parcel-weight:\n", "harm-type:\n  asks: What is it about?\n  answers: {theft: It is gone, damage: It is broken}\n\nparcel-weight:\n"),
        (HELP, "    hours: Mon", "    helps-with: [thefts]\n    hours: Mon"),
    ],
    "unfinished/in-every-place": [
        (CONTROL, "title: The sender learns what happened", "title: 'TODO: what it asks for'\nbecause: 'TODO: why'"),
        (FOUND, "title: Your parcel is found", "title: 'TODO: its name'"), (FOUND, "Good news: we", "TODO: greet. We"),
        (PARCEL, "title: Find a lost parcel", "title: 'TODO: its title'"), (PARCEL, "summary: From", "summary: 'TODO: say it'\n# From"),
        (PARCEL, "starts-when: Somebody", "starts-when: 'TODO: when'\n# Somebody"), (PARCEL, "closed: The sender knows what happened", "closed: 'TODO: the end'"),
        (PARCEL, "do: Look the parcel up by its number", "do: 'TODO: look'"), (PARCEL, "      The number stands", "      TODO: where. It stands"),
        (PAGE, "summary: Look, search, and tell the sender the truth within five days.", "summary: 'TODO: what it does'"),
    ],
    "contradictory-when/alone": [
        (MARKS, "look-up: The", "photo:\n  says: A picture was taken.\n  counts-as: look-up\nlook-up: The"),
        (CONTROL, "require:\n", "when: {photo: done, look-up: not-done}\nrequire:\n"),
    ],
    "orphan-page/a-plain-page": [("depots.md", "", "# The depots\n\nThere are two.\n")],
    "text-graph-drift/a-decision-without-a-time": [(PAGE, LINK, "[4 hours](../../workflows/example/lost-parcel.yml#who-decides)")],
    "approval-stale/made-in-another-way": [(PAGE, "[duty-manager]", "{duty-manager: m2-0123456789ab on 2026-11-01}")],
    "unknown-workflow/of-a-retired-procedure": [("procedures/example/write-back.md", "\nowner:", "\nretired-on: 2026-01-01\nowner:")],
    "bad-file-name/no-such-folder": [("workflow/example/late.yml", "", "title: Late\n")],
    "bad-file-name/no-register-near": [("register/qqqqqqq.yml", "", "title: Late\n")],
    "hidden-text/several": [(PARCEL, "do: Search the depot", "do: Search\u202e the\u00ad depot"), (PAGE, "Most parcels", "<!-- secret -->Most\u2066 parcels")],
    "hard-coded-contact/several": [(PAGE, "Most parcels", "Call +353 1 555 0100 or 2026-11-25, write to jane.doe@example.com, see [it](https://jira.example.com/browse/AB-1). Most parcels")],
    "live-link/several": [(PAGE, "Most parcels", "See https://www.facebook.com/x, https://bit.ly/abc and https://example.com/a.mp4. Most parcels")],
    "vague-wording/several": [(PAGE, "Most parcels", "Act soon, as needed, if appropriate, quickly and as soon as possible, etc. Most parcels"), (FOUND, "Good news", "Soon good news")],
    "unsafe-wording/several": [(PAGE, "Most parcels", "The victim and the child porn and the illegal alien. Most parcels"), (GONE, "We are sorry", "Calm down. We are sorry")],
    "translation-drift/fewer-sentences": [(FOUND, "Bitte antworten Sie innerhalb von {wait-for-answer} und sagen Sie uns, wann wir es bringen dürfen.", "In {wait-for-answer}. So. Ja. Nein. Gut. Aha.")],
    "translation-drift/another-number": [(GONE, "You do not need to do anything.", "You get 12 euros. You do not need to do anything."), (GONE, "Sie müssen nichts tun.", "Sie bekommen 13 Euro. Sie müssen nichts tun.")],
    "self-approved/by-the-owner": [(PAGE, "[duty-manager]", "[team-lead]")],
    "review-overdue/long-ago": [(PAGE, "from: 2026-11-02", "from: 2024-11-02")],
    "retired-target/without-an-heir": [(PEOPLE, "  duty-manager:\n", "  old-lead:\n    title: Old lead\n    contact: None\n    retired-on: 2025-01-01\n  duty-manager:\n"), (PARCEL, "    escalate: team-lead\n", "    escalate: old-lead\n")],
    "slower-above/accept-and-promises": [("register/severities.yml", "accept: 10 minutes", "accept: 3 hours"), ("register/severities.yml", "{sender-told: 1 day, close: 2 days}", "{sender-told: 6 days, close: 2 days}")],
    "sla-overrun/close-within": [(PARCEL, "severity: P3\n", "severity: P3\nclose-within: 1 day\n")],
    "target-unstaffed/by-night": [(PEOPLE, "    staffed: [office]\n    days: every day\n    works-on-holidays: yes\n    contact: The button", "    staffed: [office]\n    days: Monday to Friday\n    contact: The button"), (PEOPLE, "accepts-within: 30 minutes\n    if-no-answer: team-lead", "accepts-within: 30 minutes\n    if-no-answer: team-lead")],
    "scenario-failed/another-end": [(CASES, "      ends: closed\n      passes: [look-up", "      ends: waiting\n      passes: [look-up")],
    "scenario-failed/a-mark-not-passed": [(CASES, "passes: [look-up, sender-told, close]", "passes: [look-up, pay-sender]")],
    "scenario-failed/too-late": [(CASES, "      within: 4 days\n", "      within: 1 hour\n")],
    "fact-not-collected/handed-over-on-an-answer": [(PARCEL, "      lost: search\n", "      lost: write-back\n")],
    "fact-not-collected/handed-over-after-the-last-round": [(PARCEL, "    then: next #", "    then: write-back #")],
    "control-broken/for-a-case-that-goes-on": [(PARCEL, "      lost: search\n", "      lost: write-back\n"), (CONTROL, "within: 5 days", "within: 2 hours")],
    "control-broken/only-by": [(CONTROL, "    within: 5 days\n    from: received\n", "    only-by: helper\n")],
    "control-broken/another-person": [(CONTROL, "  - mark: sender-told\n    within: 5 days\n    from: received\n", "  - mark: search-parcel\n    by-other-than: look-up\n")],
    "control-broken/directly-before": [(CONTROL, "    within: 5 days\n    from: received\n", "    directly-before: close\n")],
    "control-broken/after": [(CONTROL, "    within: 5 days\n    from: received\n", "    after: pay-sender\n")],
    "control-broken/before": [(CONTROL, "  - mark: sender-told\n    within: 5 days\n    from: received\n", "  - mark: pay-sender\n    before: sender-told\n")],
    "control-broken/never": [(PARCEL, "    marks: [search-parcel]\n", "    marks: [search-parcel, open-parcel]\n"), (MARKS, "  never: yes\n", "")],
    "control-broken/since-another-mark": [(CONTROL, "    within: 5 days\n    from: received\n", "    within: 1 hour\n    from: look-up\n")],
    "control-broken/side-by-side": [(PARCEL, "        by: helper\n        within: 2 hours\n", "        by: helper\n        within: 2 hours\n        marks: [pay-sender]\n"), (CONTROL, "  - mark: sender-told\n    within: 5 days\n    from: received\n", "  - mark: pay-sender\n    after: search-parcel\n")],
    "personal-data/whose-name-is": [(PAGE, "Most parcels", "Her name is Jane Doe. Most parcels")],
    "personal-data/a-woman-named": [(PAGE, "Most parcels", "A woman named Jane Doe asked. Most parcels")],
    "vague-wording/in-german": [(FOUND, "Gute Nachricht", "So bald wie möglich und zeitnah: Gute Nachricht")],
    "unsafe-wording/in-german": [(GONE, "Es tut uns leid", "Das Opfer und die Kinderpornografie: Es tut uns leid")],
    "personal-data/cards": [(PAGE, "Most parcels", "Not 4111 1111 1111 1112, but 378282246310005, 4012888888881881 and 5105 1051 0510 5100. Most parcels")],
    "unknown-jurisdiction/of-a-helpline": [(HELP, "EU:\n", "QQ:\n")],
    "unknown-outcome/nothing-near": [(CASES, "      ends: closed\n      passes: [look-up", "      ends: qqqqqqq\n      passes: [look-up")],
    "unknown-step/nothing-near": [(PARCEL, "    go: inform\n", "    go: qqqqqqqq\n")],
    "unknown-step/an-outcome-of-another": [(PARCEL, "    go: inform\n", "    go: told\n")],
    "unknown-target/a-queue": [(PARCEL, "    escalate: team-lead\n", "    escalate: parcels\n")],
    "unknown-target/a-step-of-it": [(PARCEL, "    escalate: team-lead\n", "    escalate: look-up-parcel\n")],
    "unknown-target/nothing-near": [(PARCEL, "    escalate: team-lead\n", "    escalate: qqqqqqqq\n")],
    "unknown-mark/nothing-near": [(CONTROL, "never: [open-parcel]", "never: [qqqqqqqq]")],
    "unknown-fact/nothing-near": [(PARCEL, "    ask: where-is-it\n", "    ask: qqqqqqqq\n")],
    "unknown-value/nothing-near": [(PARCEL, "jurisdiction: [elsewhere, unknown]", "jurisdiction: [qqqqqqqq, unknown]")],
    "unknown-answer/nothing-near": [(PARCEL, "      delayed: wait-for-van\n", "      qqqqqqqq: wait-for-van\n")],
    "unknown-message/nothing-near": [(WRITE, "    message: parcel-found\n", "    message: qqqqqqqq\n")],
    "unknown-workflow/nothing-near": [(PARCEL, "    run: write-back\n", "    run: qqqqqqqq\n")],
    "unknown-procedure/nothing-near": [(PARCEL, "procedure: lost-parcel #", "procedure: qqqqqqqq #")],
    "unknown-term/nothing-near": [(PAGE, "terms: [missing-parcel]", "terms: [qqqqqqqq]")],
    "unknown-metric/nothing-near": [(PAGE, "metrics: [days-to-answer]", "metrics: [qqqqqqqq]")],
    "unknown-duty/nothing-near": [(CONTROL, "duties: [honest-answer]", "duties: [qqqqqqqq]")],
    "unknown-severity/nothing-near": [(PARCEL, "severity: P3", "severity: P9")],
    "unknown-hub/nothing-near": [(PEOPLE, "staffed: [office]\n    days: every day\n    works-on-holidays: yes\n    queues", "staffed: [qqqqqqqq]\n    days: every day\n    works-on-holidays: yes\n    queues")],
    "unknown-rota/nothing-near": [(PEOPLE, "on-call: [duty-phone]", "on-call: [qqqqqqqq]")],
    "falls-into-branch/the-last-step": [(WRITE, "    if-no-answer: kept\n    go: told\n", "    if-no-answer: next\n")],
    "personal-data/an-account-and-an-address": [
        (PAGE, "Most parcels turn up in the depot.", "Pay to DE89 3704 0044 0532 0130 00 from 203.114.7.9, or to 4111 1111 1111 1111."),
    ],
    "unused-definition/a-fact-and-a-mark": [
        (FACTS, "parcel-weight:\n", "qqqq:\n  asks: Is it heavy?\n  answers: yes or no\n\nparcel-weight:\n"), (MARKS, "look-up: The", "qqq: It is.\nlook-up: The"),
    ],
    "items-not-independent/a-run-with-a-value": [
        (PARCEL, "      call-driver:\n        do: Call the driver\n        by: helper\n        within: 2 hours\n", "      tell-them:\n        run: write-back\n        with: {parcel-found: no}\n        outcomes: next\n"),
        (PARCEL, "        marks: [search-parcel]\n", "        marks: [search-parcel]\n        records: {parcel-found: yes}\n"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_a_rule_says_it_in_these_words(slip: str, as_of: date) -> None:
    name = slip.partition("/")[0]
    texts = {path: data.decode() for path, data in starter.files().items()}
    texts |= {path: texts.get(path, "") for path, _, _ in SLIPS[slip]}
    for path, old, new in SLIPS[slip]:
        assert old in texts.get(path, ""), f"{path}: {old!r}"
        texts[path] = texts[path].replace(old, new, 1) if old else new
    sources = [Source(path, text.encode()) for path, text in texts.items()]
    chosen = [rule for rule in choose_rules(Selection()) if rule.id == name]

    report = check_sources(sources, rules=chosen, as_of=as_of)
    text = wording(finding for finding in report.findings if finding.rule == name)

    assert text, [(finding.rule, finding.message) for finding in report.findings]
    assert text == agreed(name, slip.partition("/")[2], text), (
        "read it, then: HANDRAIL_SNAPSHOTS=accept pytest -n 0 ..."
    )


SENTENCE = re.compile(
    r"^(?P<key>(?: *(?:- )?[\w-]+: )| +- )(?P<said>[A-Z](?:[^#:{}\[\]|>\"']|: )*? [^#:{}\[\]|>\"']*?)(?= *(?:#|$))"
)
MAIL = "b@c.example"


@pytest.mark.parametrize("path", sorted(path for path in starter.files() if path.endswith(".yml")))
def test_a_word_is_found_wherever_somebody_reads_it(path: str, as_of: date) -> None:
    """A mail address behind each sentence in turn: where a rule of words finds it, and where nothing does."""
    lines = starter.text(path).splitlines(keepends=True)
    rules = choose_rules(Selection(select=frozenset({"hard-coded-contact"})))
    seen = ""
    for number, line in enumerate(lines):
        found = SENTENCE.match(line)
        if not found:
            continue
        longer = f"{found['key']}{found['said']} {MAIL}{line[found.end() :]}"
        laid = starter.files() | {path: "".join([*lines[:number], longer, *lines[number + 1 :]]).encode()}
        report = check_sources([Source(*each) for each in laid.items()], rules=rules, as_of=as_of)
        told = [f"{each.at.span.line}:{each.at.span.column} {each.rule}" for each in report.findings if each.at.span]
        seen += f"{number + 1} {found['key'].strip()} {found['said']} > {', '.join(told)}\n"

    assert seen == agreed("everywhere", path, seen), "read it, then: HANDRAIL_SNAPSHOTS=accept pytest -n 0 ..."
