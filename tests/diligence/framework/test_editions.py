"""The editions that come with the product are sound, each against the one it follows."""

import pytest

from diligence.framework.checks import check_series
from diligence.framework.loader import EDITIONS, available
from diligence.framework.scoring import weighing_of


@pytest.fixture(scope="module")
def series() -> dict:
    return {examined.code: examined for examined in check_series(EDITIONS)}


@pytest.mark.parametrize("code", available())
def test_the_validator_finds_no_error(series: dict, code: str) -> None:
    assert [str(problem) for problem in series[code].errors] == []


@pytest.mark.parametrize("code", available())
def test_the_edition_lies_in_the_folder_of_its_code(series: dict, code: str) -> None:
    edition = series[code].edition

    assert edition is not None
    assert edition.code == code
    assert weighing_of(edition.scoring.rule, edition.scoring.version)


@pytest.mark.parametrize("code", available())
def test_every_sub_action_has_a_question_that_scores_for_a_micro_company(
    series: dict, code: str
) -> None:
    edition = series[code].edition

    assert edition is not None
    for part in edition.parts:
        scoring = [question for question in part.questions if question.scores]
        for_micro = [q for q in scoring if "micro" in (q.asked_of.sizes or ("micro",))]
        assert for_micro or part.key == "profile", part.key
