"""Notes to colleagues: left at a question, dealt with, and never seen outside the company."""

import pytest
from django.urls import reverse

from diligence.models import ColleagueNote
from diligence.services.notes import MOST_CHARACTERS, EmptyNote, leave_note
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
)

pytestmark = pytest.mark.django_db
KEY = "embed.policy"


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def file(company):
    return AssessmentFactory(company=company)


@pytest.fixture
def editor(company):
    return EditorFactory(of=company, name="Joke Bakker")


@pytest.fixture
def client(client_of, editor):
    return client_of(editor)


@pytest.fixture
def note(file, editor, in_scope):
    with in_scope(file.company):
        return leave_note(file, KEY, "Klopt de datum nog?", by=editor)


def notes_at(file, key=KEY):
    return reverse("diligence:note", args=[file.company.slug, file.cycle.year, key])


def done(file, note):
    return reverse("diligence:note-done", args=[file.company.slug, file.cycle.year, note.pk])


def page(file):
    return reverse("diligence:part", args=[file.company.slug, file.cycle.year, "1.1"])


def test_a_note_stands_at_its_question_with_who_left_it(file, client):
    response = client.post(notes_at(file), {f"{KEY}:note": "Vraag dit aan Piet.\nHij weet het."})

    html = client.get(page(file)).content.decode()
    assert response.url == page(file) + "#q-embed-policy"
    assert "Vraag dit aan Piet.<br>Hij weet het." in html
    assert "Joke Bakker, vandaag om " in html
    assert "Notities voor collega’s (1)" in html


def test_boxes_of_other_questions_are_not_taken_along(file, client, in_scope):
    client.post(notes_at(file), {f"{KEY}:note": "Hier.", "embed.minerals_policy:note": "Daar."})

    with in_scope(file.company):
        assert [note.text for note in ColleagueNote.objects.all()] == ["Hier."]


@pytest.mark.parametrize("text", ["", "   \n ", "x" * (MOST_CHARACTERS + 1)])
def test_a_note_needs_words_and_not_too_many(text, file, client, in_scope):
    client.post(notes_at(file), {f"{KEY}:note": text})

    assert "Schrijf een notitie van 1 tot en met 2000 tekens." in client.get(
        page(file)
    ).content.decode().replace("2.000", "2000")
    with in_scope(file.company):
        assert not ColleagueNote.objects.exists()


def test_the_service_says_so_too(file, editor, in_scope):
    with in_scope(file.company), pytest.raises(EmptyNote):
        leave_note(file, KEY, " ", by=editor)


def test_dealing_with_a_note_keeps_it_readable(file, note, client, in_scope):
    response = client.post(done(file, note))

    html = client.get(page(file)).content.decode()
    assert response.url == page(file) + "#q-embed-policy"
    assert "Klopt de datum nog?" in html and "afgehandeld" in html
    with in_scope(file.company):
        note.refresh_from_db()
    assert note.done_at is not None


def test_what_is_typed_is_shown_as_text(file, client):
    client.post(notes_at(file), {f"{KEY}:note": "<script>alert(1)</script>"})

    assert "&lt;script&gt;alert(1)" in client.get(page(file)).content.decode()


def test_an_unknown_question_is_a_404(file, client):
    assert client.post(notes_at(file, "embed.onbekend"), {"text": "x"}).status_code == 404


def test_another_companys_note_does_not_exist(file, note, client_of, in_scope):
    rival = AdminFactory()
    rivals = AssessmentFactory(company=rival.memberships.get().company)

    assert client_of(rival).post(done(rivals, note)).status_code == 404
    assert client_of(rival).post(done(file, note)).status_code == 404
    with in_scope(file.company):
        note.refresh_from_db()
    assert note.done_at is None


@pytest.mark.parametrize(
    ("make", "status"),
    [(ReaderFactory, 403), (ReviewerFactory, 403)],
    ids=["reader", "secretariat"],
)
def test_who_only_reads_leaves_no_notes(make, status, file, note, client_of, company, in_scope):
    person = make(of=company) if make is ReaderFactory else make()
    visitor = client_of(person)

    assert visitor.post(notes_at(file), {f"{KEY}:note": "Ik ook."}).status_code == status
    assert visitor.post(done(file, note)).status_code == status
    with in_scope(file.company):
        assert ColleagueNote.objects.count() == 1
