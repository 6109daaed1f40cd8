"""The demo's conversations between a member and the secretariat, about answers of a year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from companies.models import User
from convenant.tenancy.scope import officer_scope
from diligence.models import Assessment, ReviewThread
from diligence.services.review.threads import (
    About,
    note_internally,
    open_thread,
    reply,
    settle,
)
from workgroups.services.demo.days import moment, working_day_on
from workgroups.services.demo.scene import Scene

T = ReviewThread.State
Days = tuple[date, date]
SOME = 0.25
"""The part of the companies in which the secretariat asked something; all of it at the one written
by hand."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What the secretariat asks about an answer, what the member says, and how it ends."""

    question: str
    asked: str
    answered: str
    ends: str = T.ACCEPTED
    in_report: bool = False


TALKS = (
    Talk(
        "identify.sourcing",
        "U noemt de landen waar uw leveranciers zitten. Weet u ook waar het metaal uit de grond "
        "komt? Een schatting met uw bron erbij is genoeg.",
        "Voor de helft van ons metaal weten wij het land van de mijn. Voor de rest vragen wij het "
        "dit kwartaal aan de handelaar.",
        in_report=True,
    ),
    Talk(
        "embed.supplier_terms",
        "In welke contracten staan deze voorwaarden nu? Noem het aantal leveranciers.",
        "Bij negen van de veertien leveranciers. De andere vijf krijgen ze bij het volgende "
        "contract.",
    ),
    Talk(
        "embed.training",
        "Volgden ook uw inkopers deze training? Wij lezen alleen over de productie.",
        "Nee. Onze inkopers werken hier al lang en kennen de regels. Wij zien nu geen reden voor "
        "een aparte training.",
        ends=T.DISAGREED,
        in_report=True,
    ),
)
BACK = (
    Talk(
        "embed.policy",
        "In uw antwoord staat dat het beleid op uw website staat. Wij vonden het daar niet. Wilt u "
        "de link toevoegen, of het antwoord aanpassen?",
        "",
    ),
    Talk(
        "identify.people_heard",
        "U sprak met uw leverancier. Sprak u ook met werknemers of omwonenden zelf? Pas uw "
        "toelichting aan als dat zo is.",
        "",
    ),
)
LETTER = (
    "Dank voor uw dossier. Wij hebben nog een paar vragen. Alleen de antwoorden waar wij om een "
    "wijziging vragen, staan weer open."
)
INTERNAL = "Vorig jaar kwam hier ook een vraag over. Samen bekijken voor wij akkoord gaan."
WAITING = timedelta(days=5)
"""So long after a question its answer comes."""


def settled_talks(
    scene: Scene, file: Assessment, answered: Mapping, reviewer: User, member: User, days: Days
) -> None:
    """Ask, answer and settle between these days, while the file is with the secretariat."""
    since, until = days
    day = working_day_on(since + WAITING)
    back = working_day_on(day + WAITING)
    if back >= until:
        return
    talks = [talk for talk in TALKS if talk.question in answered]
    if not scene.by_hand:
        talks = talks[:1] if scene.draw("talks") < SOME else []
    for number, talk in enumerate(talks):
        at = number * 20
        with officer_scope(file.company_id):
            thread = open_thread(
                file,
                About(question=talk.question),
                talk.asked,
                by=reviewer,
                in_report=talk.in_report,
                at=moment(day, 60 + at),
            )
        reply(thread, talk.answered, by=member, at=moment(back, 120 + at))
        with officer_scope(file.company_id):
            settle(thread, talk.ends, by=reviewer, at=moment(back, 300 + at))


def open_talks(file: Assessment, answered: Mapping, reviewer: User, day: date) -> None:
    """Ask what the company must change or tell. Must run in the officer's scope."""
    asked = [talk for talk in BACK if talk.question in answered] or [
        Talk(next(iter(answered)), BACK[1].asked, "")
    ]
    for number, talk in enumerate(asked):
        open_thread(
            file,
            About(question=talk.question),
            talk.asked,
            by=reviewer,
            asks_change=True,
            at=moment(day, 60 + 20 * number),
        )
    question = asked[0].question
    note_internally(file, About(question=question), INTERNAL, by=reviewer, at=moment(day, 130))
