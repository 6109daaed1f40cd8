"""The printed report: valid, complete, the same bytes, and silent about what was withheld."""

import functools
import io
import re
import subprocess
from dataclasses import replace

import outloud
import page
import pikepdf
import pytest
from django.utils import translation

from diligence.reports.pdf import Pdf
from tests.workgroups.annual.sector import THEMES, annual_of, data_of, simple
from workgroups.annual.closing import to_be_read
from workgroups.annual.document import NotTold, document_of, html_of, render_annual
from workgroups.annual.figures import figures_of
from workgroups.annual.names import table_titles
from workgroups.disclosure.published import PublishedCell, PublishedTable

pytestmark = pytest.mark.xdist_group("the annual reports made in test_document")


@functools.cache
def made(language: str) -> Pdf:
    """Return one report, made once per test process."""
    return render_annual(annual_of(language))


@functools.cache
def text_of(language: str) -> str:
    """Return the text of the PDF, with single spaces."""
    read = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],
        input=made(language).content,
        capture_output=True,
        check=True,
    )
    return " ".join(read.stdout.decode().split())


@pytest.fixture(params=["nl", "en"])
def language(request) -> str:
    """Each language it is made in."""
    return request.param


def test_page_validation_finds_it_conforms_to_pdf_ua_1(language):
    found = page.validate_pdf_bytes(made(language).content, profile=page.ValidationProfile.PDF_UA_1)
    assert found.rules.total >= 100
    assert [str(failure) for failure in found.failures] == []
    assert found.is_compliant


def test_outloud_finds_nothing(language, tmp_path):
    path = tmp_path / "jaarrapport.pdf"
    path.write_bytes(made(language).content)
    result = outloud.check(str(path))
    assert result.error is None
    assert [each.to_dict() for each in result.findings if not is_false_alarm(each)] == []


def is_false_alarm(finding) -> bool:
    """Tell whether a finding says nothing about the file.

    A narrow table has "too many" heads; a running head on fewer than three pages is taken for
    prose.
    """
    is_head = str(finding.evidence).startswith("Metaalconvenant ")
    return finding.rule == "TBL-010" or (finding.rule == "TAG-002" and is_head)


def test_it_names_itself_and_its_language(language):
    with pikepdf.open(io.BytesIO(made(language).content)) as document:
        title = str(document.docinfo["/Title"])
        assert str(document.Root.Lang) == language
    assert title.startswith({"nl": "Jaarrapport 2026", "en": "Annual report 2026"}[language])


def test_the_same_content_gives_the_same_bytes():
    again = render_annual(annual_of("nl"))
    assert again.content == made("nl").content


def test_coverage_release_and_check_are_printed():
    text = text_of("nl")
    for words in (
        "8 van de 12 deelnemers",
        "vrijgave V-2026-04",
        "7QF4-M2XD-9KHT",
        "https://keten.example/verify/",
        "2 van",
        "n = 8 van 12",
    ):
        assert words in text


def test_english_is_english():
    text = text_of("en")
    for dutch in ("deelnemers", "afgeschermd", "te weinig", "Jaarrapport", "Gemiddeld", "vrijgave"):
        assert dutch not in text
    assert "8 of 12" in text


def test_every_table_of_the_release_stands_in_the_annex():
    html = html_of(annual_of("nl"))
    annex = html[html.index('id="tabellen"') :]
    for name in {table.name for table in annual_of().tables}:
        assert f'id="t-{name.replace("_", "-")}' in annex
        assert table_titles()[name] in annex


def test_a_long_table_is_printed_without_what_cannot_be_read():
    """A menu counts every country by every theme: a hundred pages of "<5" tell nobody anything."""
    keys = [(country, theme) for country in ("CD", "CL", "PE") for theme in map(str, range(30))]
    told = {("CD", "3"), ("PE", "7")}
    cells = tuple(
        PublishedCell(key, "6") if key in told else PublishedCell(key, "<5", "0", "4")
        for key in keys
    )
    table = PublishedTable("t", 2025, ("country", "theme"), "count", "8", "12", cells)
    kept = [cell.key for cell in to_be_read(table).cells]
    assert kept == [("CD", "3"), ("CD", "7"), ("PE", "3"), ("PE", "7")]
    short = replace(table, cells=cells[:10])
    assert to_be_read(short) is short


