"""How long each kind of data about people is kept, and on what ground: data, for page and task."""

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


@dataclass(frozen=True, slots=True)
class Term:
    """How long a kind of data is kept after it has served, since when, and why so long."""

    category: Category
    kept: timedelta
    words: str | Promise
    ground: str | Promise


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
        Category.INVITATIONS,
        timedelta(days=90),
        _("Tot 90 dagen nadat zij niet meer geldig zijn. Het adres gaat ook uit het logboek."),
        _("Het belang van uw bedrijf om na te gaan wie werd uitgenodigd."),
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
)


def term_of(category: Category) -> Term:
    """Return the term of a kind of data."""
    return next(term for term in TERMS if term.category == category)
