"""Two reviewers never hold one file unknowingly: not in the code, and not in the database."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from companies.models import Event
from convenant.tenancy.scope import company_scope
from diligence.models import Assessment, FileReview
from diligence.services.desk.holding import (
    HeldByAnother,
    NotHeld,
    hold,
    insist,
    let_go,
    review_of,
    take_over,
)
from tests.database import superuser
from tests.factories import AssessmentFactory, CompanyFactory, ReviewerFactory


@pytest.fixture
def people():
    """Three reviewers."""
    return [ReviewerFactory(name=name) for name in ("Marieke", "Arjan", "Ineke")]


@pytest.fixture
def file(db):
    """A file that was handed in."""
    made = AssessmentFactory(company=CompanyFactory(), status="submitted")
    return Assessment(pk=made.pk, company=made.company, cycle=made.cycle)


@pytest.mark.django_db
class TestOneAfterTheOther:
    def test_who_comes_second_is_told_who_was_first_and_since_when(self, file, people, in_scope):
        marieke, arjan, _ = people
        before = timezone.now()
        with in_scope(file.company):
            hold(file, by=marieke)
            hold(file, by=marieke)
            with pytest.raises(HeldByAnother) as told:
                hold(file, by=arjan)
            assert told.value.review.held_by == marieke
            assert told.value.review.held_since >= before
            assert review_of(file).is_held_by(marieke)
            verbs = list(Event.objects.values_list("verb", flat=True))
        assert verbs == ["review.held"]

    def test_an_act_takes_a_free_file_and_no_other(self, file, people, in_scope):
        marieke, arjan, _ = people
        with in_scope(file.company):
            insist(file, by=marieke)
            insist(file, by=marieke)
            with pytest.raises(HeldByAnother):
                insist(file, by=arjan)
            assert let_go(file, by=marieke)
            assert not let_go(file, by=marieke)
            insist(file, by=arjan)
            assert review_of(file).is_held_by(arjan)

    def test_it_is_taken_over_from_whom_the_page_named(self, file, people, in_scope):
        marieke, arjan, ineke = people
        with in_scope(file.company):
            hold(file, by=marieke)
            take_over(file, marieke.pk, by=arjan)
            with pytest.raises(HeldByAnother) as told:
                take_over(file, marieke.pk, by=ineke)
            assert told.value.review.held_by == arjan
            with pytest.raises(HeldByAnother):
                insist(file, by=marieke)
            let_go(file, by=arjan)
            with pytest.raises(NotHeld):
                take_over(file, arjan.pk, by=ineke)
            event = Event.objects.get(verb="review.taken_over")
        assert (event.actor, event.about, event.names["person"]) == (
            arjan.pk,
            marieke.pk,
            "Marieke",
        )

    def test_taking_over_from_oneself_changes_nothing(self, file, people, in_scope):
        marieke = people[0]
        with in_scope(file.company):
            since = hold(file, by=marieke).held_since
            assert take_over(file, marieke.pk, by=marieke).held_since == since
            assert not Event.objects.filter(verb="review.taken_over").exists()

    def test_the_database_refuses_a_hold_that_passes_unsaid(self, file, people, in_scope):
        """Whatever code comes to be: who does not name the holder does not get the file."""
        marieke, arjan, ineke = people
        with in_scope(file.company):
            hold(file, by=marieke)
            rows = FileReview.objects.filter(held_by=marieke)
            for unsaid in ({}, {"taken_from": ineke}):
                refused = pytest.raises(IntegrityError, match="a colleague holds this file")
                with refused, transaction.atomic():
                    rows.update(held_by=arjan, **unsaid)
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(held_since=None)
            with pytest.raises(IntegrityError), transaction.atomic():
                FileReview.objects.create(company=file.company, assessment=file, held_by=arjan)
            assert review_of(file).held_by == marieke


def at_once(count: int, act) -> list:
    """Do this so many times at the same moment, each in its own transaction; return what came."""
    together, came = threading.Barrier(count), [None] * count

    def run(number: int) -> None:
        try:
            together.wait()
            came[number] = act(number)
        except Exception as error:
            came[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    def held_by(self, file):
        with company_scope(file.company.pk):
            return review_of(file).held_by

    def test_of_eight_who_take_a_free_file_one_has_it_and_seven_are_told(self, file):
        people = [ReviewerFactory() for _ in range(8)]

        def take(number):
            with company_scope(file.company.pk):
                return hold(file, by=people[number])

        came = at_once(8, take)

        told = [one for one in came if isinstance(one, HeldByAnother)]
        got = [one for one in came if isinstance(one, FileReview)]
        holder = self.held_by(file)
        assert (len(got), len(told)) == (1, 7), came
        assert got[0].held_by == holder
        assert {one.review.held_by for one in told} == {holder}
        with company_scope(file.company.pk):
            assert Event.objects.filter(verb="review.held").count() == 1

    def test_of_two_who_take_over_at_once_the_second_is_told_of_the_first(self, file, people):
        marieke, *others = people
        with company_scope(file.company.pk):
            hold(file, by=marieke)

        def take(number):
            with company_scope(file.company.pk):
                return take_over(file, marieke.pk, by=others[number])

        came = at_once(2, take)

        holder = self.held_by(file)
        assert holder in others
        [told] = [one for one in came if isinstance(one, HeldByAnother)]
        assert told.review.held_by == holder

    def test_nobody_takes_over_in_the_middle_of_an_act(self, file, people):
        """The act holds the row; the take-over waits for it and comes after it."""
        marieke, arjan, _ = people
        busy, done = threading.Event(), []

        def act(number):
            with company_scope(file.company.pk):
                if number == 0:
                    insist(file, by=marieke)
                    busy.set()
                    while not waits_for_a_lock():
                        pass
                    done.append("act")
                    return
            busy.wait()
            with company_scope(file.company.pk):
                take_over(file, marieke.pk, by=arjan)
                done.append("taken over")

        with company_scope(file.company.pk):
            hold(file, by=marieke)
        assert at_once(2, act) == [None, None]
        assert done == ["act", "taken over"]


def waits_for_a_lock() -> bool:
    """Tell whether another connection to this database waits for a row."""
    with superuser(connection.settings_dict["NAME"]) as server:
        waiting = server.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return waiting.fetchone()[0] > 0
