"""Who is there when: clock changes, holidays, nights, rotas, the end of the year; and a clock watched minute by minute."""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handrail.ground.duration import Duration
from handrail.ground.finding import Place
from handrail.ground.hours import Hours
from handrail.ground.model import Handbook, Hub, Rota, Team
from handrail.reasoning.answering import unanswered
from handrail.reasoning.staffing import (
    Stretch,
    always,
    between,
    common,
    gaps,
    horizon,
    instant,
    merged,
    minute_of,
    staffed,
)

AS_OF = dt.date(2026, 11, 25)
HERE = Place("register/organisation.yml")


def hours(text: str) -> Hours:
    found = Hours.parse(text)
    assert found
    return found


def hub(name: str, zone: str, *shifts: str, holidays: tuple[dt.date, ...] = ()) -> Hub:
    table = {f"shift-{number}": hours(text) for number, text in enumerate(shifts)}
    return Hub(name, HERE, name, zone, (), table, dict.fromkeys(holidays, "A holiday"))


def rota(name: str, text: str, at: str = "", answers: str = "5 minutes") -> Rota:
    return Rota(name, HERE, name, at, hours(text), Duration.parse(answers))


def team(staffed_at: tuple[str, ...] = (), on_call: tuple[str, ...] = (), **more: object) -> Team:
    plain: dict[str, object] = {
        "id": "desk", "place": HERE, "title": "The desk", "tier": 1, "staffed": staffed_at, "days": None,
        "works_on_holidays": False, "on_call": on_call, "queues": {}, "contact": "", "accepts": None,
        "accepts_by_severity": {}, "expects": (), "if_no_answer": "", "last_resort": False, "retired_on": None,
        "replaced_by": "",
    }  # fmt: skip
    return Team(**{**plain, **more})  # type: ignore[arg-type]


def handbook(desk: Team, hubs: tuple[Hub, ...] = (), rotas: tuple[Rota, ...] = (), as_of: dt.date = AS_OF) -> Handbook:
    by_name = {each.id: each for each in hubs}
    return Handbook(as_of, hubs=by_name, rotas={each.id: each for each in rotas}, teams={"desk": desk})


def test_the_year_has_as_many_minutes_as_its_days() -> None:
    year = horizon(Handbook(dt.date(2026, 11, 25)))

    assert (year.start, year.length) == (utc("2026-11-25 00:00"), 366 * 24 * 60)


def utc(text: str) -> int:
    return int(dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC).timestamp() // 60)


def gaps_of(book: Handbook) -> list[tuple[str, int]]:
    return [(f"{instant(gap.start):%Y-%m-%d %H:%M}", gap.length) for gap in gaps(book, "desk")]


def on(book: Handbook, day: str) -> list[tuple[str, str]]:
    found = [each for each in staffed(book, "desk") if f"{instant(each.start):%Y-%m-%d}" == day]
    return [(f"{instant(each.start):%H:%M}", f"{instant(each.end):%H:%M}") for each in found]


# ---- clocks


@pytest.mark.catalogue(31)
def test_a_shift_moves_with_summer_time() -> None:
    book = handbook(team(("dub",)), (hub("dub", "Europe/Dublin", "every day 07:00 to 16:00"),))

    assert on(book, "2027-03-27") == [("07:00", "16:00")]
    assert on(book, "2027-03-28") == [("06:00", "15:00")]
    assert on(book, "2027-10-30") == [("06:00", "15:00")]
    assert on(book, "2027-10-31") == [("07:00", "16:00")]


def test_a_night_shift_is_an_hour_shorter_in_spring_and_longer_in_autumn() -> None:
    book = handbook(team(("dub",)), (hub("dub", "Europe/Dublin", "every day 22:00 to 06:00"),))
    lengths = {f"{instant(each.start):%Y-%m-%d}": each.length for each in staffed(book, "desk")}

    assert lengths["2027-03-26"] == 8 * 60
    assert lengths["2027-03-27"] == 7 * 60
    assert lengths["2027-10-30"] == 9 * 60


def test_two_shifts_that_meet_leave_no_hole_when_the_clocks_change() -> None:
    shifts = ("every day 08:00 to 20:00", "every day 20:00 to 08:00")
    book = handbook(team(("dub",)), (hub("dub", "Europe/Dublin", *shifts),))

    assert always(book, "desk")


def test_a_time_that_the_clock_jumps_over_is_the_moment_of_the_jump() -> None:
    dublin = ZoneInfo("Europe/Dublin")

    assert minute_of(dt.date(2027, 3, 28), 90, dublin) == utc("2027-03-28 01:00")
    assert minute_of(dt.date(2027, 3, 28), 120, dublin) == utc("2027-03-28 01:00")


