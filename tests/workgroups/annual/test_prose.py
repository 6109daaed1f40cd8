"""The text of a chapter: what it may hold, and what can never come out of it."""

import pytest

from workgroups.annual.prose import BadMarker, Block, blocks_of, check_markers


def html(text: str) -> str:
    """Return all the HTML of a text."""
    return "".join(block.content for block in blocks_of(text) if block.kind in ("lead", "text"))


def test_the_first_paragraph_is_the_lead_and_the_rest_is_text():
    first, rest = blocks_of("Het was een **goed** jaar.\n\nMaar niet overal.\n\n- een\n- twee\n")
    assert first == Block("lead", "Het was een <strong>goed</strong> jaar.")
    assert rest.kind == "text"
    assert "<p>Maar niet overal.</p>" in rest.content
    assert rest.content.count("<li>") == 2


def test_a_text_that_opens_with_a_heading_has_no_lead():
    assert [block.kind for block in blocks_of("## Kop\n\nTekst.")] == ["text"]


@pytest.mark.parametrize(
    ("written", "levels"),
    [
        ("# a\n\n## b\n\n# c", ["h3", "h4", "h3"]),
        ("### a\n\n#### b", ["h3", "h4"]),
        ("### a\n\n## b\n\n### c", ["h3", "h3", "h4"]),
        ("Kop\n===", ["h3"]),
    ],
)
def test_headings_stand_below_the_title_and_skip_no_level(written, levels):
    found = html(written)
    assert [part[:2] for part in found.split("<")[1:] if part[0] == "h"] == levels


@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[klik](javascript:alert(1))",
        "[klik](data:text/html,x)",
        "[klik](file:///etc/passwd)",
        "![foto](https://elders.example/foto.png)",
        "<style>p{}</style>",
        "<svg onload=alert(1)>",
        "[x](app:source-sans-3-400.woff2)",
    ],
)
def test_nothing_that_does_or_fetches_something_comes_out(bad):
    found = html(f"Begin.\n\nTekst {bad} eind.\n\n{bad}\n")
    for word in ("<script", "<img", "<svg", "<style", 'href="javascript', 'href="data', 'href="f'):
        assert word not in found.lower()
    assert 'href="app' not in found


def test_addresses_of_the_web_stay():
    assert '<a href="https://www.oecd.org">OESO</a>' in html("Zie de [OESO](https://www.oecd.org).")


def test_markers_stand_where_they_were_put():
    text = "Inleiding.\n\n[[cijfer:coverage]]\n\nEn verder.\n[[table: bands ]]\nSlot."
    assert [(block.kind, block.content) for block in blocks_of(text)] == [
        ("lead", "Inleiding."),
        ("figure", "coverage"),
        ("text", "<p>En verder.</p>\n"),
        ("table", "bands"),
        ("text", "<p>Slot.</p>\n"),
    ]


@pytest.mark.parametrize("marker", ["[[cijfer]]", "[[foto:x]]", "[[]]", "[[cijfer:a b]]"])
def test_what_is_no_marker_is_refused_with_its_line(marker):
    with pytest.raises(BadMarker) as refused:
        blocks_of(f"Eerst.\n\n{marker}\n")
    assert refused.value.line == 3


def test_a_marker_must_name_something_that_there_is():
    check_markers("[[cijfer:a]]\n[[tabel:b]]", {"a"}, {"b"})
    with pytest.raises(BadMarker) as refused:
        check_markers("[[cijfer:a]]\n[[tabel:a]]", {"a"}, {"b"})
    assert (refused.value.line, refused.value.marker) == (2, "a")
