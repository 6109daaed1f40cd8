"""Acts of a file's states, of more time, and of the conversation with the secretariat."""

import datetime

from diligence.models import Extension, Remark, ReviewThread
from diligence.services import assessments, states
from diligence.services.desk.deciding import decide
from diligence.services.review import extensions, threads
from diligence.services.review.threads import About
from tests.isolation.acts import Act, Story, officer
from tests.isolation.acts_desk import VERDICTS

DAY = datetime.date(2027, 5, 1)
Q = "embed.breaches"
T = ReviewThread.State


def waiting() -> Extension:
    return Extension.objects.select_related("assessment").get(state="waiting")


def thread() -> ReviewThread:
    """Return the conversation that was begun first."""
    return ReviewThread.objects.select_related("assessment").order_by("opened_at").first()


def ask(story: Story, **more) -> ReviewThread:
    return threads.open_thread(
        story.file, About(question=Q), "Waar staat dit?", by=story.secretariat, **more
    )


def ask_for_time(story: Story) -> Extension:
    return extensions.ask_for_time(story.file, DAY, "Onze inkoper is ziek.", by=story.editor)


def mentioned(story: Story) -> Remark:
    """Answer, and call a colleague by name."""
    return threads.reply(
        thread(), "Dat weet mijn collega.", by=story.editor, mentions=[story.colleague]
    )


EXTENDING: list[Act] = [
    ("file.time_asked", ask_for_time),
    ("file.time_withdrawn", lambda s: extensions.withdraw(waiting(), by=s.editor)),
    ("file.time_asked", ask_for_time),
    (
        "file.time_refused",
        officer(lambda s: extensions.refuse(waiting(), "Te lang.", by=s.secretariat)),
    ),
    ("file.time_asked", ask_for_time),
    ("file.time_given", officer(lambda s: extensions.grant(waiting(), DAY, by=s.secretariat))),
]
REVIEW: list[Act] = [
    ("file.submitted", lambda s: assessments.submit(s.file, by=s.admin)),
    ("file.taken_back", lambda s: states.take_back(s.file, "Een fout.", by=s.admin)),
    ("file.submitted", lambda s: assessments.submit(s.file, by=s.admin)),
    *VERDICTS,
    ("review.asked", officer(ask)),
    ("review.change_asked", officer(lambda s: ask(s, asks_change=True))),
    (
        "review.noted",
        officer(lambda s: threads.note_internally(s.file, About(), "Let op.", by=s.secretariat)),
    ),
    (
        "file.sent_back",
        officer(lambda s: decide(s.file, "questions", "Nog twee vragen.", "nl", by=s.secretariat)),
    ),
    ("review.answered", mentioned),
    ("review.in_report", lambda s: threads.put_in_report(thread(), True, by=s.editor)),
    ("review.out_of_report", lambda s: threads.put_in_report(thread(), False, by=s.editor)),
    ("file.submitted", lambda s: assessments.submit(s.file, by=s.admin)),
    (
        "review.disagreed",
        officer(lambda s: threads.settle(thread(), T.DISAGREED, by=s.secretariat)),
    ),
    ("review.unsettled", officer(lambda s: threads.unsettle(thread(), by=s.secretariat))),
    (
        "review.accepted",
        officer(lambda s: threads.settle(thread(), T.ACCEPTED, by=s.secretariat)),
    ),
    (
        "review.accepted",
        officer(
            lambda s: threads.settle(
                ReviewThread.objects.select_related("assessment").get(asks_change=True),
                T.ACCEPTED,
                by=s.secretariat,
            )
        ),
    ),
    ("file.accepted", officer(lambda s: states.accept(s.file, by=s.secretariat))),
    (
        "file.reopened",
        officer(lambda s: states.reopen(s.file, "Toch nog iets.", by=s.secretariat)),
    ),
    ("file.submitted", lambda s: assessments.submit(s.file, by=s.admin)),
    ("file.accepted", officer(lambda s: states.accept(s.file, by=s.secretariat))),
    ("file.closed", officer(lambda s: states.close(s.file, by=s.secretariat))),
    ("file.unclosed", officer(lambda s: states.unclose(s.file, "Te vroeg.", by=s.head))),
    ("file.closed", officer(lambda s: states.close(s.file, by=s.secretariat))),
]
