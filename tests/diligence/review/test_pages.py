"""The pages of conversations, states and more time, as both sides use them; without JavaScript."""

import datetime
import re

import pytest
from django.urls import reverse

from convenant.tenancy.scope import company_scope, officer_scope
from diligence.models import (
    Answer,
    Assessment,
    Extension,
    InternalNote,
    Remark,
    ReviewThread,
    Risk,
)
from diligence.services import evidence, states
from diligence.services.answers import AnswerLocked, AssessmentClosed
from diligence.services.assessments import submit
from diligence.services.review.threads import About, note_internally, open_thread
from diligence.services.risks import register
from tests.diligence.files import complete_file
from tests.diligence.talks import ask, send_back, settle_all
from tests.factories import (
    ApproverFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
)
from tests.factories.risks import sourced
from tests.uploads import good

pytestmark = pytest.mark.django_db
Q, OTHER = "embed.policy", "embed.hours"
LATER = "2027-05-01"
SECRET = "Zelfde handelaar als bij twee andere leden."


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas", name="Gieterij De Maas")


@pytest.fixture
def approver(company):
    return ApproverFactory(of=company, name="Ruud Verhoef")


@pytest.fixture
def reviewer():
    return ReviewerFactory(name="Marieke de Wit")


@pytest.fixture
def draft(company, approver):
    return complete_file(company, by=approver)


@pytest.fixture
def file(draft, approver):
    """A whole file at the secretariat."""
    with company_scope(draft.company_id):
        submit(draft, by=approver)
    return again(draft)


@pytest.fixture
def member(client_of, approver):
    return client_of(approver)


@pytest.fixture
def desk(client_of, reviewer):
    return client_of(reviewer)


def again(file) -> Assessment:
    with company_scope(file.company_id):
        return Assessment.objects.with_cycle().select_related("company").get(pk=file.pk)


def at(name: str, *place) -> str:
    return reverse(f"diligence:{name}", args=["de-maas", 2026, *place])


def stands(thread) -> ReviewThread:
    with company_scope(thread.company_id):
        return ReviewThread.objects.get(pk=thread.pk)


def part_of(file, key: str) -> str:
    return at("part", file.edition.question(key).part)


