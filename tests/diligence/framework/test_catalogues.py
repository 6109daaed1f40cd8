import pytest

from diligence.framework.catalogues import (
    CATALOGUES as OWN,
)
from diligence.framework.catalogues import (
    UnknownCatalogue,
    UnknownEntry,
    catalogue,
    catalogues_in,
)
from diligence.framework.choices import options_of
from diligence.framework.loader import available, edition_from_folder
from diligence.framework.source import SourceError
from tests.diligence.framework.sample import CATALOGUES, EDITIONS, edition, lists


def test_entries_keep_their_order_and_their_extra_fields() -> None:
    metals = catalogues_in(CATALOGUES)["metals"]

    assert [entry.key for entry in metals] == ["ME-SN", "ME-CU"]
    assert (len(metals), metals.version, metals.checked_on) == (2, "1", "2031-01-10")
    assert metals.entry("ME-SN").text.nl == "Tin"
    assert metals.entry("ME-SN").get("symbol") == "Sn"
    assert metals.entry("ME-SN").get("colour", "grey") == "grey"


def test_norway_is_a_country() -> None:
    assert "NO" in catalogues_in(CATALOGUES)["countries"]


def test_unknown_names_are_refused() -> None:
    for name in ("metal", "../metals", ""):
        with pytest.raises(UnknownCatalogue):
            catalogue(name)
    metals = catalogues_in(CATALOGUES)["metals"]
    assert metals.get("ME-XX") is None
    with pytest.raises(UnknownEntry, match=r"'ME-XX' is not in the catalogue metals"):
        metals.entry("ME-XX")


def test_a_catalogue_says_its_own_name_and_is_sound(tmp_path) -> None:
    (tmp_path / "metals.yaml").write_text("catalogue: stones\nentries: []\n")
    with pytest.raises(SourceError, match=r"'catalogue' must be 'metals'"):
        catalogues_in(tmp_path)
    (tmp_path / "metals.yaml").write_text("catalogue: metals\ncatalogue: metals\n")
    with pytest.raises(SourceError, match=r"metals.yaml, line 2: 'catalogue' stands here twice"):
        catalogues_in(tmp_path)


def test_every_catalogue_of_the_product_can_be_read_with_unique_keys() -> None:
    for name, entries in catalogues_in(OWN).items():
        keys = [entry.key for entry in entries]
        assert keys, name
        assert len(keys) == len(set(keys)), name
        assert catalogue(name) is entries


def test_options_come_from_wherever_they_are_written() -> None:
    e, own = edition(), lists()
    sourcing = e.question("identify.sourcing")

    def keys(field) -> list[str]:
        return [option.key for option in options_of(field, e, own)]

    assert keys(e.question("profile.buys_outside_eu")) == ["none", "some", "most"]
    assert keys(e.question("profile.metals")) == ["ME-SN", "ME-CU"]
    assert keys(e.question("profile.chain_positions")) == ["smelting", "recycling"]
    assert keys(sourcing.column("form")) == ["ore", "scrap", "no"]
    assert keys(sourcing.column("supplier")) == ["7", "9"]
    assert keys(e.question("embed.policy")) == []
    with pytest.raises(UnknownCatalogue):
        options_of(sourcing.column("supplier"), e)


def test_a_list_that_no_caller_gives_comes_from_the_files() -> None:
    e = edition()
    options = options_of(e.question("profile.metals"), e)

    assert "ME-SN" in [option.key for option in options]


def test_an_edition_is_read_from_its_folder() -> None:
    assert edition_from_folder(EDITIONS / "2030").code == "2030"
    assert "2026" in available()
