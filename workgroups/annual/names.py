"""What the figures and tables of a release are called, by the names that markers use."""

from django.utils.translation import gettext as _


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
    return {
        "coverage": _("Wie telt mee"),
        "bands": _("Deelnemers per band"),
        "bands_panel": _("Dezelfde deelnemers in twee jaren"),
        "joiners": _("Nieuw dit jaar"),
        "leavers": _("Niet meer in de cijfers"),
        "moved": _("Band ten opzichte van vorig jaar"),
        "step_mean": _("Gemiddelde score per stap"),
        "step_bands": _("Deelnemers per stap en band"),
        "expected": _("Gehaald wat verwacht werd"),
        "metals": _("Metalen die deelnemers gebruiken"),
        "themes": _("Risico’s die deelnemers melden"),
        "theme_groups": _("Risico’s per soort"),
        "metal_theme": _("Risico’s per metaal"),
        "group_theme": _("Risico’s per groep metalen"),
        "countries": _("Landen van herkomst"),
        "regions": _("Gebieden van herkomst"),
        "country_theme": _("Risico’s per land"),
        "region_theme": _("Risico’s per gebied"),
        "stage_theme": _("Risico’s per plaats in de keten"),
        "chain_known": _("Hoe ver de keten bekend is"),
        "actions": _("Acties en hun stand"),
        "action_effects": _("Of acties helpen"),
        "complaints": _("Klachten"),
        "policy": _("Beleid"),
    }
