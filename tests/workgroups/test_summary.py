"""The sums of the sector: kept at each step, equal to those made anew, and proved by a command."""

import io
import threading
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Func, IntegerField
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convenant.tenancy.scope import company_scope, officer_scope
from convenant.tenancy.sector import sector_scope
from diligence.framework.answers import Given, State
from diligence.models import Assessment, Basis, SectorSum, SummaryFact
from diligence.services.review.threads import reply
from diligence.services.summary import rebuild_facts
from diligence.summary.measures import Measure as M
from tests.database import superuser
from tests.diligence.talks import send_back, settle_all
from tests.factories import CompanyFactory, answer
from tests.workgroups.counted import STEPS, again, ready_file, step
from workgroups.summary_queries import Cell, Filters, add_up, drill, sum_faults, sums, units

HANDED_IN, ACCEPTED = Basis.HANDED_IN, Basis.ACCEPTED


@pytest.fixture
def company(db):
    return CompanyFactory(name="Gieterij De Maas")


def numbers(basis: str, year: int = 2026) -> int:
    """Return how many files count."""
    return sums([year], basis, [M.FILE]).cell(year, M.FILE).companies


def kept_sums() -> set[tuple]:
    """Return every sum, as the database has it."""
    with sector_scope():
        fields = ("year", "basis", "size", "position", "measure", "a", "b", "companies", "total")
        return set(SectorSum.objects.values_list(*fields))


def assert_right() -> None:
    """Assert that what is kept is what making it anew gives."""
    kept = kept_sums()
    assert sum_faults([2026]) == []
    call_command("summary", "verify", stdout=io.StringIO())
    call_command("summary", "rebuild", stdout=io.StringIO())
    assert kept_sums() == kept


def test_a_file_counts_from_handing_in_and_from_acceptance(company):
    file, approver = ready_file(company)
    assert (numbers(HANDED_IN), numbers(ACCEPTED)) == (0, 0)

    for verb, counts in [
        ("submit", (1, 0)),
        ("take_back", (0, 0)),
        ("submit", (1, 0)),
        ("accept", (1, 1)),
        ("close", (1, 1)),
        ("unclose", (1, 1)),
        ("reopen", (1, 0)),
    ]:
        assert step(file, verb, approver), verb
        assert (numbers(HANDED_IN), numbers(ACCEPTED)) == counts, verb
    assert_right()


def test_what_is_open_again_counts_as_it_was_handed_in_until_it_comes_back(company):
    file, approver = ready_file(company)
    assert step(file, "submit", approver)
    before = sums([2026], HANDED_IN, [M.SCORE]).cell(2026, M.SCORE)
    [talk] = send_back(again(file), "embed.policy")
    answer(again(file), "embed.policy", 3, by=approver)
    assert sums([2026], HANDED_IN, [M.SCORE]).cell(2026, M.SCORE) == before

    with company_scope(company.pk):
        reply(talk, "Aangepast.", by=approver)
    assert step(file, "submit", approver)
    assert sums([2026], HANDED_IN, [M.SCORE]).cell(2026, M.SCORE).total > before.total
    settle_all(again(file))
    assert step(file, "accept", approver)
    assert_right()


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(walk=st.lists(st.tuples(st.integers(0, 1), st.sampled_from(STEPS)), max_size=14))
def test_no_walk_leaves_other_sums_than_those_made_anew(db, walk):
    with transaction.atomic():
        made = [ready_file(CompanyFactory(), level=level) for level in (1, 3)]
        for place, verb in walk:
            step(made[place][0], verb, made[place][1])
        assert_right()
        stands = [again(file).status for file, _ in made]
        assert numbers(HANDED_IN) == sum(status != "draft" for status in stands)
        assert numbers(ACCEPTED) == sum(status in ("accepted", "closed") for status in stands)
        transaction.set_rollback(True)


def test_sums_drill_and_units_tell_the_same_of_the_same_files(company):
    small, approver = ready_file(company)
    large, other = ready_file(
        CompanyFactory(name="Walserij Noord"), level=3, profile__fte=sized("900")
    )
    for file, by in ((small, approver), (large, other)):
        assert step(file, "submit", by) and step(file, "accept", by)

    found = sums([2026], ACCEPTED, [M.METAL_THEME, M.SIZE])
    assert found.of(2026, M.SIZE) == {("large", ""): Cell(1, 1), ("small", ""): Cell(1, 1)}
    assert found.cell(2026, M.METAL_THEME, "ME-CU", "RT03") == Cell(2, 4)
    key = (M.METAL_THEME, "ME-CU", "RT03")
    assert [(one.name, one.value) for one in drill(2026, ACCEPTED, *key)] == [
        ("Gieterij De Maas", 2),
        ("Walserij Noord", 2),
    ]
    only = Filters(size="large")
    assert [one.slug for one in drill(2026, ACCEPTED, *key, filters=only)] == [large.company.slug]
    assert sums([2026], ACCEPTED, [M.METAL_THEME], only).cell(2026, *key) == Cell(1, 2)
    [one, two] = units([2026], measures=[M.METAL_THEME])[2026]
    assert {one.company, two.company} == {small.company_id, large.company_id}
    assert {unit.facts[key] for unit in (one, two)} == {2}
    assert units([2025]) == {2025: []}


