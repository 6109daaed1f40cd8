"""Everything that is written in the log can be read in it, in both languages."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from companies.events import Untellable, record
from companies.log.pages import all_pages, is_read, page_in_words
from companies.log.verbs import (
    Kind,
    UnknownVerb,
    Verb,
    all_verbs,
    register,
    told,
    verb_of,
    verbs_of,
)
from companies.models import Event
from tests.factories import AdminFactory, CompanyFactory
from tests.isolation.routes import all_routes

ROOT = Path(settings.BASE_DIR)
CODE = "\n".join(
    path.read_text("utf-8")
    for app in ("companies", "diligence", "workgroups")
    for path in sorted((ROOT / app).rglob("*.py"))
    if "verbs" not in (path.stem, path.parent.name)  # the triggers of migrations write as well
)


@pytest.mark.parametrize("verb", all_verbs(), ids=lambda verb: verb.key)
class TestEachVerb:
    """One sentence, in two languages, that names who did it; and somebody writes it."""

    def test_says_who_in_both_languages(self, verb):
        with translation.override("nl"):
            dutch = str(verb.sentence)
        with translation.override("en"):
            english = str(verb.sentence)
        assert dutch != english
        for sentence in (dutch, english):
            assert "%(who)s" in sentence and sentence.endswith(".")
        holes = [sorted(re.findall(r"%\(\w+\)s", sentence)) for sentence in (dutch, english)]
        assert holes[0] == holes[1]

    def test_is_written_somewhere(self, verb):
        """Whole, or put together as `f"file.{verb}"` from one of the words of its kind."""
        noun, _dot, word = verb.key.partition(".")
        whole = re.search(rf"[\"']{re.escape(verb.key)}[\"']", CODE)
        assert whole or (f'f"{noun}.{{' in CODE and re.search(rf"\"{word}\"", CODE))

    def test_leads_to_an_address_that_its_data_can_fill(self, verb):
        if verb.goes_to:
            routes = {route.name: route.needs for route in all_routes()}
            known = {"company": "bedrijf", "year": 2026, "part": "1.1", "question": "embed.policy"}
            known["number"] = "V-2026-01"
            known["pk"] = known["thread"] = uuid4()
            reverse(verb.goes_to, kwargs={need: known[need] for need in routes[verb.goes_to]})


def test_every_verb_that_code_writes_is_registered():
    written = set(re.findall(r"record\(\s*[\w.]+(?:\([^)]*\))?,\s*\"([\w.]+)\"", CODE))
    assert len(written) > 15
    assert written <= {verb.key for verb in all_verbs()}


def test_every_page_inside_a_company_has_words():
    inside = {route.name for route in all_routes() if route.is_companys}
    posted = {
        "companies:invite",
        "companies:withdraw",
        "companies:role",
        "companies:end",
        "companies:two-step",
        "companies:lost-step",
        "companies:leave",  # for members alone: the secretariat has no seat to give up
        "diligence:answer",
        "diligence:note",
        "diligence:note-done",
        "diligence:part-work",
    }
    assert inside - posted == set(all_pages())


@pytest.mark.parametrize("page", [page for page, words in all_pages().items() if words])
def test_a_page_reads_in_both_languages(page):
    data = {"page": page, "year": 2026, "part": "1.1", "question": "embed.policy"}
    data["number"] = "V-2026-01"
    with translation.override("nl"):
        dutch = page_in_words(page, data, {})
    with translation.override("en"):
        english = page_in_words(page, data, {})
    assert "%(" not in dutch + english
    assert dutch != english


def test_a_page_that_nobody_named_is_a_read_too():
    assert is_read("diligence:new-page")
    assert page_in_words("diligence:new-page", {}, {}) == "een pagina van uw dossier"


def test_reads_and_changes_are_told_apart():
    assert "file.read" in verbs_of(Kind.READ) and "file.submitted" in verbs_of(Kind.CHANGE)
    assert not set(verbs_of(Kind.READ)) & set(verbs_of(Kind.CHANGE))


def test_a_role_is_told_in_words_and_an_old_one_as_it_was_written():
    assert told("role", "editor", {}, {}) == "invuller"
    assert told("role", "stagiair", {}, {}) == "stagiair"


def test_two_apps_can_not_use_one_name():
    with pytest.raises(ValueError, match="twice"):
        register(Verb("member.left", Kind.CHANGE, "%(who)s."))
    assert verb_of("member.left").goes_to == "companies:members"


@pytest.mark.django_db
class TestRecord:
    """What nobody could read is refused at once, and nothing is stored."""

    def test_an_unknown_verb(self, in_scope):
        company = CompanyFactory()
        with in_scope(company), pytest.raises(UnknownVerb, match="register"):
            record(company, "member.danced", by=None)

    def test_a_sentence_with_a_hole(self, in_scope):
        company = CompanyFactory()
        with in_scope(company):
            with pytest.raises(Untellable, match="person, role"):
                record(company, "member.invited", by=AdminFactory(of=company))
            assert not Event.objects.exists()
