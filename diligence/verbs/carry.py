"""What deciding about an earlier year writes in the log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.log.pages import NOT_A_READ
from companies.log.verbs import Kind, Verb

C = Kind.CHANGE
PART = "diligence:part"

VERBS = (
    Verb(
        "carry.still_true",
        C,
        _("%(who)s liet weten dat het antwoord van %(from_year)s op %(question)s nog klopt."),
        PART,
    ),
    Verb(
        "carry.changed",
        C,
        _("%(who)s liet weten dat het antwoord van %(from_year)s op %(question)s is gewijzigd."),
        PART,
    ),
    Verb(
        "carry.proof_chosen",
        C,
        _(
            "%(who)s koos welk bewijs van een eerder jaar bij %(question)s blijft: %(count)s "
            "documenten."
        ),
        PART,
    ),
    Verb(
        "carry.no_longer",
        C,
        _(
            "%(who)s liet weten dat het antwoord van %(from_year)s op %(question)s niet meer van "
            "toepassing is."
        ),
        PART,
    ),
    Verb(
        "carry.brought_along",
        C,
        _(
            "%(who)s opende %(year)s: %(lines)s regels van de keten, %(risks)s risico’s en "
            "%(actions)s open acties gingen mee."
        ),
        "diligence:overview",
    ),
    Verb(
        "carry.undone",
        C,
        _("%(who)s nam de keuze over het antwoord van %(from_year)s op %(question)s terug."),
        PART,
    ),
)

PAGES: dict[str, str | Promise] = {"diligence:carry": NOT_A_READ}
