"""The finished file: valid, tagged, complete, and the same bytes for the same snapshot."""

import functools
import hashlib
import io
import os
import re
import subprocess
import sys
from itertools import pairwise

import outloud
import page
import pikepdf
import pytest
from django.conf import settings

from diligence.reports import pdf
from diligence.reports.assets import style_sheet
from tests.diligence.reports.paper import (
    MADE_AT,
    as_proof,
    content_of,
    edition,
    full_answers,
    rows_of,
)
from tests.diligence.reports.test_risks_in_report import risk
from tests.diligence.reports.work import everything

LONG_NAME = (
    "Koninklijke Metaalhandel en Recyclingbedrijf Van den Broek-Oosterhuis & Zonen "
    "Internationaal B.V. Łódź"
)
RUNNING_HEAD = re.compile(r"Voortgangs|Progress r")
pytestmark = pytest.mark.xdist_group("the reports made in test_pdf")
CASES = ["empty nl", "empty en", "full nl", "full en"]
TOLD: dict[str, list[tuple[str, int]]] = {}
LONG_TABLES = ("identify.sourcing", "remedy.cases")


@functools.cache
def made(case: str) -> pdf.Pdf:
    """Return one report, made once per test process."""
    filling, lang = case.split()
    company = {"name": LONG_NAME, "city": "", "kvk_number": "", "joined_on": None}
    if filling == "empty":
        content = content_of({}, lang=lang, company=company)
    else:
        content = content_of(
            full_file(long_tables=lang == "nl"),
            before=full_answers(level=1),
            lang=lang,
            kind="submitted",
            company=company,
            evidence=papers(),
            risks=[risk(), risk(title="Stof uit de gieterij", theme="RT19", reasons=[])],
            **everything(),
        )
    told = TOLD.setdefault(case, [])
    return pdf.render_pdf(content, tell=lambda stage, percent: told.append((stage, percent)))


def full_file(*, long_tables: bool) -> dict:
    """Return an answer to every question; on demand a long table of each kind: grid and records."""
    answers = full_answers(rows=3)
    for key in LONG_TABLES if long_tables else ():
        typed = "Smelterij Bangka-Belitung, derde bezoek door onze inkoper. " * 4
        answers[key]["value"] = rows_of(edition().question(key), 50, typed)
    return answers


def papers() -> list[dict]:
    """Return proof of every sort: at one answer and at forty, expired, confidential, long."""
    asked = [key for key in full_file(long_tables=False) if not key.startswith("profile.")]
    long_word = "metaalbewerkingsmachineonderhoudsprotocol" * 3
    return [
        as_proof(1, "Beleid", *asked[:3], description="Bladzijde 4.\n\nEn de tabel onderaan."),
        as_proof(2, "Certificaat ISO 14001", asked[3], kind="EV-08", valid_until="2026-03-28"),
        as_proof(3, "Besluit", asked[3], asked[4], confidential=True, valid_until="2027-03-28"),
        as_proof(4, long_word, asked[5], kind="", description="Gesprek met de inkoper. " * 80),
        as_proof(5, "Lijst van gesprekken", *asked[:40], kind="EV-16", file={"number": 12}),
    ]


@pytest.fixture(params=CASES)
def case(request) -> str:
    """Each of the reports that are made here."""
    return request.param


@pytest.fixture
def document(case):
    """Return one report, opened."""
    with pikepdf.open(io.BytesIO(made(case).content)) as opened:
        yield opened


def structure(document, wanted: str) -> list:
    """Return the structure elements of this type, in reading order."""
    found, todo = [], [document.Root.StructTreeRoot]
    while todo:
        node = todo.pop(0)
        if not isinstance(node, pikepdf.Dictionary):
            continue
        if node.get("/S") == wanted:
            found.append(node)
        kids = node.get("/K", [])
        todo[:0] = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return found


