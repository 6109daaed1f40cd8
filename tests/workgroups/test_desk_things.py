"""Talk about a risk, an action and a supplier: in the file under review and in the queue."""

import re
import uuid

import pytest

from companies.services.notices import own
from convenant.tenancy.scope import company_scope, officer_scope, person_scope
from diligence.models import (
    Action,
    Assessment,
    InternalNote,
    Mention,
    Remark,
    ReviewThread,
    Risk,
    Supplier,
)
from diligence.services.assessments import submit
from diligence.services.desk.holding import hold
from diligence.services.review.threads import About, note_internally, open_thread, reply
from tests.diligence.files import asking, complete_file
from tests.factories import AdminFactory, CompanyFactory, EditorFactory, ReviewerFactory

pytestmark = pytest.mark.django_db
URL = "/companies/de-maas/2026/review/"
ASKED = {"risk": "Wie zag dit?", "action": "Wanneer is dit klaar?", "supplier": "Levert deze nog?"}


@pytest.fixture
def company():
    return CompanyFactory(name="Gieterij De Maas B.V.", slug="de-maas")


@pytest.fixture
def editor(company):
    return EditorFactory(of=company)


@pytest.fixture
def file(company, editor):
    file = complete_file(company, by=editor)
    with company_scope(company.pk):
        submit(file, by=AdminFactory(of=company))
        return Assessment.objects.with_cycle().select_related("company").get(pk=file.pk)


@pytest.fixture
def things(company, file):
    """A risk, an action and a supplier of the file."""
    mine = {"company": company}
    with company_scope(company.pk):
        return {
            "risk": Risk.objects.create(assessment=file, theme="RT19", title="Stof", **mine),
            "action": Action.objects.create(title="Maskers kopen", first_year=2026, **mine),
            "supplier": Supplier.objects.create(name="Kobalt Handel", **mine),
        }


@pytest.fixture
def threads(file, things, marieke):
    """A question of the secretariat about each."""
    with officer_scope(file.company_id):
        return {
            kind: open_thread(file, About(**{kind: thing}), ASKED[kind], by=marieke)
            for kind, thing in things.items()
        }


@pytest.fixture
def marieke():
    return ReviewerFactory(name="Marieke de Wit")


@pytest.fixture
def arjan():
    return ReviewerFactory(name="Arjan Smit")


@pytest.fixture
def desk(client_of, marieke):
    return client_of(marieke)


def page_of(client, address: str = URL) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def article(page: str, kind: str, things) -> str:
    """Return what the page says about one thing."""
    anchor = f'id="q-{kind}-{things[kind].pk}"'
    assert page.count(anchor) == 1
    return page.partition(anchor)[2].partition("</article>")[0]


def act(client, thread, value: str, **sent):
    return client.post(f"{URL}talks/{thread.pk}/", {"act": value, **sent})


def rows(file, model, **which):
    with officer_scope(file.company_id):
        return list(model.objects.for_company(file.company).filter(**which))


def answered(file, thread, editor, text: str = "Onze inkoper.") -> None:
    with company_scope(file.company_id):
        reply(thread, text, by=editor)


@pytest.mark.parametrize("kind", ASKED)
def test_it_stands_in_the_file_and_is_answered_and_settled_there(
    desk, file, things, threads, editor, kind
):
    thread = threads[kind]
    answered(file, thread, editor)
    found = article(page_of(desk), kind, things)
    assert ASKED[kind] in found and "Onze inkoper." in found and "wacht op ons" in found
    assert "data-item" in found and 'data-marks="talk "' in found, "a key leads to it"

    assert act(desk, thread, "reply", text="Dank, en wanneer?").status_code == 302
    assert [one.text for one in rows(file, Remark, thread=thread)][-1] == "Dank, en wanneer?"
    assert "wacht op het lid" in article(page_of(desk), kind, things)

    assert act(desk, thread, "settle:accepted").status_code == 302
    [settled] = rows(file, ReviewThread, pk=thread.pk)
    assert settled.state == "accepted" and settled.is_settled
    found = article(page_of(desk), kind, things)
    assert 'data-marks=""' in found and "Uw antwoord aan het lid" not in found


def test_what_waits_comes_first_and_can_be_picked_with_its_count(desk, file, things, threads):
    act(desk, threads["risk"], "settle:accepted")
    page = page_of(desk)
    order = [page.index(str(things[kind].pk)) for kind in ("action", "supplier", "risk")]
    assert order == sorted(order)
    assert re.search(r'data-mark="talk"[^>]*>Gesprek loopt <b data-count>2</b>', page)

    picked = page_of(desk, f"{URL}?show=talk")
    assert "Maskers kopen" in picked and "Kobalt Handel" in picked and "Stof" not in picked
    assert "q-embed-policy" not in picked
    assert "Maskers kopen" not in page_of(desk, f"{URL}?show=weak")


