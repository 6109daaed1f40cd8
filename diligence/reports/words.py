"""Figures, days and lists as the report writes them."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diligence.framework.answer_text import date_text, number_text
from diligence.framework.schema import Question

GROUP = 8
"""Characters of a hash that stand together."""


def points(percent: Decimal | int | None, lang: str) -> str:
    """Return a score without a needless ",0"; a dash when there is none."""
    if percent is None:
        return "–"
    return number_text(f"{Decimal(percent).normalize():f}", lang)


def day(moment: datetime | date | str, lang: str) -> str:
    """Return a day in words: "12 maart 2026"."""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment).date()
    return date_text(str(moment), lang)


def clock(moment: datetime) -> str:
    """Return the time of day: "14:32"."""
    return f"{timezone.localtime(moment):%H:%M}"


def number_of(question: Question, edition) -> str:
    """Return the number of a question: its sub-action and its place there, "1.1.3".

    It counts questions that are not for this company too, so that it is the same in every report.
    """
    place = edition.part(question.part).questions.index(question) + 1
    return f"{question.sub_action or 0}.{place}"


def grouped(sha256: str) -> tuple[str, ...]:
    """Return a hash in groups that people can compare."""
    return tuple(sha256[start : start + GROUP] for start in range(0, len(sha256), GROUP))


def anchor_of(key: str) -> str:
    """Return the id of a question or part in the document."""
    return "v-" + key.replace(".", "-")


def rows_in_words(count: int) -> str:
    """Return how many rows a table has."""
    return ngettext("%(n)s regel", "%(n)s regels", count) % {"n": count}


def chosen_in_words(chosen: int, offered: int) -> str:
    """Return how many of the offered options were chosen."""
    return _("%(chosen)s van %(offered)s gekozen") % {"chosen": chosen, "offered": offered}
