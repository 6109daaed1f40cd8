"""What is written in the log of workbooks with answers that came back."""

from django.utils.translation import gettext_lazy as _

from companies.log.pages import NOT_A_READ
from companies.log.verbs import Kind, Verb

C = Kind.CHANGE
VERBS = (
    Verb(
        "answers.import_read",
        C,
        _(
            "%(who)s las een Excelbestand in met %(answers)s gewijzigde antwoorden van %(year)s, "
            "om na te kijken."
        ),
        "diligence:sheet",
    ),
    Verb(
        "answers.import_dropped",
        C,
        _("%(who)s gooide ingelezen antwoorden van %(year)s weg."),
        "diligence:sheet",
    ),
    Verb(
        "answers.imported",
        C,
        _("%(who)s nam %(answers)s antwoorden van %(year)s over uit een Excelbestand."),
        "diligence:sheet",
    ),
    Verb(
        "answers.import_undone",
        C,
        _("%(who)s draaide het overnemen van %(answers)s antwoorden van %(year)s terug."),
        "diligence:sheet",
    ),
)
PAGES = {
    "diligence:sheet": NOT_A_READ,  # for who answers for the company alone
    "diligence:sheet-file": NOT_A_READ,
    "diligence:sheet-preview": NOT_A_READ,
    "diligence:sheet-drop": NOT_A_READ,
    "diligence:sheet-undo": NOT_A_READ,
}
