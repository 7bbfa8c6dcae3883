"""The icons of the handbook, drawn by us: 24 by 24, lines only, so that they take the colour of their words."""

from handrail.ground.model import Verb

VERBS = {
    Verb.DO: "M4 4h16v16H4zM8 12l3 3 5-6",
    Verb.DECIDE: "M12 21v-8M12 13L5.5 7V3M12 13l6.5-6V3",
    Verb.TOGETHER: "M4 4h16M4 20h16M8.5 4v16M15.5 4v16",
    Verb.ASK: "M8 9a4 4 0 1 1 6 3.4c-1.3.8-2 1.5-2 3M12 19.3v.2",
    Verb.ESCALATE: "M12 20V5M5.5 11.5L12 5l6.5 6.5",
    Verb.TELL: "M4 5h16v11h-8.5L7 20v-4H4z",
    Verb.WAIT: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM12 7v5.4l3.6 2",
    Verb.RUN: "M4 5h16v14H4zM8 5v14M16 5v14",
}
FLAG = "M6.5 21V4h11.5l-3 4l3 4H6.5"
ONWARD = "M4 12h15M13 6l6 6l-6 6"
OTHERS = {
    "again": "M4 12a8 8 0 1 1 2.5 5.8M3 20v-5h5",
    "bell": "M6 17v-6a6 6 0 0 1 12 0v6l1.5 2h-15zM10 21.5h4",
    "book": "M5 4h14v16H6.5A1.5 1.5 0 0 1 5 18.5zM5 18.5A1.5 1.5 0 0 1 6.5 17H19",
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "clock": VERBS[Verb.WAIT],
    "eye": "M2.5 12S6 5.5 12 5.5S21.5 12 21.5 12S18 18.5 12 18.5S2.5 12 2.5 12z"
    "M12 9.2a2.8 2.8 0 1 0 0 5.6a2.8 2.8 0 0 0 0-5.6z",
    "flag": FLAG,
    "fork": VERBS[Verb.DECIDE],
    "onward": ONWARD,
    "people": "M9 11.5a3.5 3.5 0 1 0 0-7a3.5 3.5 0 0 0 0 7z"
    "M2.5 20v-1.5a4.5 4.5 0 0 1 4.5-4.5h4a4.5 4.5 0 0 1 4.5 4.5V20"
    "M16 4.8a3.5 3.5 0 0 1 0 6.4M18.5 14.4a4.5 4.5 0 0 1 3 4.1V20",
    "person": "M12 11.5a3.8 3.8 0 1 0 0-7.6a3.8 3.8 0 0 0 0 7.6zM4.5 20.5v-1.5a5 5 0 0 1 5-5h5a5 5 0 0 1 5 5v1.5",
    "play": "M7 4.5v15l12-7.5z",
    "shield": "M12 3l7.5 3v5.5c0 4.6-3.1 7.8-7.5 9.5c-4.4-1.7-7.5-4.9-7.5-9.5V6zM8.5 12l2.5 2.5l4.5-5",
    "warning": "M12 4L2.5 20.5h19zM12 10v4.5M12 17.4v.2",
}


def icon(name: str) -> str:
    """A small icon for a line of text: a verb or one of the others. Hidden from readers: the words say it too."""
    path = OTHERS.get(name) or VERBS[Verb(name)]
    return f'<svg class="hr-i" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{path}"></path></svg>'
