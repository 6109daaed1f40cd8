"""Declarations as suppliers send them: made up, but built as the real templates are.

Sheets, rows, columns and traps follow the templates of the Responsible Minerals Initiative; none of
their text is copied. Labels are formulas of which the file keeps the outcome in the language that
was chosen. openpyxl writes no outcomes, so `with_outcomes` puts them in the file afterwards.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

EXCEL_DAY = date(1899, 12, 30)
LANGUAGES: Mapping[str, Mapping[str, str]] = {
    "en": {"tantalum": "Tantalum", "tin": "Tin", "gold": "Gold", "tungsten": "Tungsten"}
    | {"cobalt": "Cobalt", "mica": "Mica", "question": "Question", "revision": "Revision"},
    "zh": {"tantalum": "钽", "tin": "锡", "gold": "金", "tungsten": "钨"}
    | {"cobalt": "钴", "mica": "云母", "question": "问题", "revision": "修订版"},
    "ja": {"tantalum": "タンタル", "tin": "スズ", "gold": "金", "tungsten": "タングステン"}
    | {"cobalt": "コバルト", "mica": "マイカ", "question": "質問", "revision": "改訂"},
    "de": {"tantalum": "Tantal", "tin": "Zinn", "gold": "Gold", "tungsten": "Wolfram"}
    | {"cobalt": "Kobalt", "mica": "Glimmer", "question": "Frage", "revision": "Revision"},
    "tr": {"tantalum": "Tantal", "tin": "Kalay", "gold": "Altın", "tungsten": "Tungsten"}
    | {"cobalt": "Kobalt", "mica": "Mika", "question": "Soru", "revision": "Revizyon"},
}
LAST = ("recycled", "share", "identified", "reported")
SUBJECTS = {
    "CMRT 6": ("added", "remains", "covered", "cahra", *LAST),
    "CMRT 5": ("added", "remains", "covered", *LAST),
    "EMRT 1": ("added", "remains", "cahra", *LAST),
    "EMRT 2": ("added", "remains", "cahra", *LAST),
    "AMRT 1": ("added", "share"),
}
COMPANY = {
    "CMRT 6": (75, "ABCDEFGH"),
    "CMRT 5": (69, "ABCDEFGHI"),
    "EMRT 1": (69, "ABCDEFG"),
    "EMRT 2": (115, "ABCDEFG"),
    "AMRT 1": (60, ""),
}
"""The row of the first question for the whole company, and their letters."""
GOOD = {
    "added": "Yes",
    "remains": "Yes",
    "covered": "No",
    "cahra": "No",
    "recycled": "No",
    "share": "Greater than 90%",
    "identified": "Yes",
    "reported": "Yes",
}
NO = {"added": "No"}
HEADINGS = (
    "Smelter Identification Number Input Column",
    "Metal (*)",
    "Smelter Look-up (*)",
    "Smelter Name (1)",
    "Smelter Country (*)",
    "Smelter Identification",
    "Source of Smelter Identification Number",
    "Smelter Street ",
    "Smelter City",
    "Smelter Facility Location: State / Province",
    "Smelter Contact Name",
    "Smelter Contact Email",
    "Proposed next steps",
    'Name of Mine(s) or if recycled or scrap sourced, enter "recycled" or "scrap"',
    'Location (Country) of Mine(s) or if recycled or scrap sourced, enter "recycled" or "scrap"',
    "Does 100% of the smelter’s feedstock originate from recycled or scrap sources?",
    "Comments",
)
BOLIVIA = "BOLIVIA (PLURINATIONAL STATE OF)"
LOOK_UP = (
    ("Tin", "Tin Straits", "Voorbeeld Tin Straits", "MALAYSIA", "CID980001"),
    (
        "Tin",
        "Altiplano",
        "Voorbeeld Tin Altiplano",
        "BOLIVIA (PLURINATIONAL STATE OF)",
        "CID980002",
    ),
    ("Tantalum", "Gifu", "Voorbeeld Tantalum Gifu", "JAPAN", "CID980021"),
    ("Gold", "Ticino", "Voorbeeld Goud Ticino", "SWITZERLAND", "CID980031"),
    ("Tungsten", "Jiangxi", "Voorbeeld Wolfram Jiangxi", "CHINA", "CID980012"),
    ("Cobalt", "Kokkola", "Voorbeeld Kobalt Kokkola", "FINLAND", "CID980041"),
)


@dataclass(frozen=True)
class Row:
    """One row of the smelter list; without outcomes only what somebody typed is there."""

    mineral: str = ""
    look_up: str = ""
    name: str = ""
    country: str = ""
    id: str = ""
    typed_id: str = ""
    mines: str = ""
    mine_countries: str = ""
    recycled: str = ""
    comment: str = ""
    city: str = ""

    @classmethod
    def known(cls, mineral: str, name: str, country: str, identifier: str, **more: str) -> "Row":
        """Return a row as it stands after choosing a smelter from the list."""
        return cls(mineral, name, name, country, identifier, **more)


TIN = Row.known("Tin", "Voorbeeld Tin Straits", "MALAYSIA", "CID980001")
ALTIPLANO = Row.known("Tin", "Voorbeeld Tin Altiplano", BOLIVIA, "CID980002")
TANTALUM = Row.known("Tantalum", "Voorbeeld Tantalum Gifu", "JAPAN", "CID980021")
GOLD = Row.known("Gold", "Voorbeeld Goud Ticino", "SWITZERLAND", "CID980031")
TUNGSTEN = Row.known("Tungsten", "Voorbeeld Wolfram Jiangxi", "CHINA", "CID980012")
COBALT = Row.known("Cobalt", "Voorbeeld Kobalt Kokkola", "FINLAND", "CID980041")
THREE_TG = (TANTALUM, TIN, GOLD, TUNGSTEN)


@dataclass(frozen=True)
class Maker:
    """A declaration to be made; `replace` it to break or vary one thing."""

    template: str = "CMRT"
    version: str = "6.5"
    language: str = "en"
    company: str = "Gieterij Voorbeeld BV"
    scope: str = "A. Company"
    scope_text: str = ""
    day: date | str = date(2026, 4, 14)
    email: str = "kwaliteit@voorbeeld.example"
    minerals: tuple[str, ...] = ("tantalum", "tin", "gold", "tungsten")
    answers: Mapping[str, Mapping[str, str | float]] = field(
        default_factory=lambda: dict.fromkeys(("tantalum", "tin", "gold", "tungsten"), GOOD)
    )
    company_answer: str = "Yes"
    rows: Sequence[Row] = THREE_TG
    products: int = 0
    is_worked_out: bool = True
    hidden: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    says_version: bool = True
    has_look_up: bool = True
    is_narrow: bool = False

    @property
    def major(self) -> str:
        """Return the key of this version's questions; an unknown one is built as the nearest."""
        wanted = f"{self.template} {self.version.partition('.')[0]}"
        nearest = {"CMRT 4": "CMRT 5", "CMRT 7": "CMRT 6", "EMRT 3": "EMRT 2", "CRT 2": "EMRT 1"}
        return nearest.get(wanted, wanted)

    def name_of(self, mineral: str) -> str:
        """Return a mineral in the language of the workbook, as a label writes it."""
        known = LANGUAGES[self.language].get(mineral, mineral.capitalize())
        return f"{known} (*)" if self.template == "CMRT" else known


