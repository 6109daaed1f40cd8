"""The map of OWASP ASVS: whole, true to the tests it names, and counted right in the document."""

import ast
import csv
import re
from collections import Counter
from functools import cache

import pytest
from allauth.account.models import EmailAddress

from companies.models import User
from companies.permissions import GRANTS, SECRETARIAT_GRANTS, Permission
from tests.convenant.test_architecture import ROOT
from tests.factories import UserFactory

STATES = ("done", "not applicable", "operator", "open")
ROWS = list(csv.DictReader((ROOT / "docs" / "asvs.csv").open(encoding="utf-8")))
LEVELS = {"1": 70, "2": 183}
"""How many requirements ASVS 5.0.0 has of each level."""
KINDS = {
    "done, with a test": ("done", True),
    "done, by a library or a document, without a test of ours": ("done", False),
    "operator: depends on how it is run": ("operator", None),
    "not applicable": ("not applicable", None),
    "open": ("open", None),
}


@cache
def names_in(name: str) -> frozenset[str]:
    """Return the tests of a file as pytest names them, without parameters."""
    found = set()
    for node in ast.parse((ROOT / name).read_text()).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{one.name}" for one in node.body if hasattr(one, "name")}
    return frozenset(found)


def test_every_requirement_is_there_once():
    ids = [row["id"] for row in ROWS]
    assert len(set(ids)) == len(ids)
    assert Counter(row["level"] for row in ROWS) == LEVELS
    assert all(re.fullmatch(r"V\d+\.\d+\.\d+", one) for one in ids)
    assert {int(one[1:].split(".")[0]) for one in ids} == set(range(1, 18))


def test_every_row_says_what_it_must():
    for row in ROWS:
        assert row["state"] in STATES, row
        assert row["where"], row
        if row["state"] == "not applicable":
            assert not row["test"], row


def test_every_document_that_is_named_is_there():
    for row in ROWS:
        for name in re.findall(r"(?:docs|convenant|companies)/[\w./-]+\w", row["where"]):
            assert (ROOT / name).is_file(), row


def test_every_test_that_is_named_exists():
    named = [test for row in ROWS for test in row["test"].split()]
    assert len(named) > 150
    for test in named:
        name, _, function = test.partition("::")
        assert (ROOT / name).is_file(), test
        assert function.rpartition("::")[2].startswith("test_"), test
        assert function in names_in(name), test


def test_the_document_counts_what_is_in_the_map():
    told = {
        words: (int(one), int(two))
        for words, one, two in re.findall(
            r"^\| ([^|]+) \| (\d+) \| (\d+) \|$", (ROOT / "docs/security.md").read_text(), re.M
        )
    }
    assert told.keys() == KINDS.keys()
    for words, (state, is_tested) in KINDS.items():
        of_kind = Counter(
            row["level"]
            for row in ROWS
            if row["state"] == state and is_tested in (None, bool(row["test"]))
        )
        assert told[words] == (of_kind["1"], of_kind["2"]), words


def test_the_document_tells_what_each_role_may():
    text = (ROOT / "docs/security.md").read_text()
    head = re.search(r"^\| \| (reader .*) \|$", text, re.M)[1]
    columns = [column.split(", ") for column in head.split(" | ")]
    granted = {str(role): names for role, names in (GRANTS | SECRETARIAT_GRANTS).items()}
    assert sorted(role for column in columns for role in column) == sorted(granted)
    for permission in Permission:
        row = re.search(rf"^\| {permission} \|(.*)\|$", text, re.M)[1]
        told = [cell.strip() == "yes" for cell in row.split("|")]
        for roles, may in zip(columns, told, strict=True):
            assert {permission in granted[role] for role in roles} == {may}, (permission, roles)


def test_who_an_open_end_is_left_to_is_told():
    text = (ROOT / "docs/security.md").read_text()
    left = text[text.index("| what | who | by when |") : text.index("Signed for")]
    for row in ROWS:
        if row["state"] == "operator":
            chapter = row["id"].rpartition(".")[0]
            assert re.search(rf"\b({row['id']}|{chapter})\b(?!\.)", left), row["id"]


@pytest.mark.django_db
def test_a_new_installation_holds_nobody():
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_password_field_is_masked_and_takes_what_a_manager_pastes(client_of):
    page = client_of().get("/accounts/login/").text
    (field,) = re.findall(r"<input[^>]*type=\"password\"[^>]*>", page)
    assert 'autocomplete="current-password"' in field
    assert "maxlength" not in field
    scripts = (ROOT / "static" / "js").rglob("*.js")
    listening = {script.name for script in scripts if '"paste"' in script.read_text()}
    assert listening == {"chain.js"}, "it takes rows of a sheet, on the page of the chain"
    assert "chain" not in "".join(re.findall(r"<script[^>]*>", page))
    for template in (ROOT / "templates").rglob("*.html"):
        if "js/chain.js" in (text := template.read_text()):
            assert 'type="password"' not in text, template


LONG = "Zeventig tekens is niet te veel, ook niet met spaties é " + "x" * 44


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "opens"),
    [(LONG, True), (LONG + "x", False), (LONG + " ", False), (LONG.lower(), False)],
)
def test_a_password_counts_to_the_last_sign(client_of, settings, typed, opens):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    person = UserFactory()
    person.set_password(LONG)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client = client_of()
    client.post("/accounts/login/", {"login": person.email, "password": typed})
    assert ("_auth_user_id" in client.session) is opens
