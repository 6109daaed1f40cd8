"""What a question of this year continues, and how an answer of then reads as one of now."""

import pytest

from diligence.framework.loader import EDITIONS, edition_from_folder
from diligence.framework.mapping import PairKind
from diligence.services.carry.origins import way_between
from tests.diligence.framework import sample
from tests.factories import published_version

OF_2024, OF_2025, OF_2026 = (
    edition_from_folder(EDITIONS / year) for year in ("2024", "2025", "2026")
)


def test_the_mapping_says_what_is_the_same_and_what_asks_anew():
    origins = way_between(OF_2025, OF_2026).origins

    assert origins["embed.training"].carries and origins["embed.policy_known"].carries
    assert origins["embed.policy"].kind == PairKind.SPLIT
    assert origins["prevent.joint_action"].old == ("prevent.joint_letters", "prevent.projects")
    assert origins["identify.scoping"].kind == PairKind.CHANGED_MEANING
    assert "embed.scrap_refusal" not in origins and "embed.iso_certificates" not in origins


def test_the_same_edition_twice_asks_the_same():
    way = way_between(OF_2026, OF_2026)

    assert all(origin.kind == PairKind.SAME for origin in way.origins.values())
    assert len(way.origins) == len(OF_2026.questions)


@pytest.mark.django_db
def test_over_a_year_without_a_file_both_mappings_count():
    published_version("2025")

    origins = way_between(OF_2024, OF_2026).origins

    assert origins["embed.training"].carries
    assert not origins["identify.priorities"].carries, "it asked something else in 2024"
    assert origins["prevent.joint_action"].old == ("prevent.joint_letters", "prevent.projects")


@pytest.mark.django_db
def test_without_the_edition_in_between_only_unchanged_words_are_the_same():
    origins = way_between(OF_2024, OF_2026).origins

    for key, origin in origins.items():
        same = OF_2024.question(key).text == OF_2026.question(key).text
        assert origin.kind in (PairKind.SAME, PairKind.CHANGED_MEANING)
        assert same or not origin.carries


def test_an_option_that_is_gone_leaves_the_rest_and_is_told():
    way = way_between(sample.edition("2030"), sample.edition())

    whole = way.moved("profile.forms_bought", sample.answered(["scrap"]))
    rest = way.moved("profile.forms_bought", sample.answered(["scrap", "residues"]))
    nothing = way.moved("profile.forms_bought", sample.answered(["residues"]))

    assert (whole[0].value, whole[1]) == (["scrap"], True)
    assert (rest[0].value, rest[1]) == (["scrap"], False)
    assert nothing == (None, False)