def test_a_colleague_is_called_and_told(desk, file, threads, arjan, marieke):
    assert "Arjan Smit" in page_of(desk)
    act(desk, threads["risk"], "reply", text="Arjan, kijk eens.", mentions=str(arjan.pk))

    assert [one.person_id for one in rows(file, Mention)] == [arjan.pk]
    assert "Gevraagd: Arjan Smit" in page_of(desk)
    with person_scope(arjan.pk):
        assert [notice.kind for notice in own(arjan)] == ["talk.named"]


def test_a_stranger_can_not_be_called(desk, file, threads, editor):
    sent = {"text": "Kijk eens.", "mentions": str(editor.pk)}
    response = act(desk, threads["risk"], "reply", **sent)
    assert response.status_code == 422
    assert "Kies een collega uit de lijst." in response.text and "Kijk eens." in response.text
    assert len(rows(file, Remark, thread=threads["risk"])) == 1


def test_what_can_not_be_sent_stays_at_its_own_conversation(desk, file, things, threads):
    response = act(desk, threads["action"], "reply", text=" ")
    page = " ".join(response.text.split())
    assert response.status_code == 422
    assert "Schrijf eerst uw antwoord" in article(page, "action", things)
    assert "Schrijf eerst uw antwoord" not in article(page, "risk", things)
    assert f'href="#q-action-{things["action"].pk}"' in page
    assert act(desk, threads["action"], "settle:disagreed").status_code == 422
    assert act(desk, threads["action"], "settle:closed").status_code == 404
    assert act(desk, threads["action"], "dance").status_code == 404


def test_who_was_passed_by_keeps_the_words(desk, file, threads, arjan):
    with officer_scope(file.company_id):
        hold(file, by=arjan)
    response = act(desk, threads["risk"], "reply", text="Mijn lange antwoord.")
    assert response.status_code == 409 and "Mijn lange antwoord." in response.text
    assert len(rows(file, Remark, thread=threads["risk"])) == 1


def test_a_conversation_of_another_file_is_not_there(desk, client_of, file, threads, company):
    other = CompanyFactory(slug="anders")
    theirs = complete_file(other)
    with company_scope(other.pk):
        submit(theirs, by=AdminFactory(of=other))
    address = f"/companies/anders/2026/review/talks/{threads['risk'].pk}/"
    assert desk.post(address, {"act": "reply", "text": "x"}).status_code == 404
    nowhere = f"{URL}talks/{uuid.uuid4()}/"
    assert desk.post(nowhere, {"act": "reply", "text": "x"}).status_code == 404
    member = client_of(EditorFactory(of=company))
    sent = {"act": "reply", "text": "x"}
    assert member.post(f"{URL}talks/{threads['risk'].pk}/", sent).status_code == 404
    assert len(rows(file, Remark)) == 3


def test_an_internal_note_stands_apart_and_at_the_thing(desk, file, things, marieke):
    with officer_scope(file.company_id):
        about = About(supplier=things["supplier"])
        note_internally(file, about, "Ook bij een ander lid.", by=marieke)
    found = article(page_of(desk), "supplier", things)
    assert 'class="internal"' in found and "Ook bij een ander lid." in found
    assert f"?supplier={things['supplier'].pk}" in found
    assert [note.text for note in rows(file, InternalNote)] == ["Ook bij een ander lid."]


def test_it_costs_the_same_however_many_there_are(desk, file, company, marieke, threads):
    page_of(desk)
    with asking() as few:
        page_of(desk)
    with officer_scope(company.pk):
        for name in ("Eén", "Twee", "Drie", "Vier"):
            supplier = Supplier.objects.create(company=company, name=name)
            open_thread(file, About(supplier=supplier), "Waar ligt dit?", by=marieke)
    with asking() as many:
        page_of(desk)
    assert len(few) == len(many), "\n".join(many)


def test_the_queue_counts_them_all_and_picks_by_them(desk, file, threads, editor):
    queue = page_of(desk, "/review/2026/")
    assert "3 gesprekken wachten op het lid" in queue and "wacht op ons ·" not in queue

    answered(file, threads["supplier"], editor)
    queue = page_of(desk, "/review/2026/?mark=talk")
    assert "1 gesprek wacht op ons" in queue and "2 gesprekken wachten op het lid" in queue
    act(desk, threads["supplier"], "settle:accepted")
    assert "Gieterij De Maas" not in page_of(desk, "/review/2026/?mark=talk")
