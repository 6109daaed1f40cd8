"""Writing the annual report: who may, what is kept, and that no word is lost."""

import pytest
from django.db import ProgrammingError, transaction

from companies.permissions import SecretariatRole
from tests.factories import EditorFactory, PartyUserFactory, ReviewerFactory
from tests.workgroups.members import cycle_of
from workgroups.annual.outline import KEYS
from workgroups.models import AnnualChapter, AnnualReport, ChapterVersion
from workgroups.services.annual import chapters

pytestmark = pytest.mark.django_db
URL = "/sector/annual/2026/"
WORDS = {
    "title_nl": "Voorwoord",
    "title_en": "Foreword",
    "text_nl": "Een goed jaar.",
    "text_en": "A good year.",
}


@pytest.fixture
def writer():
    """Somebody of the secretariat."""
    return ReviewerFactory(name="Eva de Schrijver")


@pytest.fixture
def report(writer) -> AnnualReport:
    """The report of a year, begun."""
    return chapters.begin_report(cycle_of(), by=writer)


def chapter_of(report: AnnualReport, key: str = "foreword") -> AnnualChapter:
    """Return one chapter as it is now."""
    return report.chapters.get(key=key)


def text_of(response, status: int = 200) -> str:
    """Return a page as text, with single spaces."""
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_it_is_begun_once_with_all_chapters(client_of, writer):
    cycle_of()
    client = client_of(writer)
    assert "nog niet begonnen" in text_of(client.get(URL))
    for _ in range(2):
        assert client.post(URL).status_code == 302
    report = AnnualReport.objects.get()
    assert tuple(report.chapters.values_list("key", flat=True)) == KEYS
    page = text_of(client.get(URL))
    assert "Voorwoord van de voorzitter" in page
    assert page.count("Nog geen Engelse tekst") == len(KEYS)
    assert "Begonnen op" in text_of(client.get("/sector/annual/"))


def test_saving_keeps_the_words_and_who_wrote_them(client_of, writer, report):
    client = client_of(writer)
    response = client.post(f"{URL}foreword/", WORDS | {"version": 0}, follow=True)
    assert "Het hoofdstuk is bewaard." in text_of(response)
    chapter = chapter_of(report)
    assert (chapter.text_nl, chapter.version, chapter.changed_by) == ("Een goed jaar.", 1, writer)
    history = text_of(client.get(f"{URL}foreword/history/"))
    assert "Eva de Schrijver" in history
    assert "A good year." in history


def test_the_same_words_again_are_no_new_version(writer, report):
    chapter = chapter_of(report)
    for _ in range(2):
        chapters.save_chapter(chapter, WORDS, version=0, by=writer)
    assert chapter_of(report).version == 1
    assert ChapterVersion.objects.count() == 1


def test_who_comes_too_late_sees_both_texts_and_loses_nothing(client_of, writer, report):
    early = ReviewerFactory(name="Bram de Vroege")
    chapters.save_chapter(
        chapter_of(report), WORDS | {"text_nl": "Bram schreef dit."}, version=0, by=early
    )
    client = client_of(writer)

    late = client.post(f"{URL}foreword/", WORDS | {"version": 0})

    page = text_of(late, 409)
    assert "Bram de Vroege bewaarde dit hoofdstuk" in page
    assert "Bram schreef dit." in page
    assert "Een goed jaar.</textarea>" in page
    assert 'name="version" value="1"' in page
    assert chapter_of(report).text_nl == "Bram schreef dit."
    lost = ChapterVersion.objects.get(kind="lost")
    assert (lost.text_nl, lost.by, lost.number) == ("Een goed jaar.", writer, 0)

    knowingly = client.post(f"{URL}foreword/", WORDS | {"version": 1})
    assert knowingly.status_code == 302
    assert chapter_of(report).text_nl == "Een goed jaar."
    kept = ChapterVersion.objects.values_list("text_nl", flat=True)
    assert "Bram schreef dit." in kept


def test_a_version_comes_back_and_the_one_between_stays(client_of, writer, report):
    chapter = chapter_of(report)
    chapters.save_chapter(chapter, WORDS, version=0, by=writer)
    chapters.save_chapter(chapter, WORDS | {"text_nl": "Anders."}, version=1, by=writer)
    first = ChapterVersion.objects.get(number=1)

    client_of(writer).post(f"{URL}foreword/history/{first.pk}/")

    assert (chapter_of(report).text_nl, chapter_of(report).version) == ("Een goed jaar.", 3)
    kinds = ChapterVersion.objects.order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["saved", "saved", "restored"]


def test_a_version_of_another_chapter_is_not_found(client_of, writer, report):
    chapters.save_chapter(chapter_of(report), WORDS, version=0, by=writer)
    other = f"{URL}recycling/history/{ChapterVersion.objects.get().pk}/"
    assert client_of(writer).post(other).status_code == 404


def test_history_can_only_grow(writer, report):
    chapters.save_chapter(chapter_of(report), WORDS, version=0, by=writer)
    with pytest.raises(ProgrammingError), transaction.atomic():
        ChapterVersion.objects.update(text_nl="anders")
    with pytest.raises(ProgrammingError), transaction.atomic():
        ChapterVersion.objects.all()._raw_delete("default")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"title_en": ""}, "Geef het hoofdstuk een titel, in beide talen."),
        ({"text_nl": "x\n[[cijfer:winst]]"}, "Regel 2: wij kennen “winst” niet."),
        ({"text_en": "[[tabel:coverage"}, None),
        ({"text_en": "[[plaatje:coverage]]"}, "Regel 1: wij kennen “plaatje:coverage” niet."),
        ({"version": "x"}, ""),
    ],
)
def test_what_is_wrong_is_told_and_the_words_stay(client_of, writer, report, wrong, told):
    response = client_of(writer).post(f"{URL}foreword/", WORDS | {"version": 0} | wrong)
    if told is None:
        assert response.status_code == 302
        return
    page = text_of(response, 422)
    assert told in page
    assert "Een goed jaar." in page or "text_nl" in wrong
    assert not ChapterVersion.objects.exists()


def test_chapters_move_and_hide_but_the_figures_stay(client_of, writer, report):
    client = client_of(writer)
    client.post(f"{URL}looking_back/place/", {"act": "up"})
    assert report.chapters.first().key == "looking_back"
    client.post(f"{URL}looking_back/place/", {"act": "up"})
    assert report.chapters.first().key == "looking_back"
    client.post(f"{URL}round_table/place/", {"act": "hide"})
    assert not chapter_of(report, "round_table").is_shown
    client.post(f"{URL}round_table/place/", {"act": "show"})
    assert chapter_of(report, "round_table").is_shown
    refused = client.post(f"{URL}figures/place/", {"act": "hide"}, follow=True)
    assert "De cijfers staan altijd in het jaarrapport." in text_of(refused)
    assert chapter_of(report, "figures").is_shown


@pytest.mark.parametrize("role", SecretariatRole.values)
def test_the_whole_secretariat_writes(client_of, report, role):
    client = client_of(ReviewerFactory(secretariat_role=role))
    assert client.post(f"{URL}foreword/", WORDS | {"version": 0}).status_code == 302


@pytest.mark.parametrize("stranger", [PartyUserFactory, EditorFactory])
@pytest.mark.parametrize("path", ["", "foreword/", "foreword/history/"])
def test_others_are_refused(client_of, report, stranger, path):
    client = client_of(stranger())
    assert client.get(f"{URL}{path}").status_code == 403
    assert client.post(f"{URL}foreword/", WORDS | {"version": 0}).status_code == 403
    assert not ChapterVersion.objects.exists()
