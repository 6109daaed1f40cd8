"""Who is told what, once, and that nobody else can read it, in the database as well."""

import uuid

import pytest
from django.db import connection, transaction
from django.db.utils import DataError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from companies.models import Membership, Notice, NoticeSettings, Unread
from companies.notices import Group, NoticeKind, UnknownKind, all_kinds, register_kinds
from companies.permissions import Permission
from companies.services.members import end_seat
from companies.services.notices import (
    Untellable,
    forget,
    mark_read,
    own,
    secretariat,
    tell,
    who_may,
)
from convenant.queue.models import OutboxItem
from convenant.tenancy.scope import company_scope, person_scope
from diligence.models import Assessment
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    PartyUserFactory,
    ReaderFactory,
    ReviewerFactory,
)

pytestmark = pytest.mark.django_db


def say(people, company, kind="file.submitted", **more) -> int:
    """Tell these people something of a company."""
    with company_scope(company.pk):
        return tell(
            people,
            kind,
            company,
            **{"url": "/hier/", "key": "een", "words": {"year": 2026}} | more,
        )


def notices_of(person) -> list[Notice]:
    """Return what somebody reads."""
    with person_scope(person.pk):
        return list(own(person))


@pytest.fixture
def company():
    return CompanyFactory(name="Gieterij De Maas")


class TestTelling:
    """One row a person, in the transaction of what it tells of."""

    def test_who_has_a_seat_or_an_office_is_told_and_nobody_else(self, company):
        joke, boss = EditorFactory(of=company), ReviewerFactory()
        strangers = [EditorFactory(), PartyUserFactory()]
        gone = EditorFactory(of=company)
        Membership.objects.filter(user=gone).update(ended_at="2026-01-01T00:00Z")
        asleep = EditorFactory(of=company, is_active=False)

        assert say([joke, boss, *strangers, gone, asleep], company) == 2
        assert [len(notices_of(one)) for one in (joke, boss, gone, asleep)] == [1, 1, 0, 0]
        assert Unread.objects.count() == 2

    def test_the_same_event_is_told_once(self, company):
        joke = EditorFactory(of=company)
        for key in ("een", "een", "twee"):
            say([joke, joke], company, key=key)

        assert len(notices_of(joke)) == 2

    def test_about_what_happened_is_a_key_by_itself(self):
        file = AssessmentFactory()
        joke = EditorFactory(of=file.company)
        for kind in ("file.submitted", "file.submitted", "report.ready"):
            say([joke], file.company, kind=kind, about=file, key="")

        assert {notice.about for notice in notices_of(joke)} == {file.pk}
        assert len(notices_of(joke)) == 2

    def test_an_act_that_fails_tells_nothing(self, company):
        joke = EditorFactory(of=company)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            say([joke], company, urgent=True)
            raise ZeroDivisionError

        assert notices_of(joke) == []
        assert not OutboxItem.objects.exists() and not Unread.objects.exists()

    def test_what_could_not_be_read_is_refused(self, company):
        joke = EditorFactory(of=company)
        with pytest.raises(UnknownKind):
            say([joke], company, kind="file.danced")
        with pytest.raises(Untellable, match="year"):
            say([joke], company, words={})
        with pytest.raises(Untellable, match="about nothing"):
            say([joke], company, key="")
        assert notices_of(joke) == []

    def test_a_mail_at_once_is_for_what_presses(self):
        with pytest.raises(ValueError, match="never is"):
            register_kinds(NoticeKind("x.y", Group.FILE, "x", urgent=True))

    @pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.key)
    def test_each_kind_is_a_sentence_in_both_languages(self, kind):
        for words in filter(None, (kind.sentence, kind.for_mail)):
            with translation.override("nl"):
                dutch = str(words)
            with translation.override("en"):
                english = str(words)
            assert dutch != english and dutch.endswith(".") and english.endswith(".")

    def test_a_word_may_differ_per_language(self, company):
        joke = EditorFactory(of=company)
        words = {"who": "An", "part": {"nl": "Beleid", "en": "Policy"}, "year": 2026}
        say([joke], company, kind="part.given", words=words)
        [notice] = notices_of(joke)

        assert str(notice) == "An gaf u Beleid van 2026."
        with translation.override("en"):
            assert "Policy" in str(notice)

    def test_the_people_of_a_right(self, company):
        reader, editor = ReaderFactory(of=company), EditorFactory(of=company)
        admin = AdminFactory(of=company)
        AdminFactory()

        assert set(who_may(company, Permission.ANSWERS_CHANGE)) == {editor, admin}
        assert set(who_may(company, Permission.FILE_VIEW, but=admin)) == {reader, editor}
        boss, other = ReviewerFactory(), ReviewerFactory()
        assert set(secretariat(but=boss)) == {other}


