"""The list of smelters: ours holds examples only; the secretariat's own takes its place."""

import pytest

from diligence.framework.source import SourceError
from diligence.smelters.reference import reference

LIST = """\
version: "2026-4"
checked_on: "2026-04-01"
smelters:
  - {id: CID111111, minerals: [tin, tantalum], name: Echt, country: BE, state: conformant}
"""


def test_ours_says_that_it_is_made_up_and_uses_no_identifier_of_a_real_smelter():
    ours = reference()

    assert ours.is_made_up
    assert len(ours.smelters) > 40
    assert all(identifier.startswith("CID99") for identifier in ours.smelters)


def test_another_list_takes_its_place(tmp_path):
    path = tmp_path / "lijst.yaml"
    path.write_text(LIST, "utf-8")

    own = reference(str(path))

    assert (own.version, own.is_made_up) == ("2026-4", False)
    assert own.state_of("CID111111", "tantalum") == "conformant"
    assert own.state_of("CID111111", "gold") == "other_mineral"
    assert own.state_of("CID990001", "tin") == "unknown"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("state: conformant", "state: prima"),
        ("country: BE", "country: XX"),
        ("minerals: [tin, tantalum]", "minerals: [mithril]"),
        ("smelters:\n", "smelters: [\n"),
    ],
)
def test_a_list_with_a_mistake_is_refused(old, new, tmp_path):
    path = tmp_path / "lijst.yaml"
    path.write_text(LIST.replace(old, new), "utf-8")

    with pytest.raises(SourceError):
        reference(str(path))
