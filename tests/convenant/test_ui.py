"""The pieces of markup every page is made of: correct for everyone, and safe with any text."""

import re
from collections import Counter
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string

HOSTILE = '<script>"x"</script>'


def rendered(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


class Questions(forms.Form):
    """One of each kind of field."""

    name = forms.CharField(
        label="Naam",
        help_text="Zoals in het handelsregister.",
        widget=forms.TextInput(attrs={"placeholder": "Naam"}),
    )
    remark = forms.CharField(label="Toelichting", widget=forms.Textarea, max_length=500)
    size = forms.ChoiceField(
        label="Grootte", choices=[("s", "Klein"), ("l", "Groot")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Ik ga akkoord")
    proof = forms.FileField(label="Bewijs", required=False)


def fields_of(form: forms.Form) -> str:
    return render_to_string("_parts/_fields.html", {"form": form})


# --- icons, states, remarks --------------------------------------------------------------------


def test_an_icon_beside_text_is_hidden_from_screen_readers():
    svg = rendered('{% icon "check" "l" "ok" %}')
    assert svg == (
        '<svg class="icon icon--l i-ok" aria-hidden="true">'
        '<use href="/static/icons.svg#check"/></svg>'
    )


def test_words_between_backticks_are_code_and_nothing_gets_through():
    html = rendered("{{ text|coded }}", text=f"needs `write` {HOSTILE} `{HOSTILE}`")
    assert "needs <code>write</code> &lt;script&gt;" in html
    assert html.count("<code>") == 2 and "<script>" not in html


def test_an_icon_alone_has_a_name():
    assert 'role="img" aria-label="Klaar"' in rendered('{% icon "check" label="Klaar" %}')


def test_every_icon_that_a_template_asks_for_is_in_the_sprite():
    root = settings.BASE_DIR
    sprite = (root / "static/icons.svg").read_text()
    names = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    asked = set()
    for template in (root / "templates").rglob("*.html"):
        text = template.read_text()
        asked |= set(re.findall(r'{% icon "([^"]+)"', text))
        asked |= set(re.findall(r"icons[^#\n]{0,20}#([a-z][a-z0-9-]+)", text))
    assert asked
    assert asked <= names


def test_a_pill_holds_its_word_and_an_icon():
    html = rendered('{% pill "ok" "check" %}{{ word }}{% endpill %}', word=HOSTILE)
    assert html.startswith('<span class="pill pill--ok"><svg')
    assert "&lt;script&gt;" in html


def test_a_note_keeps_the_markup_of_its_content_and_escapes_its_values():
    html = rendered('{% note "ask" %}<p>{{ text }}</p>{% endnote %}', text=HOSTILE)
    assert html.startswith('<div class="note"><svg')
    assert "<p>&lt;script&gt;" in html


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Samira El Idrissi", "SI"), ("Joke", "J"), ("joke.bakker@x.example", "JB"), ("", "")],
)
def test_initials(name: str, letters: str):
    assert rendered("{{ name|initials }}", name=name) == letters


# --- forms ---------------------------------------------------------------------------------------


def test_every_control_has_a_label_and_no_placeholder():
    html = fields_of(Questions())
    labels = set(re.findall(r'<label[^>]* for="([^"]+)"', html))
    controls = set(re.findall(r'<(?:input|textarea|select)[^>]* id="([^"]+)"', html))
    assert controls == labels
    assert "placeholder" not in html
    assert "<legend>Grootte</legend>" in html


def test_hint_and_message_are_tied_to_their_control():
    form = Questions({"name": ""})
    html = fields_of(form)
    control = re.search(r'<input[^>]* id="id_name"[^>]*>', html)
    assert control is not None
    assert 'aria-describedby="id_name_helptext id_name_error"' in control[0]
    assert 'aria-invalid="true"' in control[0]
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html


def test_ids_that_are_pointed_at_exist_once():
    html = fields_of(Questions({}))
    ids = Counter(re.findall(r' id="([^"]+)"', html))
    pointed = set(" ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split())
    assert set(ids.values()) == {1}
    assert pointed <= set(ids)


def test_optional_is_said_in_words_and_what_is_asked_needs_no_sign():
    html = fields_of(Questions())
    assert html.count("(niet verplicht)") == 1
    assert "*" not in html


def test_what_was_typed_comes_back_escaped():
    html = fields_of(Questions({"name": HOSTILE}))
    assert 'value="&lt;script&gt;' in html


def test_the_summary_leads_to_every_field_that_is_wrong():
    form = Questions({"size": "x"})
    html = render_to_string("_parts/_errors.html", {"form": form})
    page = html + fields_of(form)
    links = re.findall(r'href="#([^"]+)"', html)
    assert "4 punten kloppen nog niet" in html
    assert links == ["id_name", "id_remark", "id_size_0", "id_agreed"]
    assert all(f'id="{link}"' in page for link in links)


def test_the_summary_of_one_problem_says_one_and_of_none_says_nothing():
    problem = SimpleNamespace(text=HOSTILE, url="/x")
    html = render_to_string("_parts/_errors.html", {"problems": [problem]})
    assert "Eén punt klopt nog niet" in html
    assert "<script>" not in html
    assert render_to_string("_parts/_errors.html", {"form": Questions()}).strip() == ""


def test_the_counter_tells_the_most_without_a_script():
    html = fields_of(Questions())
    assert 'data-count="id_remark"' in html
    assert "hoogstens 500 tekens" in html
    assert html.count("data-count=") == 1


# --- pieces of a page ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "role"), [("error", "alert"), ("success", "status"), ("info", "status")]
)
def test_an_error_is_read_out_at_once_and_the_rest_politely(level: str, role: str):
    class Message(str):
        level_tag = level

    html = render_to_string("_parts/_messages.html", {"messages": [Message(HOSTILE)]})
    assert f'role="{role}"' in html
    assert "<script>" not in html


def test_pages_of_a_list_keep_the_filters():
    page = Paginator(range(30), 10).page(2)
    html = render_to_string("_parts/_pages.html", {"page": page, "query": "status=open&"})
    assert re.findall(r'href="\?([^"]+)"', html) == [
        "status=open&amp;page=1",
        "status=open&amp;page=3",
    ]
    alone = Paginator(range(3), 10).page(1)
    assert render_to_string("_parts/_pages.html", {"page": alone}).strip() == ""


def test_the_breadcrumb_marks_the_page_itself():
    crumbs = [("Start", "/"), ("Hier", None)]
    html = render_to_string("_parts/_breadcrumb.html", {"crumbs": crumbs})
    assert html.count("<a ") == 1
    assert '<span aria-current="page">Hier</span>' in html


def test_both_texts_of_a_conflict_are_shown_as_text():
    html = render_to_string(
        "_parts/_conflict.html", {"id": "q", "who": "Joke", "mine": HOSTILE, "theirs": "b"}
    )
    assert html.count("<blockquote>") == 2
    assert "<script>" not in html


@pytest.mark.parametrize("code", ["403", "404", "429", "500"])
def test_an_error_page_needs_no_context_and_no_database(code: str):
    html = render_to_string(f"{code}.html")
    assert '<html lang="nl">' in html
    assert f"Fout {code}" in html
    assert "style=" not in html
    assert not re.search(r"<script(?! type=\"module\" src)", html)
    assert len(re.findall("<h1>", html)) == 1


def test_the_sprite_is_well_formed_and_each_name_stands_once():
    root = ElementTree.parse(settings.BASE_DIR / "static/icons.svg").getroot()
    names = Counter(symbol.get("id") for symbol in root)
    assert set(names.values()) == {1}


def test_no_template_has_a_script_or_style_of_its_own():
    for template in (settings.BASE_DIR / "templates").rglob("*.html"):
        # For paper and for programs that read mail the rule of the browser does not hold.
        if {"reports", "emails"} & set(template.parts):
            continue
        text = template.read_text()
        assert "style=" not in text, template
        assert "<style" not in text, template
        assert not re.search(r"<script(?![^>]* src=)", text), template
        assert not re.search(r"\son[a-z]+=", text), template
        assert not re.search(r'\ssrc="https?:|<link[^>]* href="https?:', text), template
