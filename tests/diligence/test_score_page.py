"""Where every point comes from: the parts add up to the score that is shown."""

from decimal import Decimal

import pytest
from django.urls import reverse

from diligence.framework.answers import Given, State
from diligence.templatetags.diligence import score_text
from tests.diligence.files import at_most, complete_file
from tests.factories import (
    AssessmentFactory,
    CompanyFactory,
    CycleFactory,
    EditorFactory,
    PartyUserFactory,
    ReaderFactory,
    ReviewerFactory,
    answer,
    published_version,
)

pytestmark = pytest.mark.django_db

REASON = "Wij zijn met drie mensen en hebben geen inkopers in dienst."


@pytest.fixture
def company():
    return CompanyFactory()


def score_page(company):
    return reverse("diligence:score", args=[company.slug, 2026])


@pytest.mark.parametrize("level", [0, 1, 3, 4])
def test_the_parts_add_up_to_the_shown_score(client_of, company, level):
    complete_file(
        company,
        level=level,
        embed__policy=Given(State.ANSWERED, 3),
        track__results=Given(State.LATER),
    )
    page = client_of(EditorFactory(of=company)).get(score_page(company))
    card = page.context["card"]
    assert sum(share for _, share in card.steps()) == card.score.percent
    questions = [q for step in card.score.steps for part in step.parts for q in part.questions]
    assert sum(q.points for q in questions) == card.score.points
    assert sum(q.maximum for q in questions) == card.score.maximum
    for step, share in card.steps():
        assert sum(part.points for part in step.parts) == step.points
        assert f'<td class="num">{score_text(share)}</td>' in page.text
    assert f"{score_text(card.score.percent)} <small>van 100</small>" in page.text


def test_a_point_is_level_times_weight_on_the_page(client_of, company):
    assessment = complete_file(company, embed__policy=Given(State.ANSWERED, 3))
    question = assessment.edition.question("embed.policy")
    page = client_of(EditorFactory(of=company)).get(score_page(company))
    row = page.text.split(question.text.nl)[1].split("</tr>")[0]
    assert f"niveau 3 × gewicht {question.weight}" in row
    assert f"{3 * question.weight} van {4 * question.weight}" in row


def test_why_a_question_counts_nothing_is_said(client_of, company):
    assessment = complete_file(
        company,
        embed__training=Given(State.NOT_APPLICABLE, reason=REASON),
        embed__policy=Given(State.DONT_KNOW),
        track__results=Given(State.LATER),
    )
    page = client_of(EditorFactory(of=company)).get(score_page(company))

    def row(key):
        return page.text.split(assessment.edition.question(key).text.nl)[1].split("</tr>")[0]

    assert "Niet van toepassing" in row("embed.training")
    assert "telt niet" in row("embed.training")
    assert "weet ik niet: niveau 0" in row("embed.policy")
    assert "Later: telt als 0" in row("track.results")


def test_a_hidden_question_leaves_the_sum_and_the_page(client_of, company):
    assessment = complete_file(company, profile__fte=Given(State.ANSWERED, "5"))
    page = client_of(EditorFactory(of=company)).get(score_page(company))
    card = page.context["card"]
    hidden = [q for q in card.score.questions if q.standing == "hidden"]
    assert hidden
    for own in hidden:
        assert own.maximum == 0
        assert own.question.text.nl not in page.text
    assert "voor uw bedrijf" in page.text
    assert len(card.score.questions) == sum(q.scores for q in assessment.edition.questions)


def test_the_expectation_stands_apart_and_changes_no_score(client_of, company, in_scope):
    file = complete_file(company)
    client = client_of(EditorFactory(of=company))
    second = client.get(score_page(company)).context["card"]
    with in_scope(company):
        file.membership_year = 5
        file.save(update_fields=["membership_year"])
    page = client.get(score_page(company))
    fifth = page.context["card"]
    assert fifth.expected > second.expected
    assert fifth.score.percent == second.score.percent
    assert f"{fifth.expected} <small>van 100</small>" in page.text
    assert "deelnamejaar 5" in page.text