def text_of(case: str) -> list[str]:
    """Return the text of each page."""
    read = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],
        input=made(case).content,
        capture_output=True,
        check=True,
    )
    return read.stdout.decode().split("\f")[:-1]


class TestValidators:
    """Two judges from outside. What they look at is the same in the other language of a full one,
    which joins the full run; its tags and pages are looked at below each time.
    """

    @pytest.fixture(params=[*CASES[:3], pytest.param(CASES[3], marks=pytest.mark.full)])
    def case(self, request) -> str:
        """Return each of the reports that are made here."""
        return request.param

    def test_page_validation_finds_it_conforms_to_pdf_ua_1(self, case):
        report = page.validate_pdf_bytes(
            made(case).content, profile=page.ValidationProfile.PDF_UA_1
        )

        assert report.rules.total >= 100
        assert [str(failure) for failure in report.failures] == []
        assert report.is_compliant

    def test_outloud_finds_nothing(self, case, tmp_path):
        path = tmp_path / "verslag.pdf"
        path.write_bytes(made(case).content)

        result = outloud.check(str(path))

        assert result.error is None
        assert [each.to_dict() for each in result.findings if not is_false_alarm(each)] == []


def is_false_alarm(finding) -> bool:
    """Tell whether a finding is one of three that say nothing about the file.

    A narrow table has "too many" heads; a running head that stands on fewer than three pages is
    taken for prose; a sentence that a company repeats in every row is taken for a running head.
    """
    is_head = bool(RUNNING_HEAD.search(str(finding.evidence)))
    match finding.rule:
        case "TBL-010":
            return True
        case "TAG-002":
            return is_head
        case "PAG-001":
            return not is_head
    return False


class TestTags:
    def test_the_document_says_what_it_is(self, case, document):
        root, info = document.Root, document.docinfo

        assert root.Lang == case.split()[-1]
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        assert str(info.Title).endswith(f"– {LONG_NAME}")
        assert str(info.CreationDate) == str(info.ModDate)
        assert str(info.CreationDate).startswith("D:20261122133200")

    def test_every_drawing_has_words(self, document):
        figures = structure(document, "/Figure")

        assert len(figures) >= 4
        assert all(len(str(figure.get("/Alt", ""))) > 10 for figure in figures)

    def test_headings_start_at_one_and_skip_no_level(self, document):
        levels = [
            int(str(node.S)[2])
            for node in structure_in_order(document)
            if re.fullmatch(r"/H[1-6]", str(node.S))
        ]

        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))

    def test_head_cells_know_what_they_head(self, document):
        heads = structure(document, "/TH")

        assert heads
        assert {str(head.A.Scope) for head in heads} == {"/Row", "/Column"}

    def test_an_answer_is_read_in_its_own_language(self, case, document):
        marked = [p for p in structure(document, "/P") if "/Lang" in p]

        assert {str(paragraph.Lang) for paragraph in marked} == (
            set() if case.startswith("empty") else {"nl"}
        )

    def test_links_print_and_are_tagged(self, document):
        notes = [note for leaf in document.pages for note in leaf.get("/Annots", [])]

        assert notes
        assert {int(note.F) for note in notes} == {4}

    def test_fonts_are_inside_and_nothing_runs(self, document):
        fonts = [
            item
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        ]

        assert fonts
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)
        names = document.Root.get("/Names", pikepdf.Dictionary())
        assert "/JavaScript" not in names
        assert "/EmbeddedFiles" not in names
        assert "/OpenAction" not in document.Root


def structure_in_order(document) -> list:
    """Return every structure element in reading order."""
    found, todo = [], [document.Root.StructTreeRoot]
    while todo:
        node = todo.pop(0)
        if isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(node)
            kids = node.get("/K", [])
            todo[:0] = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return found


