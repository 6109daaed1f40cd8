"""How the pages of a file write things: content in the reader's language, moments, durations."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from django import template
from django.template.defaultfilters import date as date_filter
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from companies.models import Membership
from diligence.framework.answer_text import number_text
from diligence.framework.facts import Place
from diligence.framework.schema import Question
from diligence.framework.scoring import TENTH, PartScore, Standing
from diligence.framework.texts import Text
from diligence.models import Assessment

register = template.Library()


def page_language() -> str:
    """Return the language of the page being made; Dutch outside a page."""
    return get_language() or "nl"


@register.filter
def local(text: Text | None) -> str:
    """Return a text of the questionnaire in the language of the page; nothing for None."""
    return text.get(page_language()) if text else ""


@register.filter
def anchor(question: Question | str) -> str:
    """Return the id of a question on its page: `embed.policy` becomes `q-embed-policy`."""
    key = question.key if isinstance(question, Question) else question
    return "q-" + key.replace(".", "-")


@register.simple_tag
def question_url(assessment: Assessment, question: Question) -> str:
    """Return the address of a question in a file: its part's page, at the question itself."""
    return f"{part_url(assessment, question.part)}#{anchor(question)}"


@register.simple_tag
def part_url(assessment: Assessment, part: str) -> str:
    """Return the address of a part's page in a file."""
    year = assessment.cycle.year
    return reverse("diligence:part", args=[assessment.company.slug, year, part])


@register.simple_tag
def place_url(assessment: Assessment, place: Place) -> str:
    """Return the address of what a rule found: one risk or action, or the page of its kind."""
    company, year = assessment.company.slug, assessment.cycle.year
    pages: dict[str, tuple[str, list]] = {
        "risk": ("risk", [company, year, place.key]),
        "action": ("action", [company, place.key]),
        "chain": ("chain-lines", [company, year]),
        "risks": ("risks", [company, year]),
        "plan": ("plan", [company]),
        "complaints": ("cases", [company]),
    }
    name, args = pages[place.page]
    return reverse(f"diligence:{name}", args=args)


@register.filter
def duration(minutes: int) -> str:
    """Return a time needed, rounded the way people say it: "10 minuten", "1,5 uur", "5 dagen".

    Up to an hour and a half in steps of five minutes, then half hours, from ten hours whole
    working days of eight hours.
    """
    if minutes <= 90:
        rounded = minutes if minutes <= 5 else -(-minutes // 5) * 5
        return ngettext("%(n)s minuut", "%(n)s minuten", rounded) % {"n": rounded}
    if minutes < 600:
        halves = -(-minutes // 30)
        return _("%(n)s uur") % {"n": number_text(f"{halves / 2:g}", page_language())}
    days = -(-minutes // 480)
    return ngettext("%(n)s werkdag", "%(n)s werkdagen", days) % {"n": days}


@register.filter
def moment(at: datetime | None) -> str:
    """Return when something happened: "vandaag om 14:32", "gisteren om 9:05", "3 mei om 8:15"."""
    if at is None:
        return ""
    here = timezone.localtime(at)
    today = timezone.localdate()
    words = {"time": here.strftime("%H:%M"), "date": date_filter(here, "j F Y")}
    if here.date() == today:
        return _("vandaag om %(time)s") % words
    if here.date() == today - timedelta(days=1):
        return _("gisteren om %(time)s") % words
    return _("%(date)s om %(time)s") % words


@register.filter
def receipt_code(code: str) -> str:
    """Return the code of a receipt as people read it out: `3F9A-0C11-B2D4`."""
    short = code[:12].upper()
    return "-".join(short[start : start + 4] for start in range(0, 12, 4))


@register.filter
def score_text(score: Decimal | str | float | None) -> str:
    """Return a score with one decimal, as the page's language writes it: "53,6"."""
    return (
        "–" if score is None else number_text(Decimal(str(score)).quantize(TENTH), page_language())
    )


@register.filter
def people(seats: Iterable[Membership]) -> str:
    """Return the people of some seats as a list in words: "Ruud Verhoef of Ahmed Yilmaz"."""
    names = [str(seat.user) for seat in seats]
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s of %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


@register.filter
def hidden_count(part: PartScore) -> int:
    """Return how many questions of a part are not for this company, and so leave the sum."""
    return sum(question.standing == Standing.HIDDEN for question in part.questions)
