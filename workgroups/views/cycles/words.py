"""What was done to a year, in words."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from diligence.models import CycleAct

Kind = CycleAct.Kind


def act_in_words(act: CycleAct) -> str:
    """Return what was done, without who and when."""
    data = act.data
    match act.kind:
        case Kind.OPENED:
            text = _("opende dit jaar, van %(opens)s tot en met %(deadline)s")
            return text % {"opens": day(data["opens_on"]), "deadline": day(data["deadline"])}
        case Kind.DATES:
            return dates_in_words(data)
        case Kind.EXPECTED:
            return with_reason(_("wijzigde wat wij verwachten"), data["reason"])
        case Kind.CLOSING:
            text = _("begon dit jaar te sluiten; dossiers die open bleven: %(n)s")
            return text % {"n": data["left_open"]}
        case Kind.OFFERED:
            text = _("bood vragenlijst %(after)s aan, die volgt op %(before)s")
            return text % {"after": data["after"], "before": data["before"]}
        case Kind.TOLD:
            return _("vertelde alle leden dat dit jaar open is")
        case Kind.REOPENED:
            text = _("opende dit jaar weer, dat gesloten was sinds %(day)s")
            return with_reason(text % {"day": day(data["closed_on"])}, data["reason"])
    return _("sloot dit jaar; gesloten dossiers: %(n)s") % {"n": data["closed"]}


def dates_in_words(data: dict) -> str:
    """Return how the days moved."""
    if data["deadline"] == data["deadline_before"]:
        text = _("verzette de opening van %(before)s naar %(after)s")
        before, after = data["opens_before"], data["opens_on"]
    else:
        text = _("verzette de laatste dag van %(before)s naar %(after)s")
        before, after = data["deadline_before"], data["deadline"]
    return with_reason(text % {"before": day(before), "after": day(after)}, data["reason"])


def with_reason(text: str, reason: str) -> str:
    """Return a sentence part with why."""
    return f"{text}: “{reason}”" if reason else text


def day(written: str) -> str:
    """Return a day in words."""
    return date_format(datetime.date.fromisoformat(written), "j F Y")