def make(maker: Maker | None = None, **changes: object) -> bytes:
    """Return the workbook, as the bytes of a file."""
    maker = replace(maker or Maker(), **changes)  # type: ignore[arg-type]
    book = openpyxl.Workbook()
    book.remove(book.active)
    outcomes: dict[str, dict[str, str | float]] = {}
    sheets = ["Revision", "Instructions", "Definitions", "Declaration", "Smelter List", "Checker"]
    sheets += ["Product List"]
    if maker.template == "EMRT" and maker.version >= "2":
        sheets += ["Mine List"]
    if maker.template == "AMRT":
        sheets += ["Minerals Scope", "Mine List"]
    if maker.has_look_up:
        sheets += ["Smelter Look-up"]
    for name in [*sheets, "L"]:
        sheet = book.create_sheet(maker.renamed.get(name, name))
        hidden = name in maker.hidden or name == "L"
        sheet.sheet_state = "hidden" if hidden else "visible"
        outcomes[sheet.title] = {}
        write = WRITERS.get(name)
        if write is not None:
            write(maker, sheet, outcomes[sheet.title])
    content = saved(book)
    return with_outcomes(content, outcomes if maker.is_worked_out else {})


def saved(book: openpyxl.Workbook) -> bytes:
    """Return a workbook as the bytes of a file."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


Outcomes = dict[str, str | float]
Writer = Callable[[Maker, Worksheet, Outcomes], None]


def label(sheet: Worksheet, outcomes: Outcomes, place: str, text: str) -> None:
    """Write a label as the templates do: a formula, of which the file keeps the outcome."""
    sheet[place] = f"=L!{place}"
    outcomes[place] = text


def write_revision(maker: Maker, sheet: Worksheet, _outcomes: Outcomes) -> None:
    """Write the list of revisions; it is plain text."""
    if maker.says_version:
        sheet["A1"] = f"{maker.template} Revision History"
        sheet["A3"], sheet["B3"] = maker.version, "the newest"


def write_declaration(maker: Maker, sheet: Worksheet, outcomes: Outcomes) -> None:
    """Write the declaration: who, for what, and the answers."""
    words = LANGUAGES[maker.language]
    if maker.says_version:
        label(sheet, outcomes, "B2", f"{maker.template}")
        label(sheet, outcomes, "J3", f"{words['revision']} {maker.version}\n2025")
    write_company(maker, sheet)
    subjects = SUBJECTS[maker.major]
    first, step = question_rows(maker)
    names = sorted(maker.minerals, key=maker.name_of) if step == 12 else maker.minerals
    for number, subject in enumerate(subjects):
        head = first + number * step - 1
        label(sheet, outcomes, f"B{head}", f"{number + 1}) {words['question']} {subject}")
        for place, mineral in enumerate(names):
            row = head + 1 + place
            label(sheet, outcomes, f"B{row}", maker.name_of(mineral))
            answer = maker.answers.get(mineral, {}).get(subject)
            if answer is not None:
                sheet[f"D{row}"] = answer
    after, letters = COMPANY[maker.major]
    for number, letter in enumerate(letters):
        row = after + 2 * number
        label(sheet, outcomes, f"B{row}", f"{letter}. {words['question']}")
        sheet[f"D{row}"] = maker.company_answer or None
        if letter == "B":
            sheet[f"G{row}"] = "https://voorbeeld.example/beleid"


def question_rows(maker: Maker) -> tuple[int, int]:
    """Return the row of the first answer, and how many rows further the next question has its."""
    return {"EMRT 2": (30, 12), "AMRT 1": (31, 12)}.get(maker.major, (26, 6))


def write_company(maker: Maker, sheet: Worksheet) -> None:
    """Write who declares."""
    is_wide = maker.major in ("EMRT 2", "AMRT 1")
    below = 16 if is_wide else 12
    sheet["D3"] = {"en": "English", "zh": "中文"}.get(maker.language, maker.language)
    sheet["D8"], sheet["D9"], sheet["D10"] = maker.company, maker.scope, maker.scope_text or None
    if is_wide:
        for place, mineral in enumerate(maker.minerals):
            sheet.cell(12 + place // 6, 4 + place % 6, mineral.capitalize())
    values = ("NL001", "KvK", "Kade 1", "J. Jansen", maker.email, "0101234567")
    values += ("P. de Vries", "Directeur", "directie@voorbeeld.example", "0101234568")
    if not maker.company:
        values = ()
    for place, value in enumerate(values):
        sheet.cell(below + place, 4, value or None)
    if maker.company:
        day = maker.day
        sheet.cell(below + 10, 4, (day - EXCEL_DAY).days if isinstance(day, date) else day)


def write_smelters(maker: Maker, sheet: Worksheet, outcomes: Outcomes) -> None:
    """Write the list of smelters; what the template looks up is a formula."""
    headings = HEADINGS if not maker.is_narrow else narrow(HEADINGS)
    for column, heading in enumerate(headings, start=1):
        text = heading if maker.language == "en" else f"标题 {column}"
        label(sheet, outcomes, f"{get_column_letter(column)}4", text)
    for place, row in enumerate(maker.rows):
        write_row(maker, sheet, outcomes, 5 + place, row)


def narrow(columns: Sequence[str]) -> Sequence[str]:
    """Return the columns of AMRT before 1.3: no identifier to type, no list to look up in."""
    return (columns[1], *columns[3:])


def write_row(maker: Maker, sheet: Worksheet, outcomes: Outcomes, number: int, row: Row) -> None:
    """Write one smelter. With a typed identifier everything else follows from it by formula."""
    cells = [row.typed_id, row.mineral, row.look_up, row.name, row.country, row.id]
    cells += ["RMI" if row.id or row.typed_id else "", "", row.city, "", "", "", "", row.mines]
    cells += [row.mine_countries, row.recycled, row.comment]
    if maker.is_narrow:
        cells = list(narrow(cells))
    for column, value in enumerate(cells, start=1):
        place = f"{get_column_letter(column)}{number}"
        is_formula = bool(row.typed_id) and column in (2, 3, 4, 5, 6, 7) and not maker.is_narrow
        if is_formula:
            label(sheet, outcomes, place, value)
        elif value:
            sheet[place] = value
    if not maker.is_narrow:
        label(sheet, outcomes, f"R{number}", "#N/A")


def write_checker(maker: Maker, sheet: Worksheet, outcomes: Outcomes) -> None:
    """Write the workbook's own check: what is asked for, and whether there is an answer."""
    for place, mineral in enumerate(maker.minerals):
        row = 4 + place
        label(sheet, outcomes, f"A{row}", maker.name_of(mineral))
        given = maker.answers.get(mineral, {}).get("added")
        label(sheet, outcomes, f"B{row}", str(given or ""))
        sheet[f"F{row}"] = "=1"
        outcomes[f"F{row}"] = 1.0


