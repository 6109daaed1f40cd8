import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diligence.framework import document as documents
from diligence.framework.document import (
    UnknownFormat,
    canonical_json,
    edition_by_hash,
    edition_from_document,
    edition_to_document,
    sha256_of,
)
from diligence.framework.source import SourceError
from tests.diligence.framework.sample import EDITIONS
from tests.diligence.framework.strategies import thorough

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@thorough
@given(json_values)
def test_canonical_json_survives_a_trip_through_any_reader(value: object) -> None:
    written = canonical_json(value)

    assert canonical_json(json.loads(written)) == written
    assert canonical_json(json.loads(json.dumps(value))) == written


@thorough
@given(st.dictionaries(st.text(), st.integers()))
def test_the_order_of_fields_does_not_matter(value: dict[str, int]) -> None:
    assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)


def test_equal_numbers_are_written_alike() -> None:
    assert canonical_json([2.0, 2, Decimal("2.00"), 0.6, Decimal("0.60"), -0.0]) == (
        "[2,2,2,0.6,0.6,0]"
    )


def test_letters_are_not_escaped_and_no_space_is_lost_on_layout() -> None:
    assert canonical_json({"b": "Öz’s", "a": [1, {}]}) == '{"a":[1,{}],"b":"Öz’s"}'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("0.1234567890123456789")])
def test_numbers_that_json_cannot_hold_are_refused(value: object) -> None:
    with pytest.raises(ValueError):
        canonical_json({"n": value})


@pytest.mark.parametrize("value", [{1: "a"}, {"a": {2, 3}}, {"a": Path("x")}])
def test_what_json_has_no_form_for_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


@pytest.mark.parametrize("code", ["2030", "2031"])
def test_an_edition_comes_back_exactly_from_its_stored_document(code: str) -> None:
    document = edition_to_document(EDITIONS / code)

    stored = json.loads(canonical_json(document))

    assert stored == document
    edition = edition_from_document(stored)
    assert edition.hash == sha256_of(document)
    assert edition == edition_from_document(document)


def test_the_hash_sees_a_comma_and_overlooks_a_comment(tmp_path) -> None:
    folder = tmp_path / "2031"
    shutil.copytree(EDITIONS / "2031", folder)
    before = sha256_of(edition_to_document(folder))
    header = folder / "edition.yaml"

    header.write_text(f"# Een opmerking\n{header.read_text()}")
    assert sha256_of(edition_to_document(folder)) == before

    header.write_text(header.read_text().replace("Zelfbeoordeling 2031", "Zelfbeoordeling, 2031"))
    assert sha256_of(edition_to_document(folder)) != before


def test_an_edition_is_built_once_per_hash() -> None:
    document = edition_to_document(EDITIONS / "2031")
    edition = edition_from_document(document)

    def never() -> dict:
        raise AssertionError("the document was asked for although the edition is in memory")

    assert edition_by_hash(edition.hash, never) is edition
    assert edition_from_document(document) is edition


def test_the_cache_forgets_what_was_used_longest_ago(monkeypatch) -> None:
    monkeypatch.setattr(documents, "_cache", documents._Cache(2))
    document = edition_to_document(EDITIONS / "2031")
    first = edition_by_hash("a", lambda: document)
    edition_by_hash("b", lambda: document)
    edition_by_hash("a", lambda: document)
    edition_by_hash("c", lambda: document)

    assert edition_by_hash("a", lambda: document) is first
    calls = []
    edition_by_hash("b", lambda: calls.append("b") or document)
    assert calls == ["b"]


def test_a_document_of_another_format_is_refused() -> None:
    with pytest.raises(UnknownFormat, match=r"format 2; this code reads 1"):
        edition_from_document({"format": 2})


def test_a_flawed_file_never_becomes_a_document(tmp_path) -> None:
    folder = tmp_path / "2031"
    shutil.copytree(EDITIONS / "2031", folder)
    header = folder / "edition.yaml"
    header.write_text(header.read_text() + 'code: "2032"\n')

    with pytest.raises(SourceError, match=r"edition.yaml, line .*: 'code' stands here twice"):
        edition_to_document(folder)


def test_a_document_that_skipped_the_validator_is_an_error() -> None:
    document = edition_to_document(EDITIONS / "2031")
    document["steps"][1]["rules"][0]["if"] = {}

    with pytest.raises(KeyError, match=r"rule.policy_old has no condition"):
        edition_from_document(document)
