"""The chapters of an annual report, in the order in which a new one begins."""

from dataclasses import dataclass

FIGURES = "figures"
"""The chapter behind which the figures of the release stand; its own text is their opening."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One chapter as a new report gets it: its key and its title in both languages."""

    key: str
    title_nl: str
    title_en: str


OUTLINE = (
    Opening("foreword", "Voorwoord van de voorzitter", "Foreword by the chair"),
    Opening("looking_back", "Terugblik op het jaar", "Looking back on the year"),
    Opening(FIGURES, "De cijfers", "The figures"),
    Opening("collaboration", "Samenwerken aan ketenonderzoek", "Working together on due diligence"),
    Opening("collective_projects", "Gezamenlijke projecten", "Collective projects"),
    Opening("recycling", "Gerecycled metaal", "Recycled metal"),
    Opening("round_table", "Rondetafelgesprek", "Round table"),
    Opening("outreach", "Naar buiten, en wat wij leerden", "Outreach and lessons learned"),
    Opening("looking_ahead", "Vooruitblik", "Looking ahead"),
    Opening("background", "Achtergrond", "Background"),
    Opening("colophon", "Colofon", "Colophon"),
)
KEYS = tuple(opening.key for opening in OUTLINE)