def write_products(maker: Maker, sheet: Worksheet, _outcomes: Outcomes) -> None:
    """Write the products that a declaration of scope B is about."""
    for number in range(maker.products):
        sheet[f"B{6 + number}"], sheet[f"C{6 + number}"] = f"P-{number}", "Beslag"


def write_look_up(_maker: Maker, sheet: Worksheet, _outcomes: Outcomes) -> None:
    """Write the smelters that the workbook knows; they are plain text."""
    for place, row in enumerate(LOOK_UP):
        for column, value in enumerate(row, start=1):
            sheet.cell(5 + place, column, value)


WRITERS: Mapping[str, Writer] = {
    "Revision": write_revision,
    "Declaration": write_declaration,
    "Smelter List": write_smelters,
    "Checker": write_checker,
    "Product List": write_products,
    "Smelter Look-up": write_look_up,
}


def with_outcomes(content: bytes, outcomes: Mapping[str, Outcomes]) -> bytes:
    """Put the outcomes of formulas in a file, and its texts in one list, as Excel keeps them."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    paths = {f"xl/worksheets/sheet{n}.xml": name for n, name in enumerate(book.sheetnames, 1)}
    texts: dict[str, int] = {}
    parts = parts_of(content)
    for path, name in paths.items():
        text = filled_in(parts[path].decode(), outcomes.get(name, {}))
        parts[path] = INLINE.sub(lambda found: shared(found, texts), text).encode()
    listed = "".join(f"<si><t>{text}</t></si>" for text in texts)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{listed}</sst>'.encode()
    announce(parts, "xl/_rels/workbook.xml.rels", TEXTS_RELATION, "</Relationships>")
    announce(parts, "[Content_Types].xml", TEXTS_TYPE, "</Types>")
    return zipped(parts)


def announce(parts: dict[str, bytes], path: str, line: str, before: str) -> None:
    """Say in this part of a file that it has a list of texts."""
    parts[path] = parts[path].decode().replace(before, line + before).encode()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TEXTS_RELATION = (
    f'<Relationship Id="rIdTexts" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
)
TEXTS_TYPE = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sharedStrings+xml"/>'
)
INLINE = re.compile(r'<c r="([A-Z]+\d+)"([^>]*) t="inlineStr"><is><t[^>]*>(.*?)</t></is></c>', re.S)


def shared(found: re.Match[str], texts: dict[str, int]) -> str:
    """Return a cell that points at a text of the list instead of holding it."""
    place, more, text = found.groups()
    number = texts.setdefault(text, len(texts))
    return f'<c r="{place}"{more} t="s"><v>{number}</v></c>'


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of a file by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


FORMULA = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)><f>(.*?)</f><v ?/?>(?:</v>)?</c>')


def filled_in(text: str, outcomes: Outcomes) -> str:
    """Return a sheet with the outcome in each formula that has one."""

    def cell(found: re.Match[str]) -> str:
        place, more, formula = found.groups()
        more = re.sub(r' t="\w+"', "", more)
        if place not in outcomes:
            return f'<c r="{place}"{more}><f>{formula}</f></c>'
        outcome = outcomes[place]
        if isinstance(outcome, float):
            return f'<c r="{place}"{more}><f>{formula}</f><v>{outcome}</v></c>'
        kind = "e" if outcome.startswith("#") else "str"
        return f'<c r="{place}"{more} t="{kind}"><f>{formula}</f><v>{escape(outcome)}</v></c>'

    return FORMULA.sub(cell, text)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return an archive of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def changed(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return a file with each part changed; a part becomes None to leave it out."""
    parts = {name: change(name, part) for name, part in parts_of(content).items()}
    return zipped({name: part for name, part in parts.items() if part is not None})