def test_a_time_that_comes_twice_is_the_first_of_the_two() -> None:
    assert minute_of(dt.date(2027, 10, 31), 90, ZoneInfo("Europe/Dublin")) == utc("2027-10-31 00:30")


def test_a_rota_that_fills_a_hole_must_hold_summer_and_winter() -> None:
    hubs = (hub("dub", "Europe/Dublin", "every day 07:00 to 21:00"), hub("kul", "Asia/Kuala_Lumpur"))
    lax = hub("lax", "America/Los_Angeles", "every day 12:00 to 21:00")
    short = handbook(
        team(("dub", "lax"), ("kul-phone",)), (*hubs, lax), (rota("kul-phone", "every day 13:00 to 15:00", "kul"),)
    )
    long = handbook(
        team(("dub", "lax"), ("kul-phone",)), (*hubs, lax), (rota("kul-phone", "every day 12:00 to 15:00", "kul"),)
    )

    assert gaps_of(short)[0] == ("2027-03-15 04:00", 60)
    assert "2027-07-01 04:00" in dict(gaps_of(short))
    assert always(long, "desk")


# ---- holidays, days, nights


CHRISTMAS = (dt.date(2026, 12, 25),)


def test_a_holiday_is_a_whole_local_day() -> None:
    book = handbook(team(("kul",)), (hub("kul", "Asia/Kuala_Lumpur", "every day 00:00 to 24:00", holidays=CHRISTMAS),))

    assert gaps_of(book) == [("2026-12-24 16:00", 24 * 60)]


def test_a_team_can_work_on_holidays() -> None:
    desk = team(("kul",), works_on_holidays=True)
    book = handbook(desk, (hub("kul", "Asia/Kuala_Lumpur", "every day 00:00 to 24:00", holidays=CHRISTMAS),))

    assert always(book, "desk")


def test_a_night_shift_that_began_before_the_holiday_is_worked_to_its_end() -> None:
    book = handbook(team(("dub",)), (hub("dub", "Europe/Dublin", "every day 22:00 to 06:00", holidays=CHRISTMAS),))

    assert on(book, "2026-12-24") == [("22:00", "06:00")]
    assert on(book, "2026-12-25") == []


def test_the_days_of_a_team_are_those_on_which_a_shift_begins() -> None:
    desk = team(("dub",), days=frozenset({4}))
    book = handbook(desk, (hub("dub", "Europe/Dublin", "every day 22:00 to 06:00"),))

    assert {instant(each.start).weekday() for each in staffed(book, "desk")} == {4}
    assert {instant(each.end).weekday() for each in staffed(book, "desk")} == {5}


def test_another_hub_or_a_rota_covers_a_holiday() -> None:
    kul = hub("kul", "Asia/Kuala_Lumpur", "every day 00:00 to 24:00", holidays=CHRISTMAS)
    sin = hub("sin", "Asia/Singapore", "every day 00:00 to 24:00")

    assert always(handbook(team(("kul", "sin")), (kul, sin)), "desk")
    assert always(handbook(team(("kul",), ("phone",)), (kul,), (rota("phone", "always"),)), "desk")


# ---- the edges of the year


def test_a_shift_that_runs_when_the_year_begins_counts() -> None:
    book = handbook(team(("lax",)), (hub("lax", "America/Los_Angeles", "every day 12:00 to 21:00"),))

    assert staffed(book, "desk")[0] == Stretch(horizon(book).start, utc("2026-11-25 05:00"))


def test_a_shift_of_nearly_a_day_that_began_two_local_days_before_the_year_counts() -> None:
    book = handbook(team(("lax",)), (hub("lax", "America/Los_Angeles", "every day 20:00 to 19:00"),))

    assert staffed(book, "desk")[0] == Stretch(horizon(book).start, utc("2026-11-25 03:00"))


def test_nothing_is_claimed_of_the_year_after() -> None:
    book = handbook(
        team(("dub",)), (hub("dub", "Europe/Dublin", "Monday to Friday 08:00 to 18:00"),), as_of=dt.date(2026, 11, 28)
    )

    assert staffed(book, "desk")[-1].end <= horizon(book).end
    assert unanswered(book, ("desk",), 64 * 60) is None


def test_a_team_that_nobody_has_described_is_never_there() -> None:
    book = handbook(team())

    assert staffed(book, "desk") == staffed(book, "nobody") == ()
    assert gaps(book, "desk") == (horizon(book),)
    assert not always(book, "nobody")


def test_a_zone_that_does_not_exist_staffs_nobody() -> None:
    assert (
        staffed(handbook(team(("moon",)), (hub("moon", "Moon/Tranquility", "every day 07:00 to 16:00"),)), "desk") == ()
    )