class TestForOneselfAlone:
    """The database shows a notice to its person and to nobody else."""

    def test_a_colleague_sees_nothing(self, company):
        joke, kees = EditorFactory(of=company), AdminFactory(of=company)
        say([joke], company)
        with company_scope(company.pk):
            assert not Notice.objects.exists()
            assert not Notice.objects.update(read_at=None)
        with person_scope(kees.pk):
            assert not Notice.objects.exists()
            assert not Notice.objects.all().delete()[0]
        assert len(notices_of(joke)) == 1

    def test_a_company_tells_of_itself_alone(self, company):
        joke, other = EditorFactory(of=company), CompanyFactory()
        with (
            company_scope(other.pk),
            pytest.raises(Exception, match="row-level security"),
            transaction.atomic(),
        ):
            tell([joke], "file.submitted", company, url="/", key="x", words={"year": 2026})

    def test_the_scope_of_a_person_opens_no_company(self, company):
        joke = EditorFactory(of=company)
        AssessmentFactory(company=company)
        with person_scope(joke.pk), pytest.raises(DataError), transaction.atomic():
            list(Assessment.objects.all())

    def test_without_a_scope_there_is_an_error_and_not_an_empty_list(self):
        with pytest.raises(Exception, match="no tenant scope"), transaction.atomic():
            list(Notice.objects.all())

    def test_a_forged_person_is_refused(self, company):
        say([EditorFactory(of=company)], company)
        value = f"person-{uuid.uuid4()}|9999999999|00"
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('convenant.scope', %s, true)", [value])
            with pytest.raises(Exception, match="not genuine"), transaction.atomic():
                cursor.execute("SELECT count(*) FROM companies_notice")

    def test_one_person_of_two_companies_reads_both_and_loses_what_is_left(self, company):
        other = CompanyFactory()
        joke = EditorFactory(of=company)
        AdminFactory(of=other)
        second = Membership.objects.create(user=joke, company=other, role="editor")
        say([joke], company)
        say([joke], other)
        assert {notice.company for notice in notices_of(joke)} == {company, other}

        with company_scope(other.pk):
            end_seat(second, by=joke)
        assert [notice.company for notice in notices_of(joke)] == [company]
        assert Unread.objects.count() == 1


class TestReading:
    """Read is read, of oneself."""

    def test_one_a_group_or_all(self, company):
        joke, kees = EditorFactory(of=company), EditorFactory(of=company)
        for key, kind in (("1", "file.submitted"), ("2", "report.ready"), ("3", "report.ready")):
            say([joke, kees], company, kind=kind, key=key)

        assert mark_read(kees, only=notices_of(joke)[0].pk) == 0
        assert mark_read(joke, only=notices_of(joke)[0].pk) == 1
        assert mark_read(joke, only=notices_of(joke)[0].pk) == 0
        assert mark_read(joke, group=Group.REVIEW) == 1
        assert mark_read(joke) == 1
        assert set(Unread.objects.values_list("person", flat=True)) == {kees.pk}

    def test_forgetting_takes_the_count_along(self, company):
        joke = EditorFactory(of=company)
        say([joke], company)
        forget(joke)

        assert notices_of(joke) == [] and not Unread.objects.exists()

    def test_the_count_comes_with_the_person(self, company, client, django_assert_num_queries):
        joke = EditorFactory(of=company)
        say([joke], company)
        say([joke], company, key="twee")
        client.force_login(joke)

        assert client.get("/account/").wsgi_request.user.unread == 2


