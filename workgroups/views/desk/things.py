"""What is said beside the answers: about a risk, an action, a supplier, or a former question."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from diligence.models import Assessment, InternalNote, ReviewThread
from diligence.services.review.threads import About
from diligence.templatetags.diligence import anchor
from diligence.views.review.faces import Topic, about_of, is_known, topic_of
from workgroups.views.desk.items import TALK
from workgroups.views.desk.talks import Talk


@dataclass(frozen=True, slots=True)
class Thing:
    """Something of the file that is no answer on this page, with all that is said about it."""

    key: str
    topic: Topic
    talk: Talk
    query: str
    """What names it in the address of a new conversation or note; empty when there can be none."""

    @property
    def anchor(self) -> str:
        return anchor(self.key)

    @property
    def number(self) -> str:
        """Return what its notes are called by."""
        return self.topic.kind

    @property
    def marks(self) -> frozenset[str]:
        """Return what it can be picked and jumped to by."""
        return frozenset({TALK} if self.talk.is_going else ())


def things_in(
    file: Assessment, talks: Mapping[str, Talk], answers: Collection[str]
) -> Iterator[Thing]:
    """Yield what is talked about beside these answers, what waits first and the oldest first.

    No query. Notes about the file as a whole stand on a page of their own.
    """
    rest = [(key, talk) for key, talk in talks.items() if key and key not in answers]
    for key, talk in sorted(rest, key=lambda pair: (not pair[1].is_going, age_of(pair[1]))):
        about = about_of(first_of(talk))
        yield Thing(key, topic_in(file, about), talk, query_of(about))


def first_of(talk: Talk) -> ReviewThread | InternalNote:
    """Return a row that says what it is about."""
    return talk.threads[0].thread if talk.threads else talk.notes[0]


def age_of(talk: Talk) -> float:
    """Return when it began, in seconds since 1970."""
    moments = [face.thread.opened_at for face in talk.threads] + [note.at for note in talk.notes]
    return min(moments).timestamp()


def topic_in(file: Assessment, about: About) -> Topic:
    """Return what it is about; a question of a former questionnaire has lost its words."""
    if about.question and not is_known(file, about.question):
        url = reverse("diligence:talks", args=[file.company.slug, file.cycle.year])
        return Topic(_("Vraag uit de vorige vragenlijst"), about.question, url)
    return topic_of(file, about)


def query_of(about: About) -> str:
    """Return what names it in an address; a question that is not asked takes nothing new."""
    return "" if about.question else f"{about.kind}={about.fields[about.kind].pk}"
