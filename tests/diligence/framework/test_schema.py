from decimal import Decimal

import pytest

from diligence.framework.schema import Text, UnknownQuestion
from tests.diligence.framework.sample import edition


def test_questions_come_in_the_order_of_the_pages_profile_first() -> None:
    keys = [question.key for question in edition().questions]

    assert keys[0] == "profile.fte"
    assert keys.index("profile.imports") < keys.index("embed.policy") < keys.index("remedy.channel")


def test_an_unknown_question_is_named() -> None:
    with pytest.raises(UnknownQuestion, match=r"edition 2031 has no question 'embed.polisy'"):
        edition().question("embed.polisy")
    assert "embed.policy" in edition()
    assert "embed.polisy" not in edition()


def test_parts_are_the_profile_and_the_sub_actions() -> None:
    parts = edition().parts

    assert [part.key for part in parts] == [
        "profile", "1.1", "1.2", "2.1", "2.2", "3.1", "4.1", "5.1", "6.1",
    ]  # fmt: skip
    assert edition().part("1.2").title == Text("Taken verdelen", "Divide the tasks")
    assert [q.key for q in edition().part("1.2").questions] == ["embed.known", "embed.hours"]
    assert edition().part("1.2").step.number == 1
    assert all(q.part == part.key for part in parts for q in part.questions)


def test_unknown_parts_steps_and_sizes_are_refused() -> None:
    for find in (edition().part, edition().step, edition().size):
        with pytest.raises(LookupError):
            find("9.9")
    assert edition().step("embed").number == 1
    assert edition().step("profile").number == 0


@pytest.mark.parametrize(
    ("fte", "size"),
    [
        ("0.1", "micro"),
        (10, "micro"),
        ("10.1", "small"),
        (50, "small"),
        (51, "large"),
    ],
)
def test_the_bound_belongs_to_the_smaller_size(fte: int | str, size: str) -> None:
    assert edition().size_for(Decimal(fte)).key == size


@pytest.mark.parametrize(
    ("percent", "band"),
    [
        ("0", "basic"),
        ("19.9", "basic"),
        ("20.0", "improving"),
        ("60", "advanced"),
        ("100", "advanced"),
    ],
)
def test_the_lower_bound_belongs_to_the_band(percent: str, band: str) -> None:
    assert edition().band_for(Decimal(percent)).key == band


def test_expectations_follow_size_and_year_and_stay_after_the_last() -> None:
    small = edition().size("small")

    assert [edition().expected_for(small, year) for year in (1, 2, 3, 4, 9)] == [15, 30, 45, 45, 45]
    assert edition().expected_for("large", 2) == 40
    with pytest.raises(ValueError):
        edition().expected_for(small, 0)


def test_a_micro_company_reads_its_own_wording_of_a_level() -> None:
    level = edition().question("embed.policy").levels[2]

    assert level.text_for(edition().size("micro")).nl.startswith("Er ligt één pagina")
    assert level.text_for("small") == level.text
    assert level.text_for(None) == level.text
    plain = edition().question("embed.policy").levels[3]
    assert plain.text_for("micro") == plain.text


def test_texts_come_in_the_language_asked_for_and_else_in_dutch() -> None:
    text = Text("ja", "yes")

    assert [text.get(lang) for lang in ("en", "en-gb", "nl", "de", None)] == [
        "yes", "yes", "ja", "ja", "ja",
    ]  # fmt: skip


def test_measures_are_offered_by_question_level_and_size() -> None:
    e = edition()

    def keys(question: str, level: int, size: str | None) -> list[str]:
        found = e.measures_for(question, level, size and e.size(size))
        return [measure.key for measure in found]

    assert keys("embed.policy", 0, "micro") == ["measure.policy_start"]
    assert keys("embed.policy", 3, "small") == ["measure.policy_grow"]
    assert keys("embed.policy", 4, "small") == []
    assert keys("embed.known", 1, "micro") == [], "for small and large only"
    assert keys("embed.known", 1, None) == ["measure.teaching_start"]


def test_an_example_fits_the_size_or_is_the_first() -> None:
    question = edition().question("embed.policy")

    assert question.example_for(edition().size("large")) is question.examples[0]
    assert question.example_for(None) is question.examples[0]
    assert edition().question("profile.fte").example_for(None) is None


def test_numbers_are_exact() -> None:
    fte = edition().question("profile.fte")

    assert (fte.min, fte.max, fte.decimals) == (Decimal("0.1"), Decimal(100000), 1)
    assert edition().size("micro").pace == Decimal("0.6")


def test_an_option_called_no_is_the_word_no() -> None:
    keys = [option.key for option in edition().question("profile.forms_bought").options]

    assert keys == ["ore", "scrap", "no"]
    assert edition().question("profile.forms_bought").option("no").alone


def test_editions_are_equal_by_their_hash() -> None:
    assert edition() == edition()
    assert edition() != edition("2030")
    assert edition() != "2031"
    assert len({edition(), edition(), edition("2030")}) == 2
    assert [rule.key for rule in edition().rules][:2] == [
        "rule.recycler_without_scrap", "rule.policy_old",
    ]  # fmt: skip
    assert edition().deciding("size").key == "profile.fte"
    assert edition().deciding("weather") is None
