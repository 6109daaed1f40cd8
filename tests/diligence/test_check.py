"""The check before submitting: what it lists, and to whom it offers what."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.models import Event
from diligence.framework.answers import Given, State
from diligence.models import Evidence, EvidenceUse, EvidenceVersion
from diligence.services.assessments import submit
from diligence.services.check import Weight
from diligence.services.facts import STATEMENTS
from tests.diligence.files import at_most, complete_file
from tests.factories import (
    AdminFactory,
    ApproverFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    PartyUserFactory,
    ReaderFactory,
    ReviewerFactory,
    answer,
)

pytestmark = pytest.mark.django_db

REASON = "Wij nemen geen mensen van buiten aan, ook geen uitzendkrachten."


@pytest.fixture
def company():
    return CompanyFactory()


def check(company):
    return reverse("diligence:check", args=[company.slug, 2026])


def href(company, part, anchor):
    return f'href="{reverse("diligence:part", args=[company.slug, 2026, part])}#{anchor}"'


def weights(page) -> set[tuple[str, str]]:
    return {
        (finding.weight, question.key)
        for finding in page.context["checks"].findings
        for question in finding.questions
    }


class TestFindings:
    """What deserves a look, by weight."""

    def test_a_complete_file_without_doubt_lists_nothing(self, client_of, company):
        complete_file(company)
        page = client_of(ApproverFactory(of=company)).get(check(company))
        ignored = (Weight.DOUBTFUL, Weight.DOUBTFUL_WORK, Weight.NO_PROOF)
        assert [f for f in page.context["checks"].findings if f.weight not in ignored] == []

    def test_open_questions_are_listed_by_part_with_a_link_each(self, client_of, company):
        assessment = AssessmentFactory(company=company)
        answer(assessment, "profile.fte", "40")
        page = client_of(ApproverFactory(of=company)).get(check(company))
        assert (Weight.OPEN, "embed.policy") in weights(page)
        assert (Weight.OPEN, "profile.fte") not in weights(page)
        assert href(company, "1.1", "q-embed-policy") in page.text

    def test_honest_states_are_listed_and_may_stay(self, client_of, company):
        complete_file(
            company,
            embed__policy=Given(State.ANSWERED, 2, unsure=True),
            embed__records=Given(State.DONT_KNOW),
            profile__workers=Given(State.NOT_APPLICABLE, reason=REASON),
        )
        page = client_of(ApproverFactory(of=company)).get(check(company))
        assert {
            (Weight.UNSURE, "embed.policy"),
            (Weight.DONT_KNOW, "embed.records"),
            (Weight.NOT_APPLICABLE, "profile.workers"),
        } <= weights(page)
        assert page.context["checks"].blocking == ()
        assert REASON in page.text

    def test_what_was_put_off_blocks(self, client_of, company):
        complete_file(company, embed__records=Given(State.LATER))
        page = client_of(ApproverFactory(of=company)).get(check(company))
        assert [f.weight for f in page.context["checks"].blocking] == [Weight.LATER]

    def test_a_hard_contradiction_blocks_and_a_soft_one_may_stay(self, client_of, company):
        complete_file(
            company,
            identify__sourcing=Given(State.NOT_APPLICABLE, reason=REASON),
            embed__hours=Given(State.ANSWERED, "0"),
        )
        page = client_of(ApproverFactory(of=company)).get(check(company))
        rules = {f.rule.key: f.blocks for f in page.context["checks"].findings if f.rule}
        assert rules["rule.depth_without_list"] is True
        assert rules["rule.no_hours"] is False
        assert "de ketentabel is leeg" in page.text
        assert href(company, "2.1", "q-identify-sourcing") in page.text

    def test_a_hidden_answer_is_nowhere_on_the_page(self, client_of, company):
        secret = "Onze poortwachter weigerde in maart een lading uit Duisburg."
        assessment = complete_file(company, embed__breaches=Given(State.ANSWERED, secret))
        client = client_of(EditorFactory(of=company))
        assert secret in client.get(check(company)).text
        answer(assessment, "profile.fte", "5")
        page = client.get(check(company))
        shown = {item.question.key for list in page.context["lists"] for item in list.answers}
        assert "embed.breaches" not in shown, "the question is for larger companies"
        assert secret not in page.text
        assert assessment.edition.question("embed.breaches").text.nl not in page.text


class TestAnswers:
    """Every answer in words, with the way to change it."""

    def test_each_kind_of_answer_is_readable(self, client_of, company):
        complete_file(
            company,
            embed__policy=Given(State.ANSWERED, 2, explanation="De eigenaar tekende in 2025."),
            embed__hours=Given(State.ANSWERED, "1250.5"),
        )
        page = client_of(EditorFactory(of=company)).get(check(company))
        for words in (
            "Niveau 2: ",
            "De eigenaar tekende in 2025.",
            "1.250,5 uur per maand",
            "12 maart 2026",
            "Metaalhandel Kerkhof",
            "België, Duitsland",
            "https://www.bedrijf.example/verslag",
        ):
            assert words in page.text, words

    def test_change_links_name_their_question(self, client_of, company):
        assessment = complete_file(company)
        page = client_of(EditorFactory(of=company)).get(check(company))
        question = assessment.edition.question("embed.policy")
        link = f'{href(company, "1.1", "q-embed-policy")}>Wijzig<span class="vh">: '
        assert f"{link}{question.text.nl}</span>" in page.text

    @pytest.mark.parametrize("person", [ReaderFactory, None])
    def test_who_may_not_change_reads(self, client_of, company, person):
        complete_file(company)
        reader = person(of=company) if person else ReviewerFactory()
        page = client_of(reader).get(check(company))
        assert "Wijzig<" not in page.text
        assert "Bekijk<" in page.text

    def test_typed_markup_stays_text(self, client_of, company):
        complete_file(company, embed__breaches=Given(State.ANSWERED, "<script>alert(1)</script>"))
        page = client_of(EditorFactory(of=company)).get(check(company))
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert" in page.text


class TestOffer:
    """The form to submit is for who may; others learn who that is."""

    @pytest.mark.parametrize("person", [ApproverFactory, AdminFactory])
    def test_who_may_submit_gets_the_form(self, client_of, company, person):
        complete_file(company)
        page = client_of(person(of=company)).get(check(company))
        assert f'action="{reverse("diligence:submit", args=[company.slug, 2026])}"' in page.text

    @pytest.mark.parametrize("person", [EditorFactory, ReaderFactory])
    def test_others_are_told_who_can(self, client_of, company, person):
        ApproverFactory(of=company, name="Ruud Verhoef")
        AdminFactory(of=company, name="Ahmed Yilmaz")
        complete_file(company)
        page = client_of(person(of=company)).get(check(company))
        assert 'name="authority"' not in page.text
        assert "Ahmed Yilmaz of Ruud Verhoef" in page.text

    def test_the_secretariat_reads_the_same_list_and_leaves_a_trace(
        self, client_of, company, in_scope
    ):
        complete_file(company, embed__records=Given(State.DONT_KNOW))
        theirs = client_of(ReviewerFactory()).get(check(company))
        ours = client_of(EditorFactory(of=company)).get(check(company))
        assert weights(theirs) == weights(ours)
        assert 'name="authority"' not in theirs.text
        with in_scope(company):
            assert Event.objects.filter(verb="file.read").count() == 1

    @pytest.mark.parametrize("person", [EditorFactory, PartyUserFactory])
    def test_strangers_get_a_404(self, client_of, company, person):
        complete_file(company)
        assert client_of(person()).get(check(company)).status_code == 404

    def test_anonymous_is_asked_to_sign_in(self, client_of, company):
        assert client_of().get(check(company)).url.startswith(reverse("account_login"))


class TestPreview:
    """Score, band, expectation and the two cheapest steps stand beside the list."""

    def test_band_expectation_and_two_steps(self, client_of, company):
        complete_file(company)
        page = client_of(EditorFactory(of=company)).get(check(company))
        assert page.context["card"].score.band.name.nl in page.text
        assert "Wij verwachten" in page.text or "zo veel als wij verwachten" in page.text
        assert len(page.context["preview"].steps) == 2
        assert page.text.count('class="gain"') == 2

    def test_without_any_level_no_score_is_shown(self, client_of, company):
        AssessmentFactory(company=company)
        page = client_of(EditorFactory(of=company)).get(check(company))
        assert 'class="bigfig"' not in page.text
        assert "Uw score verschijnt hier" in page.text


@pytest.mark.parametrize("person", [EditorFactory, ApproverFactory])
def test_the_check_takes_few_queries(client_of, company, person):
    reader = person(of=company)
    complete_file(company, by=reader)
    client = client_of(reader)
    client.get(check(company))
    with at_most(8 + STATEMENTS):
        client.get(check(company))


class TestProof:
    """A level that a document has to show, and documents that do not hold any more."""

    @pytest.fixture
    def prove(self, in_scope):
        """Return a function that puts a document at a question."""

        def prove(assessment, key, *, valid_until=None, state="clean", title="Ons beleid"):
            with in_scope(assessment.company):
                mine = {"company": assessment.company}
                document = Evidence.objects.create(title=title, valid_until=valid_until, **mine)
                EvidenceVersion.objects.create(
                    evidence=document, number=1, name="b.pdf", size=1, state=state, **mine
                )
                EvidenceUse.objects.create(
                    evidence=document, assessment=assessment, question=key, **mine
                )
            return document

        return prove

    def findings(self, client, company, key="embed.policy"):
        page = client.get(check(company))
        return [weight for weight, found in weights(page) if found == key]

    def test_a_level_without_a_document_is_listed_with_a_link(self, client_of, company):
        complete_file(company, level=2)
        page = client_of(EditorFactory(of=company)).get(check(company))
        assert (Weight.NO_PROOF, "embed.policy") in weights(page)
        assert (Weight.NO_PROOF, "embed.policy_commitments") not in weights(page)
        assert "Vanaf niveau 2 verwachten wij een document." in page.text
        assert page.context["checks"].blocking == ()

    def test_below_that_level_none_is_asked(self, client_of, company):
        complete_file(company, level=1)
        assert self.findings(client_of(EditorFactory(of=company)), company) == []

    def test_a_document_settles_it_and_an_expired_one_is_named(self, client_of, company, prove):
        file, client = complete_file(company), client_of(EditorFactory(of=company))
        prove(file, "embed.policy")
        assert self.findings(client, company) == []
        prove(file, "embed.policy", valid_until=datetime.date(2025, 9, 1), title="ISO <26000>")
        assert self.findings(client, company) == [Weight.EXPIRED_PROOF]
        assert "“ISO &lt;26000&gt;” gold tot en met 1 september 2025." in client.get(
            check(company)
        ).text.replace("\n", " ")

    def test_its_last_day_still_counts(self, client_of, company, prove):
        prove(complete_file(company), "embed.policy", valid_until=timezone.localdate())
        assert self.findings(client_of(EditorFactory(of=company)), company) == []

    def test_a_file_that_was_stopped_is_no_proof(self, client_of, company, prove):
        prove(complete_file(company), "embed.policy", state="infected")
        client = client_of(EditorFactory(of=company))
        assert set(self.findings(client, company)) == {Weight.NO_PROOF, Weight.STOPPED_PROOF}

    def test_handing_in_counts_it_for_the_dashboard(self, client_of, company, prove, in_scope):
        file, reviewer = complete_file(company), client_of(ReviewerFactory())
        prove(file, "embed.policy", valid_until=datetime.date(2025, 9, 1))
        found = reviewer.get(check(company)).context["checks"]
        with in_scope(company):
            submit(file, by=ApproverFactory(of=company))
        assert len(found.of(Weight.NO_PROOF)) > 5
        [row] = reviewer.get("/sector/2026/").context["rows"]
        assert row.member.to_look_at == len(found.proof) + len(found.doubtful)
        assert row.member.findings()["expired_proof"] == 1