def test_the_rule_and_its_version_are_named(client_of, company):
    file = complete_file(company)
    page = client_of(EditorFactory(of=company)).get(score_page(company))
    scoring = file.edition.scoring
    assert f"rekenregel “{scoring.rule}”, versie {scoring.version}" in page.text


def test_without_a_size_there_is_no_expectation(client_of, company):
    answer(AssessmentFactory(company=company), "embed.policy", 2)
    page = client_of(EditorFactory(of=company)).get(score_page(company))
    assert page.context["card"].expected is None
    assert "hangt af van het aantal mensen" in page.text


def test_next_steps_gain_what_they_say(client_of, company):
    file = complete_file(company, level=1)
    client = client_of(EditorFactory(of=company))
    page = client.get(score_page(company))
    step = page.context["next_steps"][0]
    answer(file, step.question.key, step.to_level)
    after = client.get(score_page(company)).context["card"].score.percent
    assert after - page.context["card"].score.percent == step.gain
    assert f"+{score_text(step.gain)}" in page.text


@pytest.mark.parametrize(
    ("person", "status"),
    [
        (lambda company: ReaderFactory(of=company), 200),
        (lambda company: ReviewerFactory(), 200),
        (lambda company: EditorFactory(), 404),
        (lambda company: PartyUserFactory(), 404),
    ],
)
def test_who_sees_the_score(client_of, company, person, status):
    complete_file(company)
    page = client_of(person(company)).get(score_page(company))
    assert page.status_code == status
    assert "De meeste winst" not in page.text


def test_anonymous_is_asked_to_sign_in(client_of, company):
    complete_file(company)
    assert client_of().get(score_page(company)).url.startswith(reverse("account_login"))


def test_the_score_page_takes_few_queries(client_of, company):
    editor = EditorFactory(of=company)
    complete_file(company, by=editor)
    client = client_of(editor)
    client.get(score_page(company))
    with at_most(8):
        client.get(score_page(company))


@pytest.mark.parametrize(
    ("given", "words"), [(Decimal("53.6"), "53,6"), ("7", "7,0"), (None, "–"), (100, "100,0")]
)
def test_scores_are_written_the_dutch_way(given, words):
    assert score_text(given) == words


def files_of(company, *years):
    """Make a full file of each of these years, each on the questionnaire of that year."""
    for year in years:
        CycleFactory(year=year, version=published_version(str(year)))
        complete_file(company, cycle__year=year, level=1 if year == 2024 else 3)


def test_a_year_under_another_method_is_shown_under_both(client_of, company):
    files_of(company, 2024, 2025)
    client = client_of(EditorFactory(of=company))
    page = client.get(reverse("diligence:score", args=[company.slug, 2025]))
    trend = page.context["trend"]

    assert (trend.bridged_year, list(trend.breaks)) == (2024, [1])
    assert "2024 met beide rekenregels" in page.text
    own, bridged = trend.bridge.own.percent, trend.bridge.bridged.percent
    assert f"Met de regel van toen was de score {score_text(own)}" in page.text
    assert f'<td class="num">{score_text(bridged)}</td>' in page.text
    assert "nieuwe rekenregel" in page.text
    for step in trend.bridge.steps:
        assert f"{step.step.number} {step.step.title.nl}" in page.text


def test_the_same_method_shows_years_and_no_bridge(client_of, company):
    files_of(company, 2025, 2026)
    page = client_of(EditorFactory(of=company)).get(score_page(company))

    assert page.context["trend"].bridge is None
    assert "Uw score door de jaren" in page.text
    assert "met beide rekenregels" not in page.text
    assert "nieuwe rekenregel" not in page.text


def test_a_first_year_has_no_years_behind_it(client_of, company):
    complete_file(company)
    page = client_of(EditorFactory(of=company)).get(score_page(company))

    assert page.context["trend"] is None
    assert "Uw score door de jaren" not in page.text
