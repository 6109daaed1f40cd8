"""Who hears of steps, conversations and time: one function for each log entry that tells of them.

A file that is under review is not yet the company's to answer: what is asked then waits for the
digest, and going back (`sent_back`) is what presses. So a review of seventy answers is one mail.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from companies.models import User
from companies.permissions import Permission
from companies.services.notices import secretariat, tell, who_may
from diligence.models import (
    Assessment,
    DecisionLetter,
    Extension,
    FileReview,
    FileStep,
    Mention,
    PartWork,
    Remark,
    ReviewThread,
)

TO_COMPANY = {
    "sent_back": "file.sent_back",
    "accepted": "file.accepted",
    "reopened": "file.reopened",
    "closed": "file.closed",
    "unclosed": "file.unclosed",
    "time_given": "time.given",
    "time_refused": "time.refused",
}
TO_SECRETARIAT = {
    "taken_back": "file.taken_back",
    "time_asked": "time.asked",
    "time_withdrawn": "time.withdrawn",
}
SPOKEN = ("asked", "change_asked", "answered", "unsettled")
SETTLED = ("accepted", "disagreed")


def step_taken(file: Assessment, verb: str, *, by: User | None) -> None:
    """Tell the other side that a file went on or back (`diligence.services.states`)."""
    step = FileStep.objects.filter(company_id=file.company_id, assessment=file)
    event = step.order_by("-at", "-pk").values_list("pk", flat=True).first()
    send(file, verb, f"step {event} {verb}", {"year": file.cycle.year}, by=by)


def time_decided(file: Assessment, verb: str, day: date, *, by: User) -> None:
    """Tell the other side that more time is asked for, given, or not."""
    asked = Extension.objects.of_file(file).order_by("-asked_at")
    event = asked.values_list("pk", flat=True).first()
    words = {"year": file.cycle.year, "day": day.isoformat()}
    send(file, verb, f"time {event} {verb}", words, by=by)


def send(file: Assessment, verb: str, key: str, words: dict, *, by: User | None) -> None:
    """Tell whom this verb is for."""
    url = page_of(file, "state")
    people: Iterable[User]
    if verb in TO_COMPANY:
        people = who_may(file.company, Permission.ANSWERS_CHANGE, but=by)
        tell(people, TO_COMPANY[verb], file.company, key=key, url=url, words=words)
    elif verb in TO_SECRETARIAT:
        people = reviewers_of(file)
        tell(people, TO_SECRETARIAT[verb], file.company, key=key, url=url, words=words)


def talked(thread: ReviewThread, file: Assessment, verb: str, *, by: User) -> None:
    """Tell who is called by name, and the other side that it is their turn or that it is over."""
    url = page_of(file, "talk", thread.pk)
    words = {"who": str(by), "topic": topic_of(thread, file)}
    place: dict[str, Any] = {"url": url, "words": words}
    if verb in SETTLED:
        others = [person for person in spoke_in(thread) if person != by]
        key = f"talk {thread.pk} settled {thread.settled_at:%Y%m%d%H%M%S}"
        tell(others, "talk.settled", file.company, key=key, **place)
    if verb not in SPOKEN:
        return
    remarks = Remark.objects.for_company(file.company_id).filter(thread=thread)
    newest = remarks.order_by("-at", "-pk").values_list("pk", flat=True).first()
    key = f"talk {newest}{' again' if verb == 'unsettled' else ''}"
    called = Mention.objects.for_company(file.company_id).filter(remark=newest)
    people = [mention.person for mention in called.select_related("person")]
    if verb != "unsettled":
        tell(people, "talk.named", file.company, key=key, **place)
    if by.is_secretariat:
        tell(
            [person for person in answering(thread, file) if person != by],
            "talk.asked",
            file.company,
            key=key,
            urgent=file.is_open or verb == "answered",
            **place,
        )
    else:
        tell(reviewers_of(file, thread), "talk.answered", file.company, key=key, **place)


def letter_sent(letter: DecisionLetter, file: Assessment, *, by: User) -> None:
    """Tell the company's people who work on the file that a letter says what was decided."""
    people = who_may(file.company, Permission.ANSWERS_CHANGE, but=by)
    url = page_of(file, "letter", letter.pk)
    tell(
        people, "letter.sent", file.company, about=letter, url=url, words={"year": file.cycle.year}
    )


def file_given(file: Assessment, person: User, *, by: User) -> None:
    """Tell a reviewer that a file is theirs to review now."""
    if person == by:
        return
    words = {"who": str(by), "year": file.cycle.year}
    key = f"file given {file.pk} {by.pk}"
    tell([person], "file.given", file.company, key=key, url=page_of(file, "overview"), words=words)


def page_of(file: Assessment, name: str, *more: object) -> str:
    """Return the path of a page of a file; of the file itself where there is no such page."""
    place = [file.company.slug, file.cycle.year]
    try:
        return reverse(f"diligence:{name}", args=[*place, *more])
    except NoReverseMatch:
        return reverse("diligence:overview", args=place)


def answering(thread: ReviewThread, file: Assessment) -> Iterable[User]:
    """Return who of the company answers: whose part it is, else who may change answers."""
    if thread.question:
        part = file.edition.question(thread.question).part
        works = PartWork.objects.for_company(file.company_id).filter(assessment=file, part=part)
        work = works.exclude(assigned_to=None).select_related("assigned_to").first()
        if work is not None and work.assigned_to is not None:
            return [work.assigned_to]
    return who_may(file.company, Permission.ANSWERS_CHANGE)


def reviewers_of(file: Assessment, thread: ReviewThread | None = None) -> Iterable[User]:
    """Return who of the secretariat hears of it: who spoke, else whose file it is, else all."""
    if thread is not None:
        ours = [person for person in spoke_in(thread) if person.is_secretariat]
        if ours:
            return ours
    review = FileReview.objects.of_file(file).first()
    if review is not None and review.assigned_to is not None:
        return [review.assigned_to]
    return secretariat()


def spoke_in(thread: ReviewThread) -> list[User]:
    """Return who said something in a conversation. One query."""
    remarks = Remark.objects.for_company(thread.company_id).filter(thread=thread)
    return list(User.objects.filter(pk__in=remarks.values("by")).order_by("pk"))


def topic_of(thread: ReviewThread, file: Assessment) -> dict[str, str]:
    """Return what it is about, in each language: a question by its words, the rest by its kind."""
    if thread.question:
        text = file.edition.question(thread.question).text
        return in_each(
            lambda: _("de vraag “%(text)s”") % {"text": text.get(translation.get_language())}
        )
    kinds: dict[str, Callable[[], str]] = {
        "risk": lambda: _("een risico"),
        "action": lambda: _("een actie"),
        "supplier": lambda: _("een leverancier"),
    }
    return in_each(kinds.get(thread.about, lambda: _("het dossier")))


def in_each(said: Callable[[], str]) -> dict[str, str]:
    """Return words in each of our languages."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found[language] = said()
    return found
