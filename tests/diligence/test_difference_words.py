"""A difference on the page: said in words, not by colour, and each text in its own language."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from diligence.framework.answers import Given, State
from diligence.framework.difference import File, Side, difference
from diligence.framework.loader import EDITIONS, edition_from_folder
from tests.diligence.files import SOURCING


@pytest.fixture(scope="module")
def edition():
    return edition_from_folder(EDITIONS / "2026")


@pytest.fixture
def page(edition):
    """Return a function that renders the difference between two answers to a question."""

    def shown(key, then, now, lang="nl", languages=("nl", "nl"), files=((), ())):
        sides = [
            Side(
                question=edition.question(key),
                given=given,
                edition=edition,
                language=language,
                files=papers,
            )
            for given, language, papers in zip((then, now), languages, files, strict=True)
        ]
        with translation.override(lang):
            html = render_to_string(
                "diligence/_difference.html", {"difference": difference(*sides, lang)}
            )
        return " ".join(html.split())

    return shown


def said(value, **given):
    return Given(State.ANSWERED, value, **given)


def test_what_went_and_came_is_said_in_words(page):
    html = page("embed.breaches", said("Wij bellen <b>."), said("Wij mailen <b>."))
    assert 'weg: </span>bellen<span class="vh">] </span></del>' in html
    assert 'erbij: </span>mailen<span class="vh">] </span></ins>' in html.replace("[", "")
    assert "&lt;b&gt;" in html and "<b>." not in html


def test_each_text_is_marked_with_the_language_it_was_written_in(page):
    html = page("embed.breaches", said("Wij bellen."), said("We call."), "en", ("nl", "en"))
    assert '<del lang="nl"><span class="vh" lang="en">' in html
    assert '<ins lang="en">' in html
    level = page("embed.policy", said(2), said(3), "en", ("nl", "en"))
    assert "<del><span" in level and 'lang="nl"' not in level


def test_choices_files_doubt_and_rows(page):
    choices = page("profile.forms_bought", said(["primary", "scrap"]), said(["primary"]))
    assert choices.count("<del>") == 1 and '<span class="vh">weg: </span>' in choices
    files = (File("1", "beleid.pdf", 1),), (File("1", "beleid.pdf", 2),)
    proof = page("embed.policy", said(2), said(2), files=files)
    assert "versie 1 werd versie 2" in proof and "Bewijs" in proof
    assert "twijfelt" in page("embed.policy", said(2), said(2, unsure=True))
    row = SOURCING[0]
    other = {"id": row["id"], "cells": row["cells"] | {"supplier": "De Boer"}}
    table = page("identify.sourcing", said([row, row | {"id": "b"}]), said([other]))
    assert "Rij 1: Tin" in table and "gewijzigd" in table and "weg" in table
    assert "Metaalhandel" in table and "De Boer" in table


def test_nothing_differs(page):
    assert "Er is geen verschil." in page("embed.policy", said(2), said(2))
    assert "Er is geen verschil." in page("embed.policy", None, None)
    assert "Niet ingevuld" in page("embed.policy", None, None)
