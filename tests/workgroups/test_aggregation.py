"""The secretariat's figures from plain data: no database, no request."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from workgroups.aggregation.members import Act, Member, Stage, fold, sorting_name
from workgroups.aggregation.overview import (
    Need,
    attention,
    band_years,
    heat_row,
    latest,
    totals_of,
)
from workgroups.aggregation.selection import HANDED_IN, NO_BAND, Selection

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)
DEADLINE = date(2026, 12, 10)
AFTER = datetime(2026, 12, 13, 9, 0, tzinfo=UTC)


def days_ago(days: float) -> int:
    """Return a moment so many days before NOW, in seconds since 1970."""
    return int((NOW - timedelta(days=days)).timestamp())


def member(name: str, status: str = "", **facts) -> Member:
    """Return a member; what is not named is as in a file without answers."""
    return Member(fold(name).replace(" ", "-"), name, "Gorinchem", status, **facts)


def names(found) -> list[str]:
    """Return what the members are called, in order."""
    return [one.name for one in found]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Élan Précision B.V.", "elan precision b.v."),
        ("Søren & Łódź", "soren & lodz"),
        ("STRAẞE", "strasse"),
        ("Gieterij De Maas", "gieterij de maas"),
    ],
)
def test_capitals_and_accents_do_not_count(text, folded):
    assert fold(text) == folded


def test_an_opening_quote_does_not_count_in_the_order():
    assert sorting_name("’t Hart") == "t hart"


@pytest.mark.parametrize(
    ("one", "stage"),
    [
        (member("A"), Stage.NO_FILE),
        (member("A", "draft"), Stage.NOT_STARTED),
        (member("A", "draft", settled=1), Stage.DRAFT),
        (member("A", "submitted", settled=9), Stage.SUBMITTED),
        (member("A", "questions_open", settled=9), Stage.QUESTIONS_OPEN),
        (member("A", "accepted", settled=9), Stage.ACCEPTED),
        (member("A", "closed", settled=9), Stage.CLOSED),
    ],
)
def test_where_a_member_stands(one, stage):
    assert one.stage == stage
    assert one.is_idle == (stage in (Stage.NO_FILE, Stage.NOT_STARTED))


def test_what_happened_last():
    edited = member("A", "questions_open", touched=300, submitted=200)
    submitted = member("A", "submitted", touched=200, submitted=200)
    decided = member("A", "accepted", touched=100, submitted=200, decided=300)

    assert [one.activity for one in (edited, submitted, decided, member("A"))] == [
        Act.EDITED,
        Act.SUBMITTED,
        Act.DECIDED,
        None,
    ]
    assert decided.activity_at == datetime(1970, 1, 1, 0, 5, tzinfo=UTC)


def test_a_score_is_shown_rounded_down_so_that_it_stays_in_its_band():
    assert member("A", "draft", score=59.9).points == 59
    assert member("A").points is None


SECTOR = [
    member("Akkoord", "accepted", settled=9, submitted=days_ago(40), decided=days_ago(1)),
    member("Wacht lang", "submitted", settled=9, submitted=days_ago(9.9)),
    member("Wacht kort", "submitted", settled=9, submitted=days_ago(0.5)),
    member("Vragen", "questions_open", settled=9, submitted=days_ago(20), touched=days_ago(0.1)),
    member("Bezig", "draft", settled=4, filled=40, touched=days_ago(3)),
    member("Begonnen", "draft", settled=1, filled=5, touched=days_ago(30)),
    member("Leeg", "draft"),
    member("Zonder dossier"),
]


def test_the_totals_count_members():
    totals = totals_of(SECTOR, DEADLINE, NOW)

    assert (totals.members, totals.handed_in, totals.handed_in_recently) == (8, 4, 3)
    assert (totals.waiting, totals.longest_wait, totals.idle, totals.late) == (2, 9, 2, 0)
    assert totals_of(SECTOR, DEADLINE, AFTER).late == 4


def test_nobody_is_late_on_the_last_day_itself():
    last_day = datetime(2026, 12, 10, 23, 59, tzinfo=UTC)
    assert totals_of(SECTOR, DEADLINE, last_day).late == 0
    assert totals_of(SECTOR, DEADLINE, last_day + timedelta(minutes=1)).late == 4


def test_totals_of_nobody():
    totals = totals_of([], DEADLINE, NOW)
    assert (totals.members, totals.waiting, totals.longest_wait) == (0, 0, 0)


def test_before_the_deadline_who_did_nothing_asks_for_attention():
    needs = attention(SECTOR, DEADLINE, NOW)

    assert [(item.member.name, item.days) for item in needs[Need.WAITING]] == [
        ("Wacht lang", 9),
        ("Wacht kort", 0),
    ]
    assert needs[Need.LATE] == []
    assert [(item.member.name, item.days) for item in needs[Need.IDLE]] == [
        ("Leeg", 18),
        ("Zonder dossier", 18),
    ]


def test_who_was_given_more_time_is_late_after_that_day_and_hurried_before_it():
    today = NOW.date()
    given = today + timedelta(days=3)
    some = [member("Tijd", extended=given), member("Geen tijd")]
    last = today - timedelta(days=2)

    assert [one.is_late(last, today) for one in some] == [False, True]
    assert some[0].is_late(last, given + timedelta(days=1))
    needs = attention(some, last, NOW)
    assert [(one.member.name, one.days) for one in needs[Need.LATE]] == [("Geen tijd", 2)]
    assert [(one.member.name, one.days) for one in needs[Need.IDLE]] == [("Tijd", 3)]


def test_far_from_the_deadline_nobody_is_hurried():
    assert attention(SECTOR, date(2027, 3, 31), NOW)[Need.IDLE] == []


def test_after_the_deadline_they_are_late_the_emptiest_file_first():
    needs = attention(SECTOR, DEADLINE, AFTER)

    assert needs[Need.IDLE] == []
    assert [(item.member.name, item.days) for item in needs[Need.LATE]] == [
        ("Zonder dossier", 3),
        ("Leeg", 3),
        ("Begonnen", 3),
        ("Bezig", 3),
    ]


def test_the_latest_activity_comes_first():
    assert names(latest(SECTOR, 3)) == ["Vragen", "Wacht kort", "Akkoord"]


def select(**asked) -> list[str]:
    """Return whom a selection shows, on 22 November."""
    return names(Selection(**asked).of(SECTOR, DEADLINE, NOW.date()))


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("idle", ["Leeg", "Zonder dossier"]),
        ("draft", ["Begonnen", "Bezig"]),
        ("submitted", ["Wacht kort", "Wacht lang"]),
        ("questions_open", ["Vragen"]),
        ("accepted", ["Akkoord"]),
        ("closed", []),
        (HANDED_IN, ["Akkoord", "Vragen", "Wacht kort", "Wacht lang"]),
    ],
)
def test_by_status(status, found):
    assert select(status=status) == found


def test_late_members_only():
    late = Selection(late=True).of(SECTOR, DEADLINE, AFTER.date())
    assert names(late) == ["Begonnen", "Bezig", "Leeg", "Zonder dossier"]
    assert select(late=True) == []


def test_by_band_size_and_place_in_the_chain():
    gieterij = member("Gieterij", "draft", band="basic", size="small", chain='["semis"]')
    handel = member("Handel", "draft", size="large", chain='["recycling", "trading"]')

    def found(**asked) -> list[str]:
        return names(Selection(**asked).of([gieterij, handel], DEADLINE, NOW.date()))

    assert found(band="basic") == ["Gieterij"]
    assert found(band=NO_BAND) == ["Handel"]
    assert found(size="large") == ["Handel"]
    assert found(chain="trading") == ["Handel"]
    assert found(chain="trad") == []
    assert found(chain="semis", size="large") == []


@pytest.mark.parametrize("words", ["elan", "ÉLAN", "b.v. precis", "  élan  "])
def test_by_name_whatever_capitals_and_accents(words):
    members = [member("Élan Précision B.V."), member("Staalhandel Noord")]
    assert names(Selection(words=words).of(members, DEADLINE, NOW.date())) == [
        "Élan Précision B.V."
    ]


def test_who_lacks_what_is_sorted_by_stands_last_both_ways():
    members = [
        member("Zonder"),
        member("Laag", "draft", score=12.0),
        member("Hoog", "draft", score=80.0),
        member("Ook laag", "draft", score=12.0),
    ]

    def by_score(descending: bool) -> list[str]:
        chosen = Selection(sort="score", descending=descending)
        return names(chosen.of(members, DEADLINE, NOW.date()))

    assert by_score(False) == ["Laag", "Ook laag", "Hoog", "Zonder"]
    assert by_score(True) == ["Hoog", "Laag", "Ook laag", "Zonder"]


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("name", "Akkoord"),
        ("progress", "Akkoord"),
        ("status", "Zonder dossier"),
        ("activity", "Begonnen"),
    ],
)
def test_each_order(sort, first):
    assert select(sort=sort)[0] == first


def test_equal_names_have_a_fixed_order():
    twins = [
        Member("tweede", "Gieterij", "Tilburg"),
        Member("eerste", "Gieterij", "Breda"),
    ]
    for order in (twins, twins[::-1]):
        found = Selection().of(order, DEADLINE, NOW.date())
        assert [one.slug for one in found] == ["eerste", "tweede"]


def test_the_bar_of_a_year_is_filled_to_its_end():
    [newest, older] = band_years({2025: {"basic": 1}, 2026: {"basic": 1, "mature": 2}}, BANDS)

    assert (newest.year, newest.total, older.year) == (2026, 3, 2025)
    assert [(piece.band, piece.count) for piece in newest.pieces] == [
        ("", 0),
        ("basic", 1),
        ("improving", 0),
        ("mature", 2),
    ]
    last = newest.pieces[-1]
    assert last.start + last.width == pytest.approx(100, abs=0.01)


BANDS = ["basic", "improving", "mature"]


def test_an_unknown_band_is_counted_as_none_and_nothing_is_lost():
    [year] = band_years({2024: {"gold": 3, None: 1, "basic": 2}}, BANDS)
    assert [piece.count for piece in year.pieces] == [4, 2, 0, 0]
    assert year.total == 6


def test_a_year_without_files_has_an_empty_bar():
    [year] = band_years({2024: {}}, BANDS)
    assert {piece.width for piece in year.pieces} == {0.0}


def test_the_heat_map_tells_not_started_from_a_score_of_zero():
    steps = {
        "embed": {"settled": 3, "filled": 100, "score": "39.9"},
        "identify": {"settled": 1, "filled": 20, "score": "0.0"},
        "prevent": {"settled": 0, "filled": 0, "score": "0.0"},
        "track": {"settled": 2, "filled": 100, "score": None},
    }
    one = member("A", "draft", steps=json.dumps(steps))

    cells = heat_row(one, [*steps, "remedy"], [0, 20, 40, 60, 80])

    assert [(cell.points, cell.band) for cell in cells] == [
        (39, 1),
        (0, 0),
        (None, None),
        (None, None),
        (None, None),
    ]
    assert [cell.is_started for cell in cells] == [True, True, False, True, False]
    assert [cell.is_complete for cell in cells] == [True, False, False, True, False]


def test_a_score_on_a_border_belongs_to_the_higher_band():
    one = member("A", "draft", steps='{"embed": {"settled": 1, "filled": 100, "score": "40.0"}}')
    assert heat_row(one, ["embed"], [0, 20, 40, 60, 80])[0].band == 2
