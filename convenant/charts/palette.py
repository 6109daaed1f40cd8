"""The colours of charts.

Each is a literal colour, which prints, plus a name: on a page the style sheet gives the classes
`chart-<name>` (fill) and `chart-l-<name>` (line) their colour in both themes.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paint:
    """One colour: what it is called in the style sheet and how it prints."""

    colour: str
    name: str = ""
    """Empty: the same in both themes, as on a printed cover."""

    @property
    def fill_class(self) -> str:
        """Return the class of a filled mark, or nothing."""
        return f"chart-{self.name}" if self.name else ""

    @property
    def line_class(self) -> str:
        """Return the class of a drawn line, or nothing."""
        return f"chart-l-{self.name}" if self.name else ""


INK = Paint("#1d2a36", "ink")
MUTED = Paint("#52606d", "muted")
GRID = Paint("#d3dbe3", "grid")
PAPER_WHITE = Paint("#ffffff", "card")

BRAND = Paint("#154273", "brand")
ON_BRAND = Paint("#ffffff", "on-brand")
HALF = Paint("#7f9abb", "half")
ON_HALF = Paint("#1d2a36", "on-half")
PALE = Paint("#dfe7f0", "pale")
ON_PALE = Paint("#1d2a36", "on-pale")
COPPER = Paint("#a04a12", "copper")
DONE = Paint("#216b40", "done")

# Bands from low to high with the ink readable on each: one blue, never taken for a risk.
LEVELS = tuple(
    (Paint(colour, f"level-{place}"), Paint(ink, f"on-level-{place}"))
    for place, (colour, ink) in enumerate(
        (
            ("#dce6f1", "#1d2a36"),
            ("#b9cee4", "#1d2a36"),
            ("#86aad0", "#14202b"),
            ("#4a79ab", "#ffffff"),
            ("#154273", "#ffffff"),
        )
    )
)

# The stage of a cover: light lines on the deep blue, the same wherever it stands.
STAGE_GRID = Paint("#4a6f99")
STAGE_EDGE = Paint("#7f9abb")
STAGE_MUTED = Paint("#cfdbe8")
STAGE_INK = Paint("#ffffff")
STAGE_COPPER = Paint("#f0a468")
STAGE_AREA = Paint("#e08a4a")
