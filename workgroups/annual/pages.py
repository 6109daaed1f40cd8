"""The pages of the figures: what is told, in sentences, drawings and tables.

Every sentence follows from a published figure; where the release is silent the page says less, or
is not there at all.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from workgroups.annual import drawings
from workgroups.annual.cells import shown, small_words, table_of, words_of, years_of
from workgroups.annual.content import Annual
from workgroups.annual.figures import covered, figures_of, number_of
from workgroups.annual.heat import heat_page
from workgroups.annual.shape import ChartPart, FiguresPart, ListPart, Page, Part, TextPart

MOST_BARS = 10


def figure_pages(annual: Annual) -> Iterator[Page]:
    """Yield the pages of the figures in their order, those that have something to tell."""
    makers = (
        glance,
        coverage,
        steps,
        bands,
        same_members,
        heat_page,
        themes,
        chain,
        origin,
        work,
    )
    for make in makers:
        if page := make(annual):
            yield page


def label(annual: Annual) -> str:
    """Return the small words above a title."""
    return _("De cijfers van %(year)s") % {"year": annual.year}


def glance(annual: Annual) -> Page | None:
    """Return the large figures with what stands out."""
    figures = figures_of(annual)
    if not figures:
        return None
    said = tuple(conclusions(annual))
    parts: list[Part] = [FiguresPart(tuple(figures[:6]))]
    if said:
        parts.append(ListPart(said, _("Wat opvalt")))
    lead = coverage_words(annual) or _("Dit zijn de cijfers die zijn vrijgegeven.")
    title = _("De sector in één oogopslag")
    return Page("oogopslag", label(annual), title, lead, tuple(parts), 2)


def conclusions(annual: Annual) -> Iterator[str]:
    """Yield what stands out, each from one published table."""
    if themes := shown(annual.table("themes")):
        table = annual.table("themes")
        assert table is not None
        yield _("Het risico dat de meeste deelnemers melden is %(theme)s: %(n)s van hen.") % {
            "theme": lower(annual.word("theme", themes[0].key[0])),
            "n": words_of(themes[0], table),
        }
    if (means := shown(annual.table("step_mean"))) and len(means) > 1:
        yield _(
            "Van de zes stappen staat “%(high)s” het hoogst (%(most)s punten) en "
            "“%(low)s” het laagst (%(least)s)."
        ) % {
            "high": annual.word("step", means[0].key[0]),
            "most": means[0].value,
            "low": annual.word("step", means[-1].key[0]),
            "least": means[-1].value,
        }
    first, last = (annual.figure("chain_known", link) for link in ("tier1", "mine"))
    if first.value and last.value:
        yield _(
            "Van de regels in de keten is bij %(first)s%% de directe leverancier bekend, "
            "en bij %(last)s%% de mijn."
        ) % {"first": first.value, "last": last.value}
    up, down = annual.figure("moved", "up"), annual.figure("moved", "down")
    if up.value and down.value:
        yield _("%(up)s%% ging een niveau omhoog, %(down)s%% omlaag.") % {
            "up": up.value,
            "down": down.value,
        }


def lower(words: str) -> str:
    """Return the words as they stand inside a sentence."""
    return words[:1].lower() + words[1:]


def coverage_words(annual: Annual) -> str:
    """Return how many members are counted, as a sentence."""
    counted, of = covered(annual)
    if not counted:
        return ""
    if not of or of == counted:
        return _("Dit rapport gaat over %(n)s deelnemers.") % {"n": counted}
    return _(
        "%(n)s van de %(all)s deelnemers leverden een dossier in dat is goedgekeurd. "
        "Dit rapport gaat over hen."
    ) % {"n": counted, "all": of}


def coverage(annual: Annual) -> Page | None:
    """Return who is counted, with joiners and leavers apart."""
    counted, _of = covered(annual)
    if counted is None:
        return None
    parts: list[Part] = []
    if chart := drawings.comb(annual, on_cover=False):
        small = _("Blauw telt mee. Koper: nog geen dossier dat is goedgekeurd.")
        aside = _("Eén cel is één deelnemer.")
        parts.append(ChartPart(chart, _("Deelnemers die meetellen"), small, aside))
    for name, title in (
        ("coverage", _("Deelnemers en dossiers")),
        ("joiners", _("Nieuwe deelnemers")),
        ("leavers", _("Vertrokken deelnemers")),
    ):
        parts += years_of(annual, name, title)[:1]
    words = _(
        "Wie nieuw is of vertrok, staat apart. In vergelijkingen met vorig jaar tellen alleen "
        "deelnemers mee die er beide jaren bij waren."
    )
    parts.append(TextPart((words,), aside=_("Nieuw en vertrokken")))
    lead = coverage_words(annual)
    return Page("dekking-kop", label(annual), _("Wie telt mee?"), lead, tuple(parts), 2)


def steps(annual: Annual) -> Page | None:
    """Return the means of the six steps as a shape, and how members are spread over bands."""
    table = annual.table("step_mean")
    if table is None or table.is_withheld:
        return None
    parts: list[Part] = []
    if chart := drawings.profile(annual):
        parts.append(ChartPart(chart, _("Profiel op de zes stappen"), small_words(table)))
    title = _("Gemiddelde score per stap")
    chart = drawings.bars_of(
        "stappen", annual, table, table.cells, title, with_last=True, highest=100
    )
    parts.append(ChartPart(chart, title, small_words(table)))
    spread = annual.table("step_bands")
    if spread and not spread.is_withheld:
        parts.append(table_of(annual, spread, _("Deelnemers per stap en niveau")))
    told = shown(table)
    lead = _("Gemiddeld staan deelnemers het hoogst op “%(high)s” en het laagst op “%(low)s”.") % {
        "high": annual.word("step", told[0].key[0]),
        "low": annual.word("step", told[-1].key[0]),
    }
    return Page("stappen-kop", label(annual), _("De zes stappen"), lead, tuple(parts), 2)


def bands(annual: Annual) -> Page | None:
    """Return the bands of each year, breaks marked."""
    chart = drawings.band_years(annual)
    table = annual.table("bands")
    if chart is None or table is None:
        return None
    small = _("Deel van de deelnemers op elk niveau. Alleen wie meetelt; n staat onder het jaar.")
    parts: list[Part] = [ChartPart(chart, _("Deelnemers per niveau"), small, is_wide=True)]
    broken = [year for year in annual.years if annual.breaks_before(year)]
    if broken:
        words = _(
            "In %(year)s veranderde de rekenregel. De jaren voor en na de stippellijn zijn niet "
            "met elkaar te vergelijken."
        ) % {"year": broken[-1]}
        parts.append(TextPart((words,), aside=_("Lezen over de breuk")))
    parts += years_of(annual, "bands", _("De cijfers bij de grafiek"))
    parts += years_of(annual, "expected", _("Gehaald wat verwacht werd"))[:1]
    told = shown(table)
    lead = _("De meeste deelnemers staan op het niveau “%(band)s”: %(share)s van hen.") % {
        "band": annual.word(table.dims[0], told[0].key[0]) if told else "",
        "share": words_of(told[0], table) if told else "",
    }
    if not told:
        lead = _("Dit jaar zijn de niveaus afgeschermd.")
    return Page("banden-kop", label(annual), _("Niveau per jaar"), lead, tuple(parts), 2)


def same_members(annual: Annual) -> Page | None:
    """Return how the members fared that took part in both years."""
    moved, panel = annual.table("moved"), annual.table("bands_panel")
    parts: list[Part] = []
    if moved and not moved.is_withheld:
        title = _("Niveau ten opzichte van vorig jaar")
        chart = drawings.bars_of("bewogen", annual, moved, moved.cells, title, highest=100)
        parts.append(ChartPart(chart, title, small_words(moved)))
    if panel and not panel.is_withheld:
        title = _("Niveau van dezelfde deelnemers in %(year)s") % {"year": annual.year}
        chart = drawings.bars_of("panel", annual, panel, panel.cells, title, highest=100)
        parts.append(ChartPart(chart, title, small_words(panel)))
    if not parts:
        return None
    lead = _(
        "Hier tellen alleen deelnemers die in %(before)s en in %(year)s meededen. Zo komt een "
        "verschil niet door wie erbij kwam of vertrok."
    ) % {"before": annual.year - 1, "year": annual.year}
    if annual.breaks_before(annual.year):
        words = _("Dit jaar geldt een andere rekenregel. De niveaus zijn dan niet te vergelijken.")
        parts.append(TextPart((words,), aside=_("Andere rekenregel")))
    title = _("Dezelfde deelnemers, twee jaren")
    return Page("zelfde-kop", label(annual), title, lead, tuple(parts), 2)


def top_bars(
    annual: Annual, name: str, id: str, title: str, *, most: int = MOST_BARS
) -> ChartPart | None:
    """Return the highest figures of a table as bars; nothing when none is shown."""
    table = annual.table(name)
    told = shown(table)[:most]
    if table is None or not told:
        return None
    chart = drawings.bars_of(id, annual, table, told, title, with_last=True)
    return ChartPart(chart, title, small_words(table))


def themes(annual: Annual) -> Page | None:
    """Return the risks that most members report."""
    found = [
        top_bars(annual, "themes", "themas", _("De tien risico’s die het vaakst gemeld zijn")),
        top_bars(annual, "theme_groups", "soorten", _("Soorten risico’s")),
    ]
    parts = tuple(part for part in found if part)
    if not parts:
        return None
    lead = _(
        "Een deelnemer telt bij elk risico dat hij zelf in zijn keten ziet. Veel meldingen "
        "betekenen vaak: hier is goed gekeken."
    )
    title = _("Welke risico’s melden deelnemers?")
    return Page("themas-kop", label(annual), title, lead, parts, 2, flows=True)


def origin(annual: Annual) -> Page | None:
    """Return the metals that members use, and where these come from."""
    found = [
        top_bars(annual, "metals", "metalen", _("Metalen die deelnemers gebruiken")),
        top_bars(annual, "countries", "landen", _("Landen van herkomst")),
        top_bars(annual, "regions", "gebieden", _("Gebieden van herkomst")),
    ]
    parts = tuple(part for part in found if part)
    if not parts:
        return None
    lead = _("Geteld zijn deelnemers, geen tonnen: een metaal of land telt één keer per deelnemer.")
    title = _("Metalen en landen van herkomst")
    return Page("herkomst-kop", label(annual), title, lead, parts, 2)


def chain(annual: Annual) -> Page | None:
    """Return how far back the chain is known: supplier, smelter, mine."""
    table = annual.table("chain_known")
    if table is None or table.is_withheld:
        return None
    title = _("Bekende schakels in de keten")
    chart = drawings.bars_of(
        "schakels", annual, table, table.cells, title, with_last=True, highest=100
    )
    parts = (
        ChartPart(
            chart,
            title,
            small_words(table),
            _("Van elke schakel: het deel van de regels waar een naam staat."),
        ),
        TextPart(
            (
                _(
                    "Hoe verder terug in de keten, hoe minder er bekend is. Na de smelter is "
                    "metaal uit verschillende landen gemengd; wie de smelter kent, kan daar "
                    "verder vragen."
                ),
            ),
            aside=_("Waarom de smelter telt"),
        ),
    )
    told = [cell for cell in table.cells if number_of(cell) is not None]
    lead = _("Bij %(share)s van de regels is de %(link)s bekend.") % {
        "share": words_of(told[-1], table) if told else "",
        "link": annual.word(table.dims[0], told[-1].key[0]) if told else "",
    }
    title = _("Hoe ver is de keten bekend?")
    return Page("keten-kop", label(annual), title, lead, parts, 2, flows=True)


def work(annual: Annual) -> Page | None:
    """Return the actions, whether they help, and the complaints in numbers."""
    parts: list[Part] = []
    for name, id, title in (
        ("actions", "acties", _("Acties en hun stand")),
        ("action_effects", "effecten", _("Of acties helpen")),
        ("complaints", "klachten", _("Klachten")),
    ):
        table = annual.table(name)
        if table and not table.is_withheld:
            chart = drawings.bars_of(id, annual, table, table.cells, title, with_last=True)
            parts.append(ChartPart(chart, title, small_words(table)))
    parts += years_of(annual, "policy", _("Beleid"))[:1]
    if not parts:
        return None
    lead = _("Wat deelnemers samen deden, en wat mensen van buiten bij hen meldden.")
    title = _("Acties, klachten en beleid")
    return Page("werk-kop", label(annual), title, lead, tuple(parts), 2)