class TestTalking:
    """From question to settled, with forms alone."""

    def test_a_whole_conversation(self, desk, member, file):
        page = desk.get(at("talk-new") + f"?question={Q}")
        assert "Vraag om een wijziging" in page.text
        sent = {"question": Q, "text": "Waar staat dit?", "asks_change": "on"}
        url = desk.post(at("talk-new"), sent).url
        assert "Waar staat dit?" in member.get(url).text
        assert "Vragen aan u" in member.get(at("talks")).text

        reply = url + "reply/"
        assert member.post(reply, {"text": "Op bladzijde drie."}).url == url
        assert "wacht op u, sinds vandaag" in desk.get(url).text
        assert desk.post(url + "settle/", {"state": "accepted"}).url == url
        page = member.get(url).text
        assert "Akkoord" in page and 'name="text"' not in page

    def test_an_answer_from_the_question_itself(self, member, file):
        thread = send_back(file, Q)[0]
        page = member.get(part_of(file, Q)).text
        assert f'name="talk-{thread.pk}"' in page
        sent = {f"talk-{thread.pk}": "Nu wel."}
        back = member.post(at("talk-reply", thread.pk), sent).url
        assert back.endswith("#q-embed-policy")
        assert stands(thread).turn == "secretariat"

    def test_an_empty_answer_comes_back_with_what_is_wrong(self, member, file):
        thread = ask(file, Q)
        page = member.post(at("talk-reply", thread.pk), {"text": " "})
        assert page.status_code == 422
        assert "Schrijf eerst uw bericht." in page.text
        assert 'href="#id_text"' in page.text

    def test_what_was_typed_stays_when_it_was_settled_meanwhile(self, member, file):
        thread = ask(file, Q)
        settle_all(file)
        page = member.post(at("talk-reply", thread.pk), {"text": "Mijn lange antwoord."})
        assert page.status_code == 409
        assert "net afgesloten" in page.text
        assert "Mijn lange antwoord." in page.text

    def test_a_member_asks_the_secretariat(self, member, draft):
        sent = {"question": Q, "text": "Wat bedoelt u met beleid?", "asks_change": "on"}
        member.post(at("talk-new"), sent)
        with company_scope(draft.company_id):
            thread = ReviewThread.objects.get()
        assert (thread.turn, thread.asks_change) == ("secretariat", False)

    def test_a_colleague_is_called_by_name(self, member, file, company):
        colleague = EditorFactory(of=company, name="Joke Bakker")
        thread = ask(file, Q)
        assert "Joke Bakker" in member.get(at("talk", thread.pk)).text
        sent = {"text": "Dat weet Joke.", "mentions": [str(colleague.pk)]}
        page = member.post(at("talk-reply", thread.pk), sent, follow=True)
        assert "Gevraagd: Joke Bakker" in page.text

    def test_a_name_of_elsewhere_is_refused(self, member, file):
        stranger = EditorFactory(of=CompanyFactory())
        sent = {"text": "Kijk mee.", "mentions": [str(stranger.pk)]}
        EditorFactory(of=file.company)
        page = member.post(at("talk-reply", ask(file, Q).pk), sent)
        assert page.status_code == 422
        assert "Kies een collega uit de lijst." in page.text

    def test_in_and_out_of_the_report(self, member, desk, file):
        thread = ask(file, Q)
        member.post(at("talk-report", thread.pk), {"in_report": "1"})
        assert stands(thread).in_report
        assert "Komt in het verslag" in desk.get(at("talk", thread.pk)).text
        desk.post(at("talk-report", thread.pk), {"in_report": "0"})
        assert not stands(thread).in_report

    @pytest.mark.parametrize(
        ("state", "status", "words"),
        [
            ("disagreed", 409, "Wacht eerst op een antwoord"),
            ("closed", 422, "Kies een van de knoppen"),
        ],
    )
    def test_what_can_not_be_settled_says_why(self, desk, file, state, status, words):
        page = desk.post(at("talk-settle", ask(file, Q).pk), {"state": state})
        assert (page.status_code, words in page.text) == (status, True)

    def test_a_member_does_not_settle_what_the_secretariat_asked(self, member, file):
        thread = ask(file, Q)
        page = member.post(at("talk-settle", thread.pk), {"state": "accepted"})
        assert page.status_code == 409
        assert "Het secretariaat begon dit gesprek" in page.text
        assert 'value="accepted"' not in member.get(at("talk", thread.pk)).text

    def test_settled_by_mistake_it_opens_again(self, desk, file):
        thread = ask(file, Q)
        settle_all(file)
        desk.post(at("talk-settle", thread.pk), {"state": "again"})
        assert not stands(thread).is_settled

    def test_a_reader_reads_and_does_not_talk(self, client_of, company, file):
        reader = client_of(ReaderFactory(of=company))
        thread = ask(file, Q)
        page = reader.get(at("talk", thread.pk))
        assert page.status_code == 200 and 'name="text"' not in page.text
        assert reader.post(at("talk-reply", thread.pk), {"text": "x"}).status_code == 403
        assert reader.get(at("talk-new") + f"?question={Q}").status_code == 403

    def test_the_releaser_only_reads(self, client_of, file):
        releaser = client_of(ReviewerFactory(secretariat_role="releaser"))
        thread = ask(file, Q)
        assert releaser.get(at("talk", thread.pk)).status_code == 200
        assert releaser.post(at("talk-reply", thread.pk), {"text": "x"}).status_code == 403
        assert releaser.get(at("internal")).status_code == 403
        assert releaser.post(at("state-step", "accepted")).status_code == 403

    @pytest.mark.parametrize("query", ["", "?question=no.such", "?risk=x", "?supplier=" + "0" * 32])
    def test_about_nothing_there_is_no_page(self, member, file, query):
        assert member.get(at("talk-new") + query).status_code == 404

    def test_about_another_companys_risk_there_is_no_page(self, member, file):
        other = complete_file(CompanyFactory())
        sourced(other)
        with company_scope(other.company_id):
            risk = register.add_own(
                other, register.OwnRisk("RT12", "", "", "Putten", ""), by=EditorFactory()
            )
        assert member.get(at("talk-new") + f"?risk={risk.pk}").status_code == 404

    def test_the_list_asks_as_much_for_many_as_for_few(self, member, file, max_queries):
        for key in (Q, OTHER):
            ask(file, key)
        member.get(at("talks"))
        with max_queries(12):
            member.get(at("talks"))


