"""How long each kind of data is kept, and on what ground: data, for page and task."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Category(TextChoices):
    """A kind of data that is removed when its time is over."""

    SESSIONS = "sessions", _("Sessies die voorbij zijn")
    SIGN_INS = "sign_ins", _("Aanmeldingen")
    INVITATIONS = "invitations", _("Uitnodigingen")
    PEOPLE = "people", _("Accounts van mensen die zijn vertrokken")
    REPORTS = "reports", _("Verslagen in PDF")
    ARCHIVES = "archives", _("Volledige archieven")
    EVIDENCE = "evidence", _("Verwijderd bewijs")
    COMPLAINTS = "complaints", _("Wat er over mensen in klachten staat")
    SHEETS = "answer_sheets", _("Ingevulde Excelbestanden")
    NOTICES = "notices", _("Berichten")
    RUNS = "report_runs", _("Alle verslagen in één bestand, voor het secretariaat")
    COMPANIES = "companies", _("Alles van een bedrijf dat is vertrokken")


@dataclass(frozen=True, slots=True)
class Term:
    """How long a kind of data is kept after it has served, since when, and why so long."""

    category: Category
    kept: timedelta
    words: str | Promise
    ground: str | Promise
    of_companies: bool = False
    """Whether it is a company's, or says who somebody is."""


TERMS = (
    Term(
        Category.SESSIONS,
        timedelta(days=1),
        _("Tot een dag nadat zij eindigden."),
        _("Ons belang bij een veilige site. Daarna dienen zij nergens meer voor."),
    ),
    Term(
        Category.SIGN_INS,
        timedelta(days=90),
        _("Tot 90 dagen na de aanmelding of de poging. U ziet ze zelf bij uw apparaten."),
        _("Uw en ons belang om te zien of iemand anders uw account probeert te gebruiken."),
    ),
    Term(
        Category.NOTICES,
        timedelta(days=365),
        _("Een jaar nadat u het bericht kreeg. Verlaat u een bedrijf, dan gaan zij meteen weg."),
        _("Een bericht wijst naar iets in een dossier. Wat er gebeurde, staat in het logboek."),
    ),
    Term(
        Category.INVITATIONS,
        timedelta(days=90),
        _("Tot 90 dagen nadat zij niet meer geldig zijn. Het adres gaat ook uit het logboek."),
        _("Het belang van uw bedrijf om na te gaan wie werd uitgenodigd."),
    ),
    Term(
        Category.COMPANIES,
        timedelta(days=1827),
        _(
            "Vijf jaar nadat uw bedrijf het convenant verliet: dossiers, bewijs, verslagen en "
            "logboek. Haal voor die tijd uw archief op."
        ),
        _("De OESO-richtlijn vraagt om gegevens ten minste vijf jaar te bewaren."),
        of_companies=True,
    ),
    Term(
        Category.PEOPLE,
        timedelta(days=730),
        _(
            "Tot twee jaar nadat iemand bij geen bedrijf meer meedoet. Dan gaan naam en "
            "e-mailadres weg, ook uit het logboek; wat er gebeurde blijft staan, zonder naam."
        ),
        _("Het convenant: het secretariaat moet over de laatste twee jaren navraag kunnen doen."),
    ),
    Term(
        Category.REPORTS,
        timedelta(days=365),
        _(
            "Een jaar nadat het verslag is gemaakt. Wie het daarna weer nodig heeft, laat het "
            "opnieuw maken: de inhoud en de code blijven bewaard."
        ),
        _("Een verslag is uit het dossier te maken. Meer bestanden bewaren dan nodig helpt niet."),
        of_companies=True,
    ),
    Term(
        Category.ARCHIVES,
        timedelta(days=7),
        _("Een week nadat het archief is gemaakt."),
        _("Er staat alles van uw bedrijf in. U haalt het op, daarna gaat het weg."),
        of_companies=True,
    ),
    Term(
        Category.EVIDENCE,
        timedelta(days=30),
        _(
            "Tot 30 dagen nadat u het verwijderde; zo lang kunt u het terugzetten. Bewijs dat bij "
            "een ingediend of vastgelegd dossier hoort, blijft bij dat dossier."
        ),
        _("Uw bedrijf kan zich vergissen. Wat is ingediend, verandert niet meer."),
        of_companies=True,
    ),
    Term(
        Category.SHEETS,
        timedelta(days=90),
        _(
            "Tot 90 dagen nadat u een ingevuld bestand terugstuurde. Zo lang kunt u het overnemen "
            "of terugdraaien. De antwoorden zelf en hun versies blijven bij het dossier."
        ),
        _("Wat u overnam staat al bij de antwoorden. Meer kopieën bewaren dan nodig helpt niet."),
        of_companies=True,
    ),
    Term(
        Category.COMPLAINTS,
        timedelta(days=730),
        _(
            "Tot twee jaar na het einde van een klacht. Dan gaan het verhaal, de uitkomst, de "
            "lessen en de notities weg. De cijfers blijven: wanneer, welk thema, welk land en hoe "
            "het afliep."
        ),
        _(
            "Het belang van wie klaagde om erop terug te komen, en van uw bedrijf om te laten zien "
            "wat het deed. Daarna zijn de cijfers genoeg."
        ),
        of_companies=True,
    ),
    Term(
        Category.RUNS,
        timedelta(days=30),
        _("Tot 30 dagen nadat het bestand is gemaakt."),
        _("Het secretariaat haalt het in die tijd op en kan het opnieuw laten maken."),
        of_companies=True,
    ),
)


def term_of(category: Category) -> Term:
    """Return the term of a kind of data."""
    return next(term for term in TERMS if term.category == category)
