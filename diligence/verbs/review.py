"""What is written in the log of the steps of a file, of more time, and of the conversation."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.log.pages import NOT_A_READ
from companies.log.verbs import Around, Kind, Verb, told

C = Kind.CHANGE

STEPS = (
    Verb("file.submitted", C, _("%(who)s diende %(year)s in."), "diligence:submitted"),
    Verb(
        "file.taken_back",
        C,
        _("%(who)s nam %(year)s terug om er verder aan te werken. Reden: “%(reason)s”."),
        "diligence:overview",
    ),
    Verb(
        "file.sent_back",
        C,
        _("%(who)s gaf %(year)s terug met vragen: “%(reason)s”."),
        "diligence:overview",
    ),
    Verb("file.accepted", C, _("%(who)s ging akkoord met %(year)s."), "diligence:overview"),
    Verb(
        "file.reopened",
        C,
        _("%(who)s opende %(year)s weer na het akkoord. Reden: “%(reason)s”."),
        "diligence:overview",
    ),
    Verb("file.closed", C, _("%(who)s sloot %(year)s af."), "diligence:overview"),
    Verb(
        "file.unclosed",
        C,
        _("%(who)s maakte het afsluiten van %(year)s ongedaan. Reden: “%(reason)s”."),
        "diligence:overview",
    ),
    Verb(
        "file.time_asked",
        C,
        _("%(who)s vroeg uitstel voor %(year)s tot en met %(day)s."),
        "diligence:overview",
    ),
    Verb(
        "file.time_given",
        C,
        _("%(who)s gaf uitstel voor %(year)s tot en met %(day)s."),
        "diligence:overview",
    ),
    Verb(
        "file.time_refused",
        C,
        _("%(who)s gaf geen uitstel voor %(year)s tot en met %(day)s."),
        "diligence:overview",
    ),
    Verb(
        "file.time_withdrawn",
        C,
        _("%(who)s trok het verzoek om uitstel voor %(year)s tot en met %(day)s in."),
        "diligence:overview",
    ),
)
TALKS = (
    Verb("review.asked", C, _("%(who)s begon een gesprek over %(topic)s."), "diligence:talk"),
    Verb(
        "review.change_asked",
        C,
        _("%(who)s vroeg om een wijziging bij %(topic)s."),
        "diligence:talk",
    ),
    Verb(
        "review.answered",
        C,
        _("%(who)s antwoordde in het gesprek over %(topic)s."),
        "diligence:talk",
    ),
    Verb(
        "review.accepted",
        C,
        _("%(who)s sloot het gesprek over %(topic)s af met akkoord."),
        "diligence:talk",
    ),
    Verb(
        "review.disagreed",
        C,
        _("%(who)s sloot het gesprek over %(topic)s af: eens dat wij verschillen."),
        "diligence:talk",
    ),
    Verb(
        "review.unsettled",
        C,
        _("%(who)s opende het gesprek over %(topic)s weer."),
        "diligence:talk",
    ),
    Verb(
        "review.in_report",
        C,
        _("%(who)s zette het gesprek over %(topic)s in het verslag."),
        "diligence:talk",
    ),
    Verb(
        "review.out_of_report",
        C,
        _("%(who)s haalde het gesprek over %(topic)s uit het verslag."),
        "diligence:talk",
    ),
    Verb(
        "review.noted",
        C,
        _("%(who)s maakte een interne notitie bij %(year)s. Alleen het secretariaat leest die."),
    ),
)
VERBS = (*STEPS, *TALKS)
PAGES: dict[str, str | Promise] = {
    "diligence:talks": _("de gesprekken over %(year)s"),
    "diligence:talk": _("een gesprek over %(year)s"),
    "diligence:talk-new": NOT_A_READ,
    "diligence:talk-reply": NOT_A_READ,
    "diligence:talk-settle": NOT_A_READ,
    "diligence:talk-report": NOT_A_READ,
    "diligence:internal": NOT_A_READ,  # the secretariat's own notes
    "diligence:state": _("hoe %(year)s ervoor staat"),
    "diligence:state-step": NOT_A_READ,
    "diligence:extension-ask": NOT_A_READ,
    "diligence:extension-withdraw": NOT_A_READ,
    "diligence:extension-decide": NOT_A_READ,
}


def topic_in_words(value: object, data: Mapping[str, Any], around: Around) -> str:
    """Return what a conversation is about."""
    if value == "question":
        return told("question", data.get("question", ""), data, around)
    words = {
        "risk": gettext("een risico"),
        "action": gettext("een actie"),
        "supplier": gettext("een leverancier"),
    }
    return words.get(str(value), str(value))


FILLERS = {"topic": topic_in_words}