@given(*[st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=6)] * 2)
@settings(max_examples=60, deadline=None)
def test_what_is_common_and_what_lies_between_is_so_minute_by_minute(
    first: list[tuple[int, int]], second: list[tuple[int, int]]
) -> None:
    whole = Stretch(0, 80)
    one, other = (merged((Stretch(at, at + length) for at, length in each), whole) for each in (first, second))

    def minutes(stretches: tuple[Stretch, ...]) -> set[int]:
        return {minute for each in stretches for minute in range(each.start, each.end)}

    assert minutes(one) == {minute for at, length in first for minute in range(at, at + length)}
    assert minutes(common(one, other)) == minutes(one) & minutes(other)
    assert minutes(between(one, whole)) == set(range(80)) - minutes(one)


# ---- who answers in time


OFFICE = hub("dub", "Europe/Dublin", "Monday to Friday 08:00 to 18:00", holidays=CHRISTMAS)


@pytest.mark.parametrize(
    ("within", "first", "away"), [(30, "2026-11-25 00:00", 8 * 60), (14 * 60, "2026-11-27 18:00", 62 * 60)]
)
def test_the_first_moment_and_the_whole_gap_are_told(within: int, first: str, away: int) -> None:
    failing = unanswered(handbook(team(("dub",)), (OFFICE,)), ("desk",), within)

    assert failing
    assert failing.minute == utc(first)
    assert failing.away.length == away


def test_whoever_is_asked_a_moment_before_they_come_is_answered() -> None:
    book = handbook(team(("dub",)), (OFFICE,))

    assert unanswered(book, ("desk",), 86 * 60) is None
    late = unanswered(book, ("desk",), 86 * 60 - 1)
    assert late
    assert instant(late.minute).isoformat() == "2026-12-24T18:00:00+00:00"


def test_a_rota_that_answers_too_slowly_does_not_help() -> None:
    book = handbook(team(("dub",), ("phone",)), (OFFICE,), (rota("phone", "always", answers="30 minutes"),))

    assert unanswered(book, ("desk",), 30) is None
    slow = unanswered(book, ("desk",), 10)
    assert slow
    assert slow.rota == "phone"
    assert instant(slow.minute).isoformat() == "2026-11-25T00:00:00+00:00"


def test_any_team_of_a_role_may_answer() -> None:
    desk, night = team(("dub",)), team(("syd",), id="night")
    hubs = (
        hub("dub", "Europe/Dublin", "every day 08:00 to 20:00"),
        hub("syd", "Australia/Sydney", "every day 06:00 to 20:00"),
    )
    book = Handbook(AS_OF, hubs={each.id: each for each in hubs}, teams={"desk": desk, "night": night})

    assert unanswered(book, ("desk",), 60)
    assert unanswered(book, ("desk", "night"), 60) is None


# ---- a clock watched minute by minute


ZONES = ("Europe/Dublin", "America/Los_Angeles", "Asia/Kuala_Lumpur", "Australia/Lord_Howe", "America/Santiago", "UTC")
SPAN = 16
"""Days that are watched minute by minute."""
BEGINNINGS = (
    dt.date(2026, 11, 25), dt.date(2026, 12, 20), dt.date(2027, 3, 8), dt.date(2027, 3, 22),
    dt.date(2027, 3, 29), dt.date(2027, 8, 30), dt.date(2027, 9, 28), dt.date(2027, 10, 25), dt.date(2027, 11, 5),
)  # fmt: skip
"""Where watching can begin: ordinary days, the turn of the year, and the clock changes of all zones above."""


@cache
def clock(zone: str, day: dt.date) -> tuple[dt.datetime, ...]:
    """What a clock on the wall shows, UTC minute by minute, from a day before."""
    start = dt.datetime.combine(day, dt.time(), dt.UTC) - dt.timedelta(days=1)
    place = ZoneInfo(zone)
    every = (start + dt.timedelta(minutes=minute) for minute in range((SPAN + 3) * 1440))
    return tuple(now.astimezone(place).replace(tzinfo=None) for now in every)


def watched(book: Handbook, day: dt.date) -> Iterator[bool]:
    """For each minute of the span, whether somebody of the desk is there, by looking at the clock."""
    there = [False] * ((SPAN + 3) * 1440)
    desk = book.teams["desk"]
    sources = [(book.hubs[name], shift) for name in desk.staffed for shift in book.hubs[name].shifts.values()]
    for place, shift in sources:
        closed = set() if desk.works_on_holidays else set(place.holidays)
        days = {each for each in shift.days if desk.days is None or each in desk.days}
        _note(there, clock(place.zone, day), shift, days, closed)
    for name in desk.on_call:
        found = book.rotas[name]
        assert found.hours
        zone = book.hubs[found.hub].zone if found.hub else "UTC"
        _note(there, clock(zone, day), found.hours, set(found.hours.days), set())
    yield from there[1440 : (SPAN + 1) * 1440]


