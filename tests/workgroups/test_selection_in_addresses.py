"""The dashboard's filters in the address: shareable, removable, safe against anything typed."""

from functools import cache
from urllib.parse import parse_qs

import pytest
from django.http import QueryDict

from diligence.framework.loader import EDITIONS, edition_from_folder
from diligence.framework.schema import Edition
from workgroups import forms
from workgroups.aggregation.selection import Selection


@cache
def edition() -> Edition:
    """Return the real questionnaire."""
    return edition_from_folder(EDITIONS / "2026")


def read(address: str) -> Selection:
    """Return what an address asks for."""
    return forms.selection_in(QueryDict(address), edition())


def test_an_address_gives_its_selection_and_back():
    asked = Selection(
        words="élan b.v.",
        status="submitted",
        band="improving",
        size="small",
        chain="semis",
        late=True,
        sort="score",
        descending=True,
    )
    assert read(forms.query_of(asked)) == asked


def test_everything_needs_no_address():
    assert forms.query_of(Selection()) == ""
    assert read("") == Selection()


@pytest.mark.parametrize(
    "address",
    [
        "status=wat&band=9&size=&chain=%00&sort=drop&late=ja",
        "sort=-",
        "sort=--name",
        "status=submitted%27--",
    ],
)
def test_words_nobody_knows_are_as_if_they_were_not_there(address):
    assert read(address) == Selection()


def test_a_search_is_tidied_and_never_endless():
    assert read("q=%20%20de%20%20maas%00").words == "de maas"
    assert len(read("q=" + "a" * 500).words) == forms.MOST_LETTERS


def test_each_chip_takes_one_filter_away():
    asked = read("status=submitted&late=1&q=maas&sort=-score")
    chips = forms.chips_of(asked, forms.filters_of(asked, edition()))

    assert [chip.words for chip in chips] == ["Status: Ingediend", "Te laat", "Naam: “maas”"]
    left = [parse_qs(chip.url.partition("#")[0].lstrip("?")) for chip in chips]
    assert left == [
        {"late": ["1"], "q": ["maas"], "sort": ["-score"]},
        {"status": ["submitted"], "q": ["maas"], "sort": ["-score"]},
        {"status": ["submitted"], "late": ["1"], "sort": ["-score"]},
    ]


def test_a_heading_sorts_and_turns_round():
    words = {"name": "Lid", "score": "Score"}
    first = forms.headings_of(read("status=draft"), words)
    assert first["score"].url == "?status=draft&sort=-score#leden"
    assert (first["score"].sorted, first["name"].sorted) == ("", "ascending")
    assert first["name"].url == "?status=draft&sort=-name#leden"

    second = forms.headings_of(read("sort=-score"), words)
    assert (second["score"].sorted, second["score"].url) == ("descending", "?sort=score#leden")
    assert second["name"].url == "?#leden"


def test_every_list_offers_what_the_edition_knows():
    filters = forms.filters_of(Selection(), edition())
    lists = {one.name: [key for key, _ in one.choices] for one in filters}

    assert lists["size"] == [size.key for size in edition().sizes]
    assert lists["chain"] == [place.key for place in edition().chain_positions]
    assert lists["band"] == [*(band.key for band in edition().bands), "none"]
    assert lists["status"][-1] == "handed_in"