class TestLocked:
    """What the part page shows of an answer that is not asked about."""

    def test_only_the_asked_answer_is_a_form(self, member, file):
        send_back(file, Q)
        page = member.get(part_of(file, Q)).text
        assert f'name="{Q}:value"' in page
        same_part = [q.key for q in file.edition.part(file.edition.question(Q).part).questions]
        with company_scope(file.company_id):
            answered = set(
                Answer.objects.filter(assessment=file, question__in=same_part)
                .exclude(question=Q)
                .values_list("question", flat=True)
            )
        assert answered
        assert not [key for key in answered if f'name="{key}:value"' in page]

    def test_saving_a_locked_answer_says_why(self, member, file):
        send_back(file, Q)
        url = at("answer", OTHER)
        reply = member.post(url, {f"{OTHER}:value": "99", f"{OTHER}:version": "1"})
        assert reply.status_code == 409
        assert "het secretariaat vroeg hier geen wijziging" in reply.json()["message"]

    def test_proof_of_a_locked_answer_stays(self, file, approver):
        send_back(file, OTHER)
        with company_scope(file.company_id):
            upload = good.sent("beleid.pdf", good.pdf())
            document = evidence.add_evidence(file.company, upload, by=approver).evidence
            with pytest.raises(AnswerLocked):
                evidence.link(file, Q, document, by=approver)
            assert evidence.link(file, OTHER, document, by=approver).question == OTHER

    def test_a_conversation_stands_at_the_risk_it_is_about(self, desk, member, draft, reviewer):
        sourced(draft)
        with company_scope(draft.company_id):
            own = register.OwnRisk("RT12", "", "", "Putten", "")
            risk = register.add_own(draft, own, by=EditorFactory(of=draft.company))
        sent = {"risk": str(risk.pk), "text": "Hoe diep zijn de putten?"}
        desk.post(at("talk-new"), sent)
        page = member.get(at("risk", risk.pk)).text
        assert "Hoe diep zijn de putten?" in page
        assert f"talks/new/?risk={risk.pk}" in page

    def test_a_risk_is_locked_unless_asked_about(self, file, approver, reviewer):
        sourced_file = complete_file(CompanyFactory())
        sourced(sourced_file)
        by = ApproverFactory(of=sourced_file.company)
        own = register.OwnRisk("RT12", "", "", "Putten", "")
        with company_scope(sourced_file.company_id):
            one = register.add_own(sourced_file, own, by=by)
            two = register.add_own(sourced_file, own, by=by)
            submit(sourced_file, by=by)
        with officer_scope(sourced_file.company_id):
            open_thread(sourced_file, About(risk=one), "Waarom?", by=reviewer, asks_change=True)
            states.ask_questions(sourced_file, "Vraag.", by=reviewer)
        with company_scope(sourced_file.company_id):
            register.explain_no_action(
                Risk.objects.select_related("assessment__cycle").get(pk=one.pk),
                "Wij wachten de audit van dit voorjaar af.",
                by=by,
            )
            locked = Risk.objects.select_related("assessment__cycle").get(pk=two.pk)
            with pytest.raises(AssessmentClosed):
                register.explain_no_action(locked, "Wij wachten de audit af, dus later.", by=by)