def test_a_withheld_cell_holds_words_and_no_figure():
    html = html_of(annual_of("nl"))
    hidden = re.findall(r'<td class="[^"]*hidden[^"]*">([^<]*)</td>', html)
    assert set(hidden) == {"te weinig leden", "afgeschermd"}
    assert len(hidden) > 20


def test_the_settings_of_the_protection_are_never_printed():
    html = html_of(annual_of("nl"))
    method = html[html.index('id="methode"') : html.index('id="tabellen"')]
    text = re.sub(r"<[^>]*>", " ", method)
    assert "vaste regels" in text
    assert set(re.findall(r"\d+", text)) <= {
        "5",
        "9",
        "1",
    }  # the example of a range, the rules' name


def test_what_a_writer_types_is_text():
    data = data_of()
    data["chapters"][0]["title_nl"] = "<b>Vet</b> & co"
    data["chapters"][0]["text_nl"] = "Begin <script>x</script>.\n\n<iframe src=x></iframe>"
    html = html_of(annual_of("nl", data))
    assert "<script" not in html
    assert "<iframe" not in html
    assert "&lt;b&gt;Vet&lt;/b&gt; &amp; co" in html


@pytest.mark.parametrize(
    ("marker", "name"), [("cijfer:smelters", "smelters"), ("tabel:moved", "moved")]
)
def test_a_chapter_that_asks_for_what_is_not_released_is_refused(marker, name):
    data = data_of()
    data["tables"] = [one for one in data["tables"] if one["name"] not in ("chain_known", "moved")]
    data["chapters"][1]["text_nl"] = f"Zie:\n\n[[{marker}]]"
    with pytest.raises(NotTold) as refused:
        html_of(annual_of("nl", data))
    assert (refused.value.chapter, refused.value.name) == ("Terugblik op het jaar", name)


def test_a_release_that_tells_little_makes_a_small_report():
    data = data_of()
    withheld = simple("themes", 2026, "theme", "count", **dict.fromkeys(THEMES, "-"))
    data["tables"] = [withheld.to_json()]
    for chapter in data["chapters"]:
        chapter["text_nl"] = "Kort."
    with translation.override("nl"):
        printed = document_of(annual_of("nl", data))
    anchors = [one.anchor for one in printed.pages]
    assert "themas-kop" not in anchors
    assert "kaart-kop" not in anchors
    assert anchors[-3:] == ["methode", "tabellen", "h-colophon"]


def test_another_method_breaks_every_comparison():
    data = data_of()
    data["methods"] = {"2025": 1, "2026": 2}
    with translation.override("nl"):
        printed = document_of(annual_of("nl", data))
        same = {figure.name: figure.base for figure in figures_of(annual_of("nl", data))}
    bands = next(one for one in printed.pages if one.anchor == "banden-kop")
    dashes = [mark for mark in bands.parts[0].chart.marks if getattr(mark, "dash", "") == "3 2.4"]
    assert len(dashes) == 1
    assert not any("2025" in base for base in same.values())
    steps = next(one for one in printed.pages if one.anchor == "stappen-kop")
    assert all("2025" not in part.chart.table.head for part in steps.parts if part.kind == "chart")


def test_hundreds_of_members_and_none_at_all_can_be_drawn():
    for counted, of in (("380", "400"), ("0", "3"), (None, None), ("<5", "12")):
        data = data_of()
        for one in data["tables"]:
            one["counted"], one["of"] = counted, of
        for chapter in data["chapters"]:
            chapter["text_nl"] = "Kort."
        assert "Jaarrapport 2026" in html_of(annual_of("nl", data))
