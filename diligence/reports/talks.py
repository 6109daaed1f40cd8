"""What company and secretariat said about the file, where they chose to print it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from diligence.framework.schema import Edition, UnknownQuestion
from diligence.models import ReviewThread
from diligence.reports.frozen import FrozenFile
from diligence.reports.risk_words import frozen_in_one_line
from diligence.reports.shape import Said, Talk
from diligence.reports.words import number_of


def talks(file: FrozenFile, lang: str) -> tuple[Talk, ...]:
    """Return the conversations of the report; none in what was frozen before there were."""
    return tuple(
        Talk(
            topic=topic_of(one["about"], file.edition, lang),
            state=state_of(one["state"]),
            said=tuple(said_in(one["remarks"], file.content["company"]["name"])),
        )
        for one in file.talks
    )


def said_in(remarks: list[Mapping[str, Any]], company: str) -> Iterator[Said]:
    """Yield what was said, by which side and when."""
    for remark in remarks:
        by = _("Secretariaat") if remark["side"] == "secretariat" else company
        on = parse_date(remark["on"])
        yield Said(by, date_format(on, "j F Y") if on else "", remark["text"], remark["language"])


def topic_of(about: Mapping[str, str], edition: Edition, lang: str) -> str:
    """Return what a conversation is about, in words."""
    match about["kind"]:
        case "risk":
            return _("Risico: %(what)s") % {"what": frozen_in_one_line(about)}
        case "action":
            return _("Actie: %(what)s") % {"what": about["title"]}
        case "supplier":
            return _("Leverancier: %(what)s") % {"what": about["title"]}
    try:
        question = edition.question(about["question"])
    except UnknownQuestion:
        return about["question"]
    return f"{number_of(question, edition)} {question.text.get(lang)}"


def state_of(state: str) -> str:
    """Return how far they were with each other."""
    return str(ReviewThread.State(state).label)