class TestState:
    """The page of the states, and its buttons."""

    def test_the_secretariat_asks_accepts_closes_and_reopens(self, desk, member, file, client_of):
        thread = ask(file, Q, asks_change=True)
        page = desk.post(at("state-step", "sent_back"), {"reason": "Eén vraag."}, follow=True)
        assert "De vragen zijn verstuurd." in page.text
        assert "Eén vraag." in member.get(at("state")).text
        member.post(at("talk-reply", thread.pk), {"text": "Klopt zo."})
        member.post(at("submit"), {"authority": "on"})
        settle_all(file)
        desk.post(at("state-step", "accepted"))
        assert again(file).status == "accepted"
        desk.post(at("state-step", "reopened"), {"reason": "Toch niet."})
        member.post(at("submit"), {"authority": "on"})
        desk.post(at("state-step", "accepted"))
        desk.post(at("state-step", "closed"))
        assert again(file).status == "closed"
        assert desk.post(at("state-step", "unclosed"), {"reason": "x"}).status_code == 403
        head = client_of(ReviewerFactory(secretariat_role="administrator"))
        head.post(at("state-step", "unclosed"), {"reason": "Te vroeg."})
        assert again(file).status == "accepted"

    @pytest.mark.parametrize(
        ("verb", "sent", "status", "words"),
        [
            ("sent_back", {"reason": " "}, 422, "de ander leest dit als eerste"),
            ("sent_back", {"reason": "Vraag"}, 409, "Stel eerst een vraag"),
            ("closed", {}, 409, "staat intussen anders"),
            ("unknown", {}, 404, ""),
        ],
    )
    def test_what_can_not_be_done_says_why(self, desk, file, verb, sent, status, words):
        page = desk.post(at("state-step", verb), sent)
        assert (page.status_code, words in page.text) == (status, True)
        assert again(file).status == "submitted"

    def test_what_was_typed_stays(self, desk, file):
        page = desk.post(at("state-step", "sent_back"), {"reason": "Mijn lange brief."})
        assert "Mijn lange brief." in page.text

    def test_accepting_waits_for_the_last_conversation(self, desk, file):
        ask(file, Q)
        page = desk.post(at("state-step", "accepted"))
        assert page.status_code == 409
        assert f'href="{at("talks")}"' in page.text

    def test_a_member_takes_its_file_back(self, member, file):
        assert "Dossier terugnemen" in member.get(at("state")).text
        member.post(at("state-step", "taken_back"), {"reason": "Ik zag een fout."})
        assert again(file).status == "draft"

    def test_a_member_does_not_decide(self, member, client_of, company, file):
        assert member.post(at("state-step", "accepted")).status_code == 403
        editor = client_of(EditorFactory(of=company))
        sent = {"reason": "Een fout."}
        assert editor.post(at("state-step", "taken_back"), sent).status_code == 403
        assert again(file).status == "submitted"