USUAL, OTHER = b"http://schemas.openxmlformats.org", b"http://purl.oclc.org/ooxml"
STRICT = {
    USUAL + b"/spreadsheetml/2006/main": OTHER + b"/spreadsheetml/main",
    USUAL + b"/officeDocument/2006/relationships": OTHER + b"/officeDocument/relationships",
}


def strict(content: bytes) -> bytes:
    """Return a file as Excel's "Strict Open XML" writes it: other names for the same elements."""

    def change(_name: str, part: bytes) -> bytes:
        for usual, other in STRICT.items():
            part = part.replace(usual, other)
        return part

    return changed(content, change)


def prefixed(content: bytes) -> bytes:
    """Return a file whose sheets write every element with a prefix, as some programs do."""

    def change(name: str, part: bytes) -> bytes:
        if not name.startswith("xl/worksheets/sheet"):
            return part
        part = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", part)
        return part.replace(b"xmlns=", b"xmlns:x=")

    return changed(content, change)


def emrt(**changes: object) -> Maker:
    """Return an EMRT to be made."""
    minerals = ("cobalt", "mica")
    answers = {"cobalt": GOOD, "mica": NO}
    own = {"template": "EMRT", "version": "1.3", "minerals": minerals, "answers": answers}
    return replace(Maker(), **{**own, "rows": (COBALT,), **changes})  # type: ignore[arg-type]


def amrt(**changes: object) -> Maker:
    """Return an AMRT to be made."""
    minerals = ("aluminium", "zinc")
    answers = {"aluminium": {"added": "Yes", "share": "Greater than 75%"}, "zinc": {"added": "No"}}
    rows = (Row.known("Aluminium", "Voorbeeld Aluminium Delfzijl", "NETHERLANDS", "CID980082"),)
    own = {"template": "AMRT", "version": "1.3", "minerals": minerals, "answers": answers}
    return replace(Maker(), **{**own, "rows": rows, **changes})  # type: ignore[arg-type]
