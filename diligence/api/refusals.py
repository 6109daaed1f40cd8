"""What the API of a file refuses, by lasting name."""

from django.utils.translation import gettext_lazy as _

from convenant.api.problems import Code

FILE_CLOSED = Code(
    "file_closed",
    409,
    _("Dit jaar is ingediend of afgesloten. Antwoorden wijzigen kan nu niet."),
)
ANSWER_LOCKED = Code(
    "answer_locked",
    409,
    _("Dit antwoord staat vast: het secretariaat vroeg hier geen wijziging."),
)
VERSION_MISSING = Code(
    "version_missing",
    428,
    _('Stuur in If-Match de versie mee die u zag. Was er nog geen antwoord: If-Match: "0".'),
)
VERSION_MALFORMED = Code(
    "version_malformed",
    422,
    _("Stuur in If-Match één ETag die u van ons kreeg, met de aanhalingstekens."),
)
ANSWER_CHANGED = Code(
    "answer_changed",
    412,
    _("Een collega wijzigde dit antwoord ook. Kies welke tekst blijft, en stuur die opnieuw."),
)
ANSWER_INVALID = Code(
    "answer_invalid", 422, _("Dit antwoord klopt niet. In “errors” staat wat u kunt doen.")
)
NOT_READY = Code(
    "not_ready", 422, _("U kunt nog niet indienen. In “findings” staat wat er eerst moet.")
)
ALREADY_SUBMITTED = Code(
    "already_submitted", 409, _("Dit jaar is al ingediend. U hoeft niets te doen.")
)
REPORT_NOT_READY = Code(
    "report_not_ready", 409, _("Het verslag is nog niet klaar. Vraag de voortgang op.")
)
REPORT_GONE = Code(
    "report_gone", 410, _("Het bestand van dit verslag is er niet meer. Vraag het opnieuw aan.")
)
FILE_REFUSED = Code("file_refused", 422, _("Dit bestand nemen wij niet aan. “reason” zegt waarom."))
DOCUMENT_NOT_FREE = Code(
    "document_not_free", 409, _("Dit bestand wordt nog gecontroleerd of is tegengehouden.")
)
DOCUMENT_GONE = Code(
    "document_gone", 410, _("Dit bestand is er niet meer, of is veranderd. Bel het secretariaat.")
)
STORE_DOWN = Code(
    "store_down", 503, _("Wij kunnen nu niet bij de bestanden. Probeer het over een paar minuten.")
)