class TestTime:
    """Asking for more time, and the decision."""

    def test_asked_given_and_shown(self, member, desk, draft):
        member.post(at("extension-ask"), {"until": LATER, "reason": "Onze inkoper is ziek."})
        page = desk.get(at("state")).text
        assert "Onze inkoper is ziek." in page
        with company_scope(draft.company_id):
            request = Extension.objects.get()
        desk.post(at("extension-decide", request.pk), {"until": LATER, "answer": "Goed."})
        assert again(draft).deadline == datetime.date(2027, 5, 1)
        for name in ("state", "overview"):
            assert "1 mei 2027" in member.get(at(name)).text
        assert "1 mei 2027" in member.get(part_of(draft, Q)).text

    def test_refused_with_a_reason(self, member, desk, draft):
        member.post(at("extension-ask"), {"until": LATER, "reason": "Druk."})
        with company_scope(draft.company_id):
            request = Extension.objects.get()
        url = at("extension-decide", request.pk)
        page = desk.post(url, {"refuse": "1", "answer": ""})
        assert page.status_code == 422 and "Schrijf op waarom" in page.text
        desk.post(url, {"refuse": "1", "answer": "U kreeg al uitstel."})
        assert "U kreeg al uitstel." in member.get(at("state")).text
        assert desk.post(url, {"until": LATER}).status_code == 409

    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            ({"until": LATER, "reason": ""}, "Schrijf op waarom u meer tijd nodig hebt."),
            ({"until": "morgen", "reason": "Druk."}, "Dit is geen datum."),
            ({"until": "2026-12-01", "reason": "Druk."}, "Kies een dag na 31 maart 2027."),
        ],
    )
    def test_a_bad_request_says_what_to_do(self, member, draft, sent, words):
        page = member.post(at("extension-ask"), sent)
        assert page.status_code == 422
        assert words in page.text

    def test_who_waits_asks_no_second_time_and_may_withdraw(self, member, draft):
        sent = {"until": LATER, "reason": "Druk."}
        member.post(at("extension-ask"), sent)
        assert member.post(at("extension-ask"), sent).status_code == 409
        with company_scope(draft.company_id):
            request = Extension.objects.get()
        assert "Verzoek intrekken" in member.get(at("state")).text
        member.post(at("extension-withdraw", request.pk))
        with company_scope(draft.company_id):
            assert Extension.objects.get().state == "withdrawn"
        assert member.post(at("extension-withdraw", request.pk)).status_code == 409

    def test_a_member_decides_nothing(self, member, draft):
        member.post(at("extension-ask"), {"until": LATER, "reason": "Druk."})
        with company_scope(draft.company_id):
            request = Extension.objects.get()
        assert member.post(at("extension-decide", request.pk), {"until": LATER}).status_code == 403


class TestInternal:
    """Notes of the secretariat: another page, another colour, and never a member's."""

    def test_a_note_is_made_and_read_by_the_secretariat(self, desk, file):
        page = desk.get(at("internal") + f"?question={Q}").text
        assert "Alleen het secretariaat leest dit." in page
        desk.post(at("internal"), {"question": Q, "text": SECRET})
        assert SECRET in desk.get(at("internal")).text
        thread = ask(file, Q)
        assert SECRET in desk.get(at("talk", thread.pk)).text
        with officer_scope(file.company_id):
            assert InternalNote.objects.get().question == Q

    def test_an_empty_note_is_refused(self, desk, file):
        page = desk.post(at("internal"), {"text": ""})
        assert page.status_code == 422 and "Schrijf eerst uw notitie." in page.text

    def test_it_has_no_form_in_common_with_what_is_sent(self, desk, file):
        page = desk.get(at("talk", ask(file, Q).pk)).text
        forms = re.findall(r"<form[^>]*action=\"([^\"]+)\"", page)
        assert not [action for action in forms if "internal" in action]
        assert '<section class="internal' in page

    def test_no_page_of_a_member_shows_it(self, member, file, reviewer):
        thread = send_back(file, Q)[0]
        with officer_scope(file.company_id):
            note_internally(file, About(question=Q), SECRET, by=reviewer)
        for url in (
            at("talk", thread.pk),
            at("talks"),
            at("state"),
            at("overview"),
            at("check"),
            part_of(file, Q),
            at("answer-history", Q),
            at("export", "json"),
            reverse("diligence:log", args=["de-maas"]),
        ):
            page = member.get(url)
            assert page.status_code == 200, url
            body = b"".join(page) if page.streaming else page.content
            assert SECRET.encode() not in body, url
        assert member.get(at("internal")).status_code == 403

    def test_a_remark_to_the_member_is_none_of_them(self, file):
        ask(file, Q)
        with officer_scope(file.company_id):
            assert (Remark.objects.count(), InternalNote.objects.count()) == (1, 0)
