"""What the figures and tables of a release are called, by the names that markers use."""

from django.utils.translation import gettext as _

from workgroups.figures.names import TITLES


def figure_titles() -> dict[str, str]:
    """Return the large figures by name: what each counts, as it stands under the number."""
    return {
        "coverage": _("deelnemers tellen mee"),
        "score": _("punten voor de stap die het laagst staat"),
        "smelters": _("van de regels heeft een bekende smelter"),
        "actions": _("acties zijn afgerond"),
        "policy": _("publiceerden hun beleid"),
        "expected": _("halen wat er dit jaar verwacht werd"),
    }


def table_titles() -> dict[str, str]:
    """Return the tables by name, in the order of the annex."""
    return {name: str(words) for name, words in TITLES.items()}
