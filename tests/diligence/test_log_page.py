"""The log as people read it: sentences, filters in the address, one line for a run of saves."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.events import record
from companies.models import Event
from companies.permissions import SecretariatRole
from companies.services.members import invite
from diligence.services.notes import leave_note
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
    answer,
)

pytestmark = pytest.mark.django_db
KEY = "embed.policy"


@pytest.fixture
def company():
    return CompanyFactory(slug="gieterij")


@pytest.fixture
def file(company):
    return AssessmentFactory(company=company)


@pytest.fixture
def editor(company):
    return EditorFactory(of=company, name="Fatma Aydin")


def address(company, **query) -> str:
    return reverse("diligence:log", args=[company.slug], query=query)


def lines(page) -> list:
    return [(line.sentence, line.times) for line in page.context["lines"]]


class TestSentences:
    """Each entry is a sentence with the name of that moment, and a way to the place."""

    def test_a_save_names_the_question_and_leads_to_its_versions(
        self, client_of, company, file, editor
    ):
        answer(file, KEY, 2, by=editor)
        page = client_of(editor).get(address(company))
        question = file.edition.question(KEY).text.nl
        assert lines(page) == [(f"Fatma Aydin sloeg het antwoord op de vraag “{question}” op.", 1)]
        history = reverse("diligence:answer-history", args=["gieterij", 2026, KEY])
        assert f'href="{history}"' in page.text

    def test_in_english(self, client_of, company, file, editor):
        answer(file, KEY, 2, by=editor)
        client = client_of(editor)
        client.cookies["django_language"] = "en"
        assert "Fatma Aydin saved the answer to the question" in client.get(address(company)).text

    def test_the_name_stays_as_it_was(self, client_of, company, file, editor):
        answer(file, KEY, 2, by=editor)
        editor.name = "Fatma de Boer"
        editor.save()
        [(sentence, _)] = lines(client_of(editor).get(address(company)))
        assert sentence.startswith("Fatma Aydin ")

    def test_what_the_secretariat_looked_at_stands_in_it(self, client_of, company, file, editor):
        reviewer = client_of(ReviewerFactory(name="Ineke de Wit"))
        for _ in range(3):
            reviewer.get(reverse("diligence:part", args=["gieterij", 2026, "1.1"]))
        title = file.edition.part("1.1").title.nl
        page = client_of(editor).get(address(company))
        assert lines(page) == [
            (f"Ineke de Wit (secretariaat) bekeek onderdeel 1.1 ({title}) van 2026.", 3)
        ]
        assert "3 keer, laatst om" in page.text

    def test_a_note_is_told_without_its_text(self, client_of, company, file, editor, in_scope):
        with in_scope(company):
            leave_note(file, KEY, "Heel vertrouwelijk", by=editor)
        page = client_of(editor).get(address(company))
        assert "plaatste een notitie" in page.text and "vertrouwelijk" not in page.text

    def test_what_was_forgotten_is_told_without_a_name(self, client_of, company, editor, in_scope):
        with in_scope(company):
            record(company, "member.left", by=editor, names={"person": "Jan"})
        page = client_of(editor).get(address(company))
        event = page.context["lines"][0].event
        event.actor_name, event.names = "", {}
        from companies.log.telling import sentence_of

        assert sentence_of(event, {}) == (
            "Iemand (naam niet meer bewaard) nam (niet meer bewaard) de toegang tot het dossier af."
        )

    def test_an_invited_address_is_for_who_invites(self, client_of, company, editor, in_scope):
        admin = AdminFactory(of=company)
        with in_scope(company):
            invite(company, "piet@bedrijf.example", "editor", by=admin)
        assert "piet@bedrijf.example" in client_of(admin).get(address(company)).text
        page = client_of(editor).get(address(company))
        assert "piet@bedrijf.example" not in page.text and "een nieuwe collega" in page.text

    def test_what_people_type_is_text(self, client_of, company, editor, in_scope):
        with in_scope(company):
            record(company, "member.left", by=editor, names={"person": "<b>%(who)s</b>"})
        page = client_of(editor).get(address(company))
        assert "&lt;b&gt;%(who)s&lt;/b&gt;" in page.text


class TestRuns:
    """Saves shortly after each other are one line; each of them stays in the chain."""

    def test_a_run_of_one_person(self, client_of, company, file, editor):
        other = EditorFactory(of=company)
        for level in (1, 2, 3):
            answer(file, KEY, level, by=editor)
            answer(file, "profile.fte", str(level), by=other)
        found = lines(client_of(editor).get(address(company)))
        assert [times for _, times in found] == [3, 3]

    def test_a_newer_run_of_another_does_not_count_for_the_older(
        self, client_of, company, file, editor
    ):
        other = EditorFactory(of=company)
        for person, level in ((editor, 1), (editor, 2), (other, 3), (editor, 1), (editor, 2)):
            answer(file, KEY, level, by=person)
        found = lines(client_of(editor).get(address(company)))
        assert [times for _, times in found] == [2, 1, 2]
        filtered = lines(client_of(editor).get(address(company, person=editor.pk)))
        assert [times for _, times in filtered] == [2, 2]


class TestFilters:
    """Filters live in the address and are taken off one by one."""

    @pytest.fixture
    def mixed(self, client_of, company, file, editor, in_scope):
        answer(file, KEY, 2, by=editor)
        answer(file, "profile.fte", "12", by=EditorFactory(of=company, name="Bram Post"))
        client_of(ReviewerFactory(name="Ineke")).get(
            reverse("diligence:part", args=["gieterij", 2026, "1.1"])
        )
        with in_scope(company):
            long_ago = timezone.now() - datetime.timedelta(days=100)
            record(company, "file.opened", by=editor, at=long_ago, year=2026)
        return client_of(editor)

    def test_by_person(self, mixed, company, editor):
        page = mixed.get(address(company, person=editor.pk))
        assert len(lines(page)) == 2
        assert [chip.words for chip in page.context["chips"]] == ["Fatma Aydin"]

    def test_by_kind(self, mixed, company):
        [(sentence, _)] = lines(mixed.get(address(company, kind="read")))
        assert sentence.startswith("Ineke")
        assert len(lines(mixed.get(address(company, kind="change")))) == 3

    def test_by_part(self, mixed, company):
        found = lines(mixed.get(address(company, part="1.1")))
        assert len(found) == 2 and not any("Bram" in sentence for sentence, _ in found)
        assert len(lines(mixed.get(address(company, part="profile")))) == 1

    def test_by_period(self, mixed, company):
        today = timezone.localdate()
        assert len(lines(mixed.get(address(company, since=today)))) == 3
        before = today - datetime.timedelta(days=1)
        assert len(lines(mixed.get(address(company, until=before)))) == 1

    def test_chips_keep_the_others(self, mixed, company, editor):
        page = mixed.get(address(company, person=editor.pk, kind="change", part="1.1"))
        urls = [chip.url for chip in page.context["chips"]]
        assert urls[0] == "?kind=change&part=1.1"
        assert len(urls) == 3

    @pytest.mark.parametrize(
        "query",
        [
            {"person": "x' OR 1=1"},
            {"kind": "all"},
            {"part": "9.9"},
            {"since": "31-12-2026", "until": "0001-01-01"},
            {"page": "999"},
            {"page": "x"},
        ],
    )
    def test_words_nobody_knows_are_as_if_not_there(self, mixed, company, query):
        page = mixed.get(address(company, **query))
        assert page.status_code == 200 and len(lines(page)) == 4

    def test_nothing_fits(self, mixed, company):
        page = mixed.get(address(company, since="2999-01-01"))
        assert "Geen regel past bij deze filters." in page.text

    def test_pages_hold_fifty_and_keep_the_filter(self, mixed, company, editor, in_scope):
        with in_scope(company):
            for n in range(60):
                record(company, "member.joined", by=editor, role="editor", n=n)
        page = mixed.get(address(company, kind="change"))
        assert len(lines(page)) == 50
        assert 'href="?kind=change&amp;page=2"' in page.text

    def test_queries_stay_the_same(self, mixed, company, editor, in_scope, max_queries):
        mixed.get(address(company))
        with in_scope(company):
            for n in range(60):
                record(company, "member.joined", by=editor, role="editor", n=n)
        with max_queries(13):
            mixed.get(address(company))


class TestDoor:
    """All of the company, and the secretariat's administrator; the same facts for both."""

    def test_a_reader_may(self, client_of, company, file):
        assert client_of(ReaderFactory(of=company)).get(address(company)).status_code == 200

    def test_a_company_without_a_file(self, client_of, company):
        page = client_of(ReaderFactory(of=company)).get(address(company))
        assert "Er is nog niets gebeurd" in page.text

    def test_another_company_gets_a_404(self, client_of, company):
        assert client_of(AdminFactory()).get(address(company)).status_code == 404

    def test_a_reviewer_may_not(self, client_of, company):
        assert client_of(ReviewerFactory()).get(address(company)).status_code == 403

    def test_the_administrator_sees_the_same_and_leaves_a_trace(
        self, client_of, company, file, editor, in_scope
    ):
        answer(file, KEY, 2, by=editor)
        boss = ReviewerFactory(secretariat_role=SecretariatRole.ADMINISTRATOR)
        assert lines(client_of(boss).get(address(company))) == lines(
            client_of(editor).get(address(company, kind="change"))
        )
        with in_scope(company):
            assert Event.objects.get(verb="file.read").data == {"page": "diligence:log"}