def _note(
    there: list[bool], shown: tuple[dt.datetime, ...], shift: Hours, days: set[int], closed: set[dt.date]
) -> None:
    """A shift begins when the clock first shows its beginning or later, and ends when it first shows its end or later."""
    highest = shown[0]
    begins: list[tuple[dt.datetime, dt.datetime]] = []
    for ahead in range(-2, SPAN + 3):
        start_of_day = dt.datetime.combine(shown[0].date(), dt.time()) + dt.timedelta(days=ahead)
        if start_of_day.weekday() in days and start_of_day.date() not in closed:
            end = shift.end if shift.end > shift.start else shift.end + 1440
            begins.append((start_of_day + dt.timedelta(minutes=shift.start), start_of_day + dt.timedelta(minutes=end)))
    for minute, now in enumerate(shown):
        highest = max(highest, now)  # a clock that was turned back does not begin a shift anew
        there[minute] = there[minute] or any(start <= highest < end for start, end in begins)


def shifts() -> st.SearchStrategy[str]:
    days = st.sampled_from(("every day", "Monday to Friday", "Saturday to Sunday", "Friday to Monday", "Sunday"))
    times = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}")
    plain = st.builds(lambda day, start, end: f"{day} {start} to {end}", days, times, times | st.just("24:00"))
    return plain | st.just("always")


@st.composite
def books(draw: st.DrawFn) -> tuple[Handbook, dt.date]:
    day = draw(st.sampled_from(BEGINNINGS))
    near = st.dates(day - dt.timedelta(days=2), day + dt.timedelta(days=SPAN + 1))
    hubs = tuple(
        hub(
            f"hub-{number}",
            draw(st.sampled_from(ZONES)),
            *draw(st.lists(shifts(), max_size=2)),
            holidays=tuple(draw(st.lists(near, max_size=2))),
        )
        for number in range(draw(st.integers(0, 2)))
    )
    rotas = tuple(
        rota(f"rota-{number}", draw(shifts()), draw(st.sampled_from(["", *(each.id for each in hubs)])))
        for number in range(draw(st.integers(0, 1)))
    )
    desk = team(
        tuple(each.id for each in hubs),
        tuple(each.id for each in rotas),
        works_on_holidays=draw(st.booleans()),
        days=draw(st.none() | st.frozensets(st.integers(0, 6), min_size=1)),
    )
    return handbook(desk, hubs, rotas, as_of=day), day


@settings(max_examples=40, deadline=None)
@given(books())
@example(
    (
        handbook(
            team(("dub",)), (hub("dub", "Europe/Dublin", "every day 01:30 to 03:00"),), as_of=dt.date(2027, 3, 22)
        ),
        dt.date(2027, 3, 22),
    )
)
@example(
    (
        handbook(
            team(("dub",)), (hub("dub", "Europe/Dublin", "every day 00:00 to 01:30"),), as_of=dt.date(2027, 10, 25)
        ),
        dt.date(2027, 10, 25),
    )
)
def test_the_year_is_what_a_clock_on_the_wall_shows(given_book: tuple[Handbook, dt.date]) -> None:
    book, day = given_book
    start = horizon(book).start
    said = [False] * (SPAN * 1440)
    for each in staffed(book, "desk"):
        for minute in range(max(each.start - start, 0), min(each.end - start, SPAN * 1440)):
            said[minute] = True

    assert said == list(watched(book, day))


@settings(max_examples=40, deadline=None)
@given(books(), st.integers(1, 3 * 24 * 60))
def test_a_promise_fails_first_where_nobody_comes_in_time(given_book: tuple[Handbook, dt.date], within: int) -> None:
    book, day = given_book
    answers = 5
    there = list(watched(book, day))
    by_rota = book.teams["desk"].on_call
    calm = Handbook(
        day,
        hubs=book.hubs,
        rotas={},
        teams={
            "desk": team(
                book.teams["desk"].staffed,
                (),
                days=book.teams["desk"].days,
                works_on_holidays=book.teams["desk"].works_on_holidays,
            )
        },
    )
    shifts_only = list(watched(calm, day)) if by_rota else there
    wanted = None
    for minute in range((SPAN - 3) * 1440 - answers):
        soon = any(shifts_only[minute : minute + within + 1])
        called = bool(by_rota) and any(there[minute : minute + within - answers + 1]) if within >= answers else False
        if not (soon or called):
            wanted = horizon(book).start + minute
            break

    found = unanswered(book, ("desk",), within)
    horizon_of_watching = horizon(book).start + (SPAN - 3) * 1440 - answers

    if wanted is None:
        assert found is None or found.minute >= horizon_of_watching
    else:
        assert found
        assert found.minute == wanted
