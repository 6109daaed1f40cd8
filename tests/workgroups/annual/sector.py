"""A sector on paper for the tests: published tables of two years, and chapters."""

import hashlib
from datetime import UTC, datetime

from diligence.framework.document import canonical_json
from diligence.framework.loader import EDITIONS, edition_from_folder
from workgroups.annual.content import Annual
from workgroups.annual.outline import OUTLINE
from workgroups.annual.words import labels_of
from workgroups.disclosure.published import PublishedCell, PublishedTable, Why

MADE_AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
STEPS = ("embed", "identify", "prevent", "track", "communicate", "remedy")
METALS = ("ME-AL", "ME-CU", "ME-FE", "ME-SN", "ME-NI", "ME-ZN", "ME-CO")
THEMES = ("RT09", "RT10", "RT11", "RT01", "RT19", "RT21", "RT15", "RT06")
TEXT_NL = (
    "Een **goed** jaar, met één tegenvaller.\n\nWij keken verder dan ooit.\n\n"
    "[[cijfer:coverage]]\n\n## Wat lukte\n\n- een brief\n- een bezoek\n\n"
    "> De derde brief kreeg antwoord.\n\n[[tabel:policy]]\n\nZie [de OESO](https://www.oecd.org)."
)
TEXT_EN = TEXT_NL.replace("Een **goed** jaar, met één tegenvaller.", "A **good** year.")


def cell(*key: str, value: str | None = None, why: str = "", **ends: str) -> PublishedCell:
    """Return one figure; without a value it is withheld."""
    return PublishedCell(key, value, ends.get("low"), ends.get("high"), why)


def table(name: str, year: int, dims: str, kind: str, cells: list[PublishedCell]) -> PublishedTable:
    """Return a table on eight of twelve members."""
    return PublishedTable(name, year, tuple(dims.split()), kind, "8", "12", tuple(cells))


def simple(name: str, year: int, dim: str, kind: str, **figures: str) -> PublishedTable:
    """Return a table of one dimension; a dash stands for a figure that was withheld."""
    cells = [
        cell(key, value=None if value == "-" else value, why=Why.TOO_FEW if value == "-" else "")
        for key, value in figures.items()
    ]
    return table(name, year, dim, kind, cells)


def heat(year: int) -> PublishedTable:
    """Return metals against risks: figures, a range, and cells withheld for every reason."""
    whys = (Why.TOO_FEW, Why.DERIVABLE, Why.CHANGED_BY_FEW, Why.DOMINATED)
    cells = []
    for row, metal in enumerate(METALS):
        for column, theme in enumerate(THEMES):
            number = 8 - row + column % 3 - column // 2
            if number < 4 or (row + column) % 5 == 4:
                cells.append(cell(metal, theme, why=whys[(row + column) % 4]))
            elif (row, column) == (0, 1):
                cells.append(cell(metal, theme, value="5–9", low="5", high="9"))
            else:
                cells.append(cell(metal, theme, value=str(number)))
    return table("metal_theme", year, "metal theme", "count", cells)


def tables_of(year: int) -> list[PublishedTable]:
    """Return what a release tells of one year."""
    less = 0 if year == 2026 else 5
    bands = {"basic": "15", "improving": "25", "established": "35", "advanced": "25", "mature": "-"}
    return [
        simple("coverage", year, "state", "count", members="12", counted="8"),
        simple("joiners", year, "year", "count", **{str(year): "2"}),
        simple("leavers", year, "year", "count", **{str(year): "1"}),
        simple("bands", year, "band", "share", **bands),
        simple("bands_panel", year, "band", "share", **bands),
        simple("moved", year, "moved", "share", up="40", same="45", down="-"),
        simple(
            "step_mean",
            year,
            "step",
            "mean",
            **{step: str(71 - 8 * place - less) for place, step in enumerate(STEPS)},
        ),
        simple("expected", year, "expected", "share", met="60", below="40"),
        simple("policy", year, "policy", "share", published="75", made="15", none="-"),
        simple("metals", year, "metal", "count", **{m: str(8 - n) for n, m in enumerate(METALS)}),
        simple("countries", year, "country", "count", CN="8", CL="6", CD="5", BO="-"),
        simple("regions", year, "region", "count", asia="8", africa="7"),
        simple(
            "themes", year, "theme", "count", **{t: str(8 - n // 2) for n, t in enumerate(THEMES)}
        ),
        heat(year),
        simple("chain_known", year, "link", "share", tier1="90", smelter=str(65 - less), mine="30"),
        simple(
            "actions", year, "status", "sum", planned="35", running="42", done="28", stopped="6"
        ),
        simple("action_effects", year, "effect", "sum", reached="18", under_way="22", unclear="9"),
        simple("complaints", year, "counted", "sum", total="14", open="-", channels="9"),
    ]


def data_of(*, years: tuple[int, ...] = (2025, 2026), text: bool = True) -> dict:
    """Return the content of a report as it is stored."""
    tables = [one for year in years for one in tables_of(year)]
    edition = edition_from_folder(EDITIONS / "2026")
    return {
        "format": "ketenkompas.annual",
        "version": 1,
        "year": 2026,
        "release": {
            "number": "V-2026-04",
            "title_nl": "Jaarcijfers 2026",
            "title_en": "Figures 2026",
            "audience": "public",
            "rules": "regels 1",
            "fixed_on": "2026-10-31",
            "signed_on": "2026-11-20",
        },
        "earlier": {str(year): "V-2025-02" for year in years[:-1]},
        "methods": {str(year): 1 for year in years},
        "tables": [one.to_json() for one in tables],
        "labels": {lang: labels_of(tables, edition, lang) for lang in ("nl", "en")},
        "chapters": [
            {
                "key": one.key,
                "title_nl": one.title_nl,
                "title_en": one.title_en,
                "text_nl": TEXT_NL if text and one.key == "foreword" else "Kort gezegd.",
                "text_en": TEXT_EN if text and one.key == "foreword" else "In short.",
            }
            for one in OUTLINE
        ],
    }


def annual_of(language: str = "nl", data: dict | None = None) -> Annual:
    """Return a report in one language."""
    data = data or data_of()
    return Annual(
        data,
        language,
        "7QF4-M2XD-9KHT",
        "https://keten.example/verify/",
        hashlib.sha256(canonical_json(data).encode()).hexdigest(),
        MADE_AT,
    )