def sized(people: str):
    """Return an answer about how many people work somewhere."""
    return Given(State.ANSWERED, people)


def test_sums_of_all_measures_and_years_are_one_statement(company):
    file, approver = ready_file(company)
    assert step(file, "submit", approver)
    with CaptureQueriesContext(connection) as asked:
        assert sums([2025, 2026], HANDED_IN, list(M)).cells
    assert sum("diligence_" in query["sql"] for query in asked.captured_queries) == 1


def test_nobody_but_the_sector_reads_sums_and_nobody_writes_them(company):
    file, approver = ready_file(company)
    assert step(file, "submit", approver)

    with company_scope(company.pk):
        assert SectorSum.objects.count() == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            SectorSum.objects.create(year=2026, companies=1, total=1)
    with sector_scope(), pytest.raises(DatabaseError), transaction.atomic():
        SectorSum.objects.update(companies=9)
    with company_scope(company.pk), pytest.raises(DatabaseError), transaction.atomic():
        SummaryFact.objects.update(value=9)
    with company_scope(company.pk), pytest.raises(DatabaseError), transaction.atomic():
        made = Func(F("cycle__year"), function="convenant.add_up_year", output_field=IntegerField())
        list(Assessment.objects.annotate(made=made).values_list("made"))


@pytest.mark.django_db(transaction=True)
class TestInRealTransactions:
    """What only shows between transactions, and what somebody with all rights did."""

    @pytest.fixture
    def files(self):
        return [ready_file(CompanyFactory()) for _ in range(4)]

    def test_acceptances_at_once_leave_right_sums_and_wait_for_nobody_for_ever(self, files):
        """Each reopens and accepts at the same time as the others: sums go down and up again."""
        faults: list[Exception] = []
        together = threading.Barrier(len(files))

        def walk(file, approver):
            try:
                together.wait(30)
                for verb in ("submit", "accept", "reopen"):
                    assert step(file, verb, approver)
                with officer_scope(file.company_id):
                    rebuild_facts(again(file))
            except Exception as fault:
                faults.append(fault)
            finally:
                connection.close()

        threads = [threading.Thread(target=walk, args=pair) for pair in files]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)

        assert faults == []
        assert (numbers(HANDED_IN), numbers(ACCEPTED)) == (4, 0)
        assert_right()

    @pytest.mark.parametrize(
        ("tampering", "said"),
        [
            (
                "UPDATE diligence_summaryfact SET value = value + 1 WHERE measure = 'score'",
                "the facts are not those of the snapshot",
            ),
            ("DELETE FROM diligence_summaryfact WHERE measure = 'file'", "the facts are not"),
            ("UPDATE diligence_sectorsum SET companies = 9 WHERE measure = 'file'", "adds up"),
            ("UPDATE diligence_sectorsum SET total = 9 WHERE measure = 'score'", "adds up"),
            ("DELETE FROM diligence_sectorsum WHERE measure = 'band'", "adds up"),
        ],
    )
    def test_what_was_tampered_with_is_found_and_made_right(self, files, tampering, said):
        [(file, approver), *_] = files
        assert step(file, "submit", approver)
        right = kept_sums()
        as_superuser(tampering)

        told = io.StringIO()
        with pytest.raises(CommandError):
            call_command("summary", "verify", "--year", "2026", stdout=io.StringIO(), stderr=told)
        assert said in told.getvalue()
        call_command("summary", "rebuild", "--year", "2026", stdout=io.StringIO())
        call_command("summary", "verify", stdout=io.StringIO())
        assert kept_sums() == right

    @pytest.mark.parametrize(
        ("told", "instead"),
        [
            ("direction * count(*)", "count(*)"),
            ("direction * sum(changed.value)", "0"),
            ("kept.companies + excluded.companies", "excluded.companies"),
            ("changed.a, changed.b, direction", "changed.a, '', direction"),
        ],
    )
    def test_a_trigger_that_adds_up_otherwise_is_caught(self, files, told, instead):
        with mutated("keep_sums", told, instead):
            for file, approver in files[:2]:
                assert step(file, "submit", approver)
            assert step(files[0][0], "take_back", files[0][1])
            assert sum_faults([2026])
        assert add_up(2026)
        assert sum_faults([2026]) == []

    def test_what_a_company_added_goes_when_it_is_erased(self, files):
        [(file, approver), *_] = files
        assert step(file, "submit", approver)
        with company_scope(file.company_id):
            SummaryFact.objects.for_company(file.company_id).delete()
        assert kept_sums() == set()


def as_superuser(statement: str) -> None:
    """Do what nobody of the product can."""
    with superuser(connection.settings_dict["NAME"]) as server:
        server.execute(statement)


@contextmanager
def mutated(function: str, told: str, instead: str):
    """Let a function of the database say something else for a while."""
    with superuser(connection.settings_dict["NAME"]) as server:
        [(right,)] = server.execute(
            "SELECT pg_get_functiondef(%s::regproc)", [f"convenant.{function}"]
        ).fetchall()
        assert told in right
        server.execute(right.replace(told, instead))
        try:
            yield
        finally:
            server.execute(right)
