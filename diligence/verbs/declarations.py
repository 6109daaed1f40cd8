"""What this app writes in the log about declarations of suppliers."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.log.pages import NOT_A_READ
from companies.log.verbs import Kind, Verb

C = Kind.CHANGE
VERBS = (
    Verb(
        "declaration.added",
        C,
        _("%(who)s voegde de verklaring “%(file)s” van een leverancier toe in %(year)s."),
        "diligence:declarations",
    ),
    Verb(
        "declaration.read",
        C,
        _("De verklaring “%(file)s” van %(year)s is gelezen, op verzoek van %(who)s."),
        "diligence:declarations",
    ),
    Verb(
        "declaration.refused",
        C,
        _("De verklaring “%(file)s” van %(year)s, toegevoegd door %(who)s, was niet te lezen."),
        "diligence:declarations",
    ),
    Verb(
        "declaration.read_again",
        C,
        _("%(who)s liet de verklaring “%(file)s” van %(year)s opnieuw lezen."),
        "diligence:declarations",
    ),
    Verb(
        "declaration.accepted",
        C,
        _(
            "%(who)s nam de verklaring “%(file)s” over in de keten van %(year)s. Nieuwe regels: "
            "%(n)s."
        ),
        "diligence:declarations",
    ),
    Verb(
        "declaration.dropped",
        C,
        _("%(who)s nam de verklaring “%(file)s” van %(year)s niet over."),
        "diligence:declarations",
    ),
    Verb(
        "declaration.undone",
        C,
        _(
            "%(who)s draaide de verklaring “%(file)s” van %(year)s terug. Verwijderde regels: "
            "%(n)s."
        ),
        "diligence:declarations",
    ),
)
PAGES: dict[str, str | Promise] = {
    "diligence:declarations": _("de verklaringen van leveranciers van %(year)s"),
    "diligence:declaration": _("een verklaring van een leverancier van %(year)s"),
    "diligence:declaration-progress": NOT_A_READ,
    "diligence:declaration-accept": NOT_A_READ,
    "diligence:declaration-drop": NOT_A_READ,
    "diligence:declaration-undo": NOT_A_READ,
    "diligence:declaration-again": NOT_A_READ,
}