class TestPages:
    """The inbox and what leads out of it, without a script."""

    @pytest.fixture
    def joke(self, company):
        joke = EditorFactory(of=company)
        say([joke], company)
        say([joke], company, kind="report.ready", key="twee", url="/account/devices/")
        return joke

    def test_the_list_and_the_count(self, joke, client):
        client.force_login(joke)
        page = client.get(reverse("inbox")).content.decode()

        assert "Gieterij De Maas diende 2026 in." in page and "Het verslag van 2026" in page
        assert ", 2 ongelezen" in page

    def test_a_filter_and_only_what_is_unread(self, joke, client):
        client.force_login(joke)
        files = client.get(reverse("inbox"), {"group": "file"}).content.decode()
        assert "Het verslag" in files and "diende 2026 in" not in files

        mark_read(joke, group=Group.FILE)
        unread = client.get(reverse("inbox"), {"unread": "1"}).content.decode()
        assert "Het verslag" not in unread and "diende 2026 in" in unread
        assert "U hebt alles gelezen" in client.get("/inbox/?unread=1&group=file").content.decode()
        assert client.get(reverse("inbox"), {"group": "onzin", "page": "x"}).status_code == 200

    def test_opening_one_leads_there_and_reads_it(self, joke, client):
        client.force_login(joke)
        notice = notices_of(joke)[0]
        answer = client.get(reverse("notice", args=[notice.pk]))

        assert (answer.status_code, answer.url) == (302, notice.url)
        assert client.get(reverse("inbox")).wsgi_request.user.unread == 1

    def test_of_another_nobody_is_told_that_it_is_there(self, joke, company, client):
        notice = notices_of(joke)[0]
        client.force_login(AdminFactory(of=company))

        assert client.get(reverse("notice", args=[notice.pk])).status_code == 404
        client.post(reverse("notices-read"), {"notice": notice.pk})
        assert notices_of(joke)[0].read_at is None

    def test_reading_one_or_all_of_a_filter(self, joke, client):
        client.force_login(joke)
        first = notices_of(joke)[0]
        back = client.post(reverse("notices-read"), {"notice": first.pk, "unread": "1"})
        assert back.url == "/inbox/?unread=1"
        assert [one.read_at is None for one in notices_of(joke)] == [False, True]
        client.post(reverse("notices-read"), {"group": "deadline"})
        assert [one.read_at is None for one in notices_of(joke)] == [False, True]
        client.post(reverse("notices-read"))
        assert [one.read_at is None for one in notices_of(joke)] == [False, False]
        assert client.post(reverse("notices-read"), {"notice": "x"}).status_code == 404

    def test_a_list_costs_the_same_however_long(self, joke, company, client):
        client.force_login(joke)
        client.get(reverse("inbox"))
        with CaptureQueriesContext(connection) as few:
            client.get(reverse("inbox"))
        for n in range(20):
            say([joke], company, key=f"nog {n}")
        with CaptureQueriesContext(connection) as many:
            client.get(reverse("inbox"))

        assert len(many) == len(few) <= 12

    def test_nobody_signs_in_first(self, client):
        for name in ("inbox", "notice-settings"):
            assert reverse("account_login") in client.get(reverse(name)).url

    def test_what_somebody_chooses_is_kept(self, joke, client):
        client.force_login(joke)
        page = reverse("notice-settings")
        ways = dict.fromkeys(Group.values, "digest")
        assert client.post(page, {"rhythm": "daily", "weekday": "4", **ways}).status_code == 302
        chosen = NoticeSettings.objects.get(person=joke)
        assert (chosen.rhythm, chosen.weekday, chosen.way_of(Group.DEADLINE)) == (
            "daily",
            4,
            "digest",
        )

    @pytest.mark.parametrize(
        "wrong", [{"rhythm": "hourly"}, {"weekday": "9"}, {"file": "now"}, {"people": ""}]
    )
    def test_a_choice_that_is_none_is_told(self, wrong, joke, client):
        client.force_login(joke)
        ways = dict.fromkeys(Group.values, "digest")
        answer = client.post(
            reverse("notice-settings"), {"rhythm": "daily", "weekday": "4", **ways} | wrong
        )

        assert answer.status_code == 422
        assert not NoticeSettings.objects.filter(person=joke).exists()
