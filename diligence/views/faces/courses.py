"""The course of an action's indicator as a small chart."""

from collections.abc import Sequence
from decimal import Decimal

from django.template.defaultfilters import date as date_filter
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from convenant.charts import Chart, Frame, Level, Moment, Names, course
from diligence.framework.catalogues import catalogue
from diligence.models import Action, Measurement

FRAME = Frame(380, 12.5)


def number(value: Decimal) -> str:
    """Return a number as people here write it, without zeros that say nothing."""
    return number_format(int(value) if value == value.to_integral() else value.normalize())


def course_of(action: Action, measurements: Sequence[Measurement]) -> Chart:
    """Return the measurements with the baseline and the target. Needs at least one."""
    unit = f" {action.unit}" if action.unit else ""
    moments = [
        Moment(
            one.measured_on,
            float(one.value),
            date_filter(one.measured_on, "j M Y"),
            f"{number(one.value)}{unit}",
        )
        for one in measurements
    ]
    last = max(moments, key=lambda moment: moment.day)
    words = {"value": last.words, "day": last.day_words, "n": len(moments)}
    return course(
        "course",
        title=action.indicator or _("Metingen"),
        desc=_("Na %(n)s metingen staat het op %(value)s, op %(day)s.") % words,
        moments=moments,
        names=Names(subject=_("Dag"), now=_("Waarde")),
        frame=FRAME,
        start=level_of(action.baseline, _("begin: %(value)s"), unit),
        goal=level_of(action.target, _("doel: %(value)s"), unit),
    )


def level_of(value: Decimal | None, words: str, unit: str) -> Level | None:
    """Return a value that stays, with its words; None when it is not known."""
    if value is None:
        return None
    return Level(float(value), words % {"value": f"{number(value)}{unit}"})


def leverage_in_words(code: str) -> str:
    """Return a kind of influence by its name; empty when none was chosen."""
    entry = catalogue("leverage_types").get(code)
    return entry.text.get(get_language() or "nl") if entry else ""
