"""A file under review: two years beside each other, what to look at, and what a reviewer does."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.models import Event
from convenant.tenancy.scope import company_scope, officer_scope
from diligence.framework.answers import Given, State
from diligence.models import (
    Agreement,
    Answer,
    Assessment,
    InternalNote,
    Remark,
    ReviewThread,
    SecretariatScore,
)
from diligence.services.assessments import submit
from diligence.services.desk.holding import hold
from diligence.services.versions.offering import offer
from tests.diligence.files import asking, complete_file, fill
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    CycleFactory,
    EditorFactory,
    ReviewerFactory,
    published_version,
)
from workgroups.models import TextBlock

pytestmark = pytest.mark.django_db
Q = "embed.training"


@pytest.fixture
def company():
    return CompanyFactory(name="Gieterij De Maas B.V.", slug="de-maas")


@pytest.fixture
def draft(company):
    """A file that is filled in, after another year of the same company."""
    editor = EditorFactory(of=company)
    before = AssessmentFactory(
        company=company, cycle=CycleFactory(year=2025, version=published_version("2025"))
    )
    fill(
        before,
        {Q: Given(State.ANSWERED, 1, explanation="Wij vragen onze negen leveranciers.")},
        by=editor,
    )
    told = Given(State.ANSWERED, 3, explanation="Wij vragen onze veertien leveranciers elk jaar.")
    return complete_file(company, by=editor, embed__training=told)


@pytest.fixture
def file(company, draft):
    """The file, handed in."""
    with company_scope(company.pk):
        submit(draft, by=AdminFactory(of=company))
        return Assessment.objects.with_cycle().select_related("company").get(pk=draft.pk)


@pytest.fixture
def marieke():
    return ReviewerFactory(name="Marieke de Wit")


@pytest.fixture
def desk(client_of, marieke):
    return client_of(marieke)


URL = "/companies/de-maas/2026/review/"


def page_of(client, address: str = URL) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def item_of(page: str, key: str = Q) -> str:
    """Return one answer of the page."""
    anchor = "q-" + key.replace(".", "-")
    return page.partition(f'id="{anchor}"')[2].partition("</article>")[0]


def act(client, value: str, *, key: str = Q, query: str = "", **sent):
    return client.post(f"{URL}answers/{key}/{query}", {"act": value, **sent})


def rows(file, model, **which):
    with officer_scope(file.company_id):
        return list(model.objects.for_company(file.company).filter(**which))


def version(file, key: str = Q) -> int:
    return rows(file, Answer, question=key, assessment=file)[0].version


def test_last_year_stands_beside_this_year_with_what_went_and_came(desk, file):
    item = item_of(page_of(desk))

    left, _, right = item.partition("<h3>2026")
    assert "<h3>2025</h3>" in left
    assert re.search(r"<del>.*?negen", left) and "veertien" not in left
    assert re.search(r"<ins>.*?veertien", right) and "negen" not in right
    assert "Bedrijf: niveau 3" in item and "was 1" in item
    assert 'lang="nl"' in right


@pytest.mark.parametrize("mark", ["changed", "weak", "unsure", "no_proof", "todo", "talk"])
def test_answers_are_picked_by_what_asks_for_a_look(desk, file, mark):
    page = page_of(desk)
    [count] = re.findall(rf'data-mark="{mark}"[^>]*>[^<]+<b data-count>(\d+)', page)
    marked = re.findall(r'data-marks="([^"]*)"', page)
    assert sum(mark in marks.split() for marks in marked) == int(count)

    picked = page_of(desk, f"{URL}?show={mark}")
    assert picked.count("data-item") == int(count)
    if mark == "talk":
        assert "Geen antwoord past hierbij." in picked


def test_agreeing_goes_on_to_the_next_and_counts(desk, file, marieke):
    page = page_of(desk)
    goal = re.search(r'formaction="([^"]*)" name="act" value="agree:\d+"', item_of(page))[1]
    answer = desk.post(goal.replace("&amp;", "&"), {"act": f"agree:{version(file)}"})

    goal = answer.url.partition("#")[2]
    assert answer.status_code == 302 and goal.startswith("q-") and goal != "q-embed-training"
    [agreed] = rows(file, Agreement)
    assert (agreed.question, agreed.version, agreed.by_id) == (Q, version(file), marieke.pk)
    page = page_of(desk)
    assert re.search(r"1 van \d+ akkoord", page)
    assert "Van u sinds" in page, "the first act takes a free file"
    act(desk, "unagree")
    assert rows(file, Agreement) == []


def test_script_gets_the_one_answer_and_the_counts(desk, file):
    sent = {"act": f"agree:{version(file)}"}
    answer = desk.post(f"{URL}answers/{Q}/?show=all&next=q-x", sent, headers={"X-Desk-Part": "1"})

    part = answer.content.decode()
    assert part.count("data-item") == 1 and "Toch niet akkoord" in part
    assert 'data-done="1"' in part and "<html" not in part


def test_an_answer_that_changed_meanwhile_is_not_agreed_with(desk, file):
    answer = act(desk, f"agree:{version(file) + 1}")
    assert answer.status_code == 422
    assert "Dit antwoord is intussen gewijzigd." in answer.content.decode()
    assert rows(file, Agreement) == []


def test_a_question_is_asked_answered_and_settled(desk, client_of, file, marieke):
    sent = {"text": "Wat doet u met wie niet antwoordt?", "asks_change": "on"}
    assert act(desk, "ask", query="?next=q-embed-training", **sent).status_code == 302
    [thread] = rows(file, ReviewThread)
    assert (thread.question, thread.asks_change, thread.turn) == (Q, True, "company")

    item = item_of(page_of(desk))
    assert "Wat doet u met wie niet antwoordt?" in item
    assert "wacht op het lid" in item
    assert "talk" in re.search(r'data-marks="([^"]*)"', item)[1]
    act(desk, f"reply:{thread.pk}", text="En wanneer?")
    assert [one.text for one in rows(file, Remark)][-1] == "En wanneer?"
    assert act(desk, f"settle:disagreed:{thread.pk}").status_code == 422
    act(desk, f"settle:accepted:{thread.pk}")
    assert rows(file, ReviewThread)[0].is_settled


def test_a_standard_remark_comes_before_what_was_typed(desk, file):
    TextBlock.objects.create(
        title_nl="Audit", title_en="Audit", text_nl="Stuur het bewijs.", text_en="Send proof."
    )
    assert "Stuur het bewijs." in page_of(desk, f"{URL}?at={Q}&do=ask")
    act(desk, "ask", block="Audit", text="Het gaat om 2026.")
    [remark] = rows(file, Remark)
    assert remark.text == "Stuur het bewijs.\n\nHet gaat om 2026."


def test_an_internal_note_stays_inside(desk, client_of, file, company):
    act(desk, "note", text="Dezelfde handelaar als bij twee anderen.")
    assert [note.text for note in rows(file, InternalNote)] == [
        "Dezelfde handelaar als bij twee anderen."
    ]
    item = item_of(page_of(desk))
    assert 'class="internal"' in item and "Dezelfde handelaar" in item
    member = client_of(EditorFactory(of=company))
    for address in ("", "parts/1.2/", "score/"):
        assert "Dezelfde handelaar" not in member.get(f"/companies/de-maas/2026/{address}").text


def test_another_level_stands_beside_with_its_reason_and_never_over_it(
    desk, client_of, file, company
):
    act(desk, "score", level="1", reason="Het beleid is niet vastgesteld.")

    [score] = rows(file, SecretariatScore)
    assert (score.level, score.own_level) == (1, 3)
    item = item_of(page_of(desk))
    assert "secretariaat: niveau 1" in item and "Het beleid is niet vastgesteld." in item
    assert "volgens het secretariaat" in page_of(desk)
    member = client_of(EditorFactory(of=company))
    part, scores = (
        page_of(member, "/companies/de-maas/2026/parts/1.2/"),
        page_of(member, "/companies/de-maas/2026/score/"),
    )
    for page in (part, scores):
        assert "Het beleid is niet vastgesteld." in page
    assert "Uw eigen niveau blijft staan en telt." in part
    assert rows(file, Answer, question=Q, assessment=file)[0].value == 3
    act(desk, "unscore")
    assert rows(file, SecretariatScore) == []


@pytest.mark.parametrize(
    ("value", "sent", "words"),
    [
        ("ask", {"text": "  "}, "Schrijf eerst uw vraag"),
        ("note", {"text": ""}, "Schrijf eerst uw notitie"),
        ("score", {"level": "3", "reason": "Zo."}, "Dit is het niveau dat het bedrijf zelf koos."),
        ("score", {"level": "1", "reason": " "}, "Schrijf waarom u een ander niveau ziet"),
        ("score", {"level": "9", "reason": "Zo."}, "Kies een niveau uit de lijst."),
        ("score", {"level": "", "reason": "Wel reden."}, "Kies een niveau uit de lijst."),
    ],
)
def test_what_can_not_be_kept_is_said_at_the_form_with_the_words_kept(
    desk, file, value, sent, words
):
    answer = act(desk, value, **sent)

    item = item_of(" ".join(answer.content.decode().split()))
    assert answer.status_code == 422
    assert words in item
    assert sent.get("reason", "").strip() in item
    assert rows(file, ReviewThread) + rows(file, InternalNote) + rows(file, SecretariatScore) == []


def test_what_was_typed_while_a_colleague_took_the_file_is_not_lost(desk, file, marieke):
    with officer_scope(file.company_id):
        hold(file, by=ReviewerFactory(name="Arjan Smit"))

    answer = act(desk, "ask", text="Mijn lange vraag.")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Arjan Smit is met dit dossier bezig" in page and "Mijn lange vraag." in page
    assert rows(file, ReviewThread) == []
    assert "data-agree" not in page_of(desk), "who reads along is offered no buttons"


def test_a_file_that_is_not_in_review_takes_no_acts(desk, company):
    with company_scope(company.pk):
        draft = complete_file(company)
    answer = act(desk, "ask", text="Te vroeg.")
    assert answer.status_code == 409
    assert "ligt niet meer ter beoordeling" in answer.content.decode()
    assert rows(draft, ReviewThread) == []


def test_nonsense_is_not_found(desk, file):
    assert act(desk, "dance").status_code == 404
    assert act(desk, "agree:1", key="no.such").status_code == 404
    assert act(desk, "reply:geen-nummer", text="x").status_code == 404
    assert act(desk, "settle:accepted:geen").status_code == 404
    assert desk.get(f"{URL}answers/{Q}/").status_code == 405


def test_the_forms_open_without_script(desk, file):
    for form, field in (("ask", "Uw vraag"), ("note", "Notitie voor collega"), ("score", "Waarom")):
        item = item_of(page_of(desk, f"{URL}?at={Q}&do={form}"))
        assert field in item and "<form" in item


def test_each_act_is_told_to_the_member(desk, file, company):
    act(desk, f"agree:{version(file)}")
    act(desk, "score", level="1", reason="Het beleid is niet vastgesteld.")
    page_of(desk)
    with company_scope(company.pk):
        told = set(Event.objects.values_list("verb", flat=True))
    assert {"review.held", "review.agreed", "review.scored", "file.read"} <= told


def test_a_file_costs_the_same_however_much_is_said(desk, file):
    page_of(desk)
    with asking() as few:
        page_of(desk)
    keys = [question.key for question in file.edition.questions if question.kind == "maturity"]
    for key in keys[:8]:
        act(desk, "ask", key=key, text="Waarom?")
        act(desk, "note", key=key, text="Intern.")
    with asking() as many:
        page_of(desk)
    assert len(few) == len(many) <= 32, "\n".join(many)


def test_a_file_on_a_newer_questionnaire_shows_its_questions_beside_last_years(desk, draft):
    """Offered within the year: what it asks, and what that came from two questionnaires ago."""
    newer = published_version("2027")
    offer(draft.cycle, newer, by=None)
    came, gone = "identify.schemes", "identify.scheme_limits"
    with company_scope(draft.company_id):
        Assessment.objects.filter(pk=draft.pk).update(version=newer)
        mine = {"company": draft.company, "assessment": draft, "version": 1}
        Answer.objects.create(question=came, state="answered", value="Twee keurmerken.", **mine)
        handed_in = {"status": "submitted", "submitted_at": timezone.now()}
        Assessment.objects.filter(pk=draft.pk).update(**handed_in)

    page = page_of(desk)

    assert newer.edition().question(came).text.nl in item_of(page, came)
    assert "Twee keurmerken." in item_of(page, came)
    assert item_of(page, gone) == "", "what is no longer asked is not reviewed"
    left, _, right = item_of(page).partition("<h3>2026")
    assert "<h3>2025</h3>" in left and re.search(r"<del>.*?negen", left)
    assert re.search(r"<ins>.*?veertien", right)
    assert "was 1" in item_of(page), "through both mappings the same question"


def test_own_files_stand_beside_it(desk, file):
    act(desk, f"agree:{version(file)}")
    assert "Uw rij" in page_of(desk)


def test_the_way_to_the_log(desk, file):
    assert reverse("diligence:overview", args=["de-maas", 2026]) in page_of(desk)
