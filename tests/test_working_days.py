"""How long working days take: over weekends, holidays and clock changes, never less than a day counted on a calendar."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import starter
from handrail.ground.duration import Duration
from handrail.ground.hours import DAYS
from handrail.reasoning.staffing import DAYS_AHEAD
from handrail.reasoning.working_days import at_most
from test_staffing import AS_OF, handbook, hub, rota, team

DAY = 1440


def days(text: str) -> Duration:
    found = Duration.parse(text)
    assert found
    return found


@pytest.mark.parametrize(
    ("time", "takes"),
    [
        ("1 working day", 4 * DAY),  # Friday 00:00 to the end of Monday
        ("4 working days", 7 * DAY),
        ("5 working days", 8 * DAY),
        ("3 days", 3 * DAY),
        ("90 minutes", 90),
    ],
)
def test_a_weekend_makes_working_days_longer(time: str, takes: int) -> None:
    book = handbook(team(("kl",)), (hub("kl", "Asia/Kuala_Lumpur", "Monday to Friday 09:00 to 17:00"),))
    assert at_most(book, days(time), ["desk"]) == takes


def test_holidays_count_unless_the_team_works_then() -> None:
    christmas = (*(dt.date(2026, 12, day) for day in (24, 25, 28, 31)), dt.date(2027, 1, 1))
    place = hub("kl", "Asia/Kuala_Lumpur", "Monday to Friday 09:00 to 17:00", holidays=christmas)
    # from Wednesday 23 December to the end of Tuesday 29
    assert at_most(handbook(team(("kl",)), (place,)), days("1 working day"), ["desk"]) == 7 * DAY
    works = team(("kl",), works_on_holidays=True)
    assert at_most(handbook(works, (place,)), days("1 working day"), ["desk"]) == 4 * DAY


def test_a_team_that_is_always_there_has_until_the_end_of_the_next_day() -> None:
    book = handbook(team(("kl",)), (hub("kl", "Asia/Kuala_Lumpur", "every day 00:00 to 24:00"),))
    assert at_most(book, days("1 working day"), ["desk"]) == 2 * DAY


def test_the_day_on_which_clocks_are_set_back_is_longer() -> None:
    book = handbook(team(("dublin",)), (hub("dublin", "Europe/Dublin", "Monday to Friday 09:00 to 17:00"),))
    assert at_most(book, days("1 working day"), ["desk"]) == 4 * DAY + 60


def test_without_a_calendar_people_work_from_monday_to_friday() -> None:
    for who in ([], ["nobody"], ["desk"]):
        book = handbook(team(on_call=("night",)), rotas=(rota("night", "every day 20:00 to 08:00"),))
        assert at_most(book, days("2 working days"), who) == 4 * DAY + DAY


def test_the_slowest_team_and_the_slowest_hub_count() -> None:
    hubs = (
        hub("kl", "Asia/Kuala_Lumpur", "every day 07:00 to 16:00"),
        hub("sg", "Asia/Singapore", "Monday 09:00 to 17:00"),
    )
    both = handbook(team(("kl", "sg")), hubs)
    assert at_most(both, days("1 working day"), ["desk"]) == 8 * DAY
    assert at_most(handbook(team(("kl",)), hubs), days("1 working day"), ["desk", "nobody"]) == 4 * DAY


def test_a_team_that_never_works_is_never_quick() -> None:
    lost = team(("kl",), days=frozenset({6}))
    book = handbook(lost, (hub("kl", "Asia/Kuala_Lumpur", "Monday to Friday 09:00 to 17:00"),))
    assert at_most(book, days("2 working days"), ["desk"]) >= 2 * DAYS_AHEAD * DAY


def test_a_great_many_working_days_are_bounded() -> None:
    book = handbook(team(("kl",)), (hub("kl", "Asia/Kuala_Lumpur", "Monday to Friday 09:00 to 17:00"),))
    assert at_most(book, days("999999 working days"), ["desk"]) >= 999_999 * DAY * 7 // 5


@given(
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    holidays=st.frozensets(st.integers(0, 400), max_size=40),
    amount=st.integers(1, 12),
    start=st.integers(0, DAYS_AHEAD - 1),
    zone=st.sampled_from(["Europe/Dublin", "Asia/Kuala_Lumpur", "America/New_York", "Australia/Lord_Howe"]),
)
def test_no_start_of_the_year_takes_longer(
    weekdays: frozenset[int], holidays: frozenset[int], amount: int, start: int, zone: str
) -> None:
    """Count on the wall calendar, from any day of the year: it is never later than what we say."""
    closed = tuple(AS_OF + dt.timedelta(days=day) for day in holidays)
    shifts = [f"{DAYS[day]} 09:00 to 17:00" for day in sorted(weekdays)]
    book = handbook(team(("here",)), (hub("here", zone, *shifts, holidays=closed),))
    left, day = amount, AS_OF + dt.timedelta(days=start)
    begin = dt.datetime.combine(day, dt.time(), ZoneInfo(zone))
    while left:
        day += dt.timedelta(days=1)
        left -= day.weekday() in weekdays and day not in closed
    end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ZoneInfo(zone))
    assert at_most(book, days(f"{amount} working days"), ["desk"]) >= (end.timestamp() - begin.timestamp()) // 60


def test_a_promise_is_held_against_the_slowest_working_days() -> None:
    """Four working days and the rest pass seven days, though four times 24 hours and the rest do not."""
    whole = starter.text(starter.WORKFLOW)
    pay = "    do: Decide what we pay, and order the payment\n    within: 1 day\n"
    assert pay in whole
    slow = starter.lay(starter.WORKFLOW, whole.replace(pay, pay.replace("1 day", "4 working days")))
    found = [finding for finding in slow.findings if finding.rule == "sla-overrun"]
    assert {finding.at.path for finding in found} == {"register/severities.yml", starter.WORKFLOW}
    assert all("can take 7 days 12 h" in each.message for each in found)
    assert any("pay" in line and "5 days 1 h" in line for each in found for line in each.witness)