class TestPages:
    def test_every_page_but_the_cover_says_which_of_how_many(self, case):
        pages = text_of(case)
        of = "van" if case.endswith("nl") else "(van|of)"

        assert len(pages) == made(case).pages
        for number, text in enumerate(pages[1:], 2):
            assert re.search(rf"\b{number} {of} {len(pages)}\b", text), number

    def test_an_interim_state_says_so_on_every_page(self):
        assert all("TUSSENSTAND" in text for text in text_of("empty nl"))

    def test_what_was_handed_in_says_that_and_nothing_of_an_interim_state(self):
        pages = text_of("full nl")

        assert not any("TUSSENSTAND" in text for text in pages)
        assert all("Ingediend op 22 november 2026" in text for text in pages)

    def test_no_page_is_empty(self, case):
        for number, text in enumerate(text_of(case), 1):
            assert len(text.split()) > 20, number

    def test_nothing_runs_off_the_text_area(self, case):
        """Fingerprints, long words and tables keep the margin of 20 mm at the right."""
        inside = (210 - 20) * 72 / 25.4 + 1
        read = ["pdftotext", "-bbox", "-f", "2", "-", "-"]
        boxes = subprocess.run(read, input=made(case).content, capture_output=True, check=True)
        words = re.findall(r'xMax="([\d.]+)".*?>(.*?)</word>', boxes.stdout.decode())

        assert len(words) > 500
        assert [word for edge, word in words if float(edge) > inside] == []

    def test_the_summary_is_one_page(self):
        for case in CASES:
            pages = text_of(case)
            assert re.search(r"Samenvatting|Summary", pages[1])
            assert re.search(r"^\s*(Inhoud|Contents)\s*$", pages[2], re.MULTILINE)

    def test_no_heading_stands_alone_at_the_foot(self, case):
        """A heading of a sub-action is followed by a question on the same page."""
        for text in text_of(case):
            lines = [line.strip() for line in text.splitlines() if line.strip()]
            body = lines[:-1]  # without the foot
            assert not re.match(r"^[1-6]\.\d [A-ZÀ-Ý]", body[-1]) or len(body) < 4, body[-3:]


class TestSameBytes:
    def test_two_processes_make_the_same_file(self):
        ours = hashlib.sha256(made("full en").content).hexdigest()

        assert _digest_in_new_process() == ours


def _digest_in_new_process() -> str:
    """Make the file elsewhere: another hash seed than this process drew, and another clock."""
    code = (
        "import django, hashlib; django.setup();"
        "from tests.diligence.reports.test_pdf import made;"
        "print(hashlib.sha256(made('full en').content).hexdigest())"
    )
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
        "PYTHONHASHSEED": "1",
        "TZ": "Asia/Tokyo",
    }
    made_there = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    return made_there.stdout.strip()


class TestLean:
    def test_the_style_sheet_stays_small(self):
        assert len(style_sheet().encode()) < 30_000

    def test_weasyprint_is_not_loaded_before_the_first_pdf(self):
        code = (
            "import django, sys; django.setup(); import diligence.tasks, diligence.views.reports;"
            "print('weasyprint' in sys.modules)"
        )
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTHONPATH": str(settings.BASE_DIR),
        }
        run = subprocess.run(
            [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
        )
        assert run.stdout.strip() == "False"

    def test_missing_system_libraries_are_named_with_what_to_install(self, monkeypatch):
        def refuse(name, *args, **kwargs):
            if name.split(".")[0] == "weasyprint":
                raise OSError("cannot load library 'libgobject-2.0-0'")
            return real(name, *args, **kwargs)

        real = __import__
        monkeypatch.setattr("builtins.__import__", refuse)
        pdf.engine.cache_clear()
        try:
            with pytest.raises(pdf.EngineMissing, match=re.escape(pdf.APT_LINE)):
                pdf.typeset("<p>x</p>", at=MADE_AT)
        finally:
            monkeypatch.undo()
            pdf.engine.cache_clear()

    def test_progress_is_told_while_it_is_made(self):
        made("empty nl")

        assert TOLD["empty nl"] == [("layout", 25), ("layout", 75)]
