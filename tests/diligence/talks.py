"""What tests do as the secretariat: ask about an answer, and give the file back with questions."""

from companies.models import User
from convenant.tenancy.scope import officer_scope
from diligence.models import Assessment, ReviewThread
from diligence.services.review.threads import About, open_thread, settle
from diligence.services.states import accept, ask_questions, close
from tests.factories import ReviewerFactory


def ask(
    file: Assessment, question: str, text: str = "Waar staat dit?", by: User | None = None, **more
) -> ReviewThread:
    """Begin a conversation about an answer, as the secretariat."""
    with officer_scope(file.company_id):
        about = About(question=question)
        return open_thread(file, about, text, by=by or ReviewerFactory(), **more)


def send_back(file: Assessment, *questions: str, by: User | None = None) -> list[ReviewThread]:
    """Ask to change these answers, and give the file back."""
    reviewer = by or ReviewerFactory()
    threads = [ask(file, question, by=reviewer, asks_change=True) for question in questions]
    with officer_scope(file.company_id):
        ask_questions(file, "Wij hebben nog vragen.", by=reviewer)
    return threads


def settle_all(file: Assessment, by: User | None = None) -> None:
    """Agree in every conversation of a file, as the secretariat."""
    with officer_scope(file.company_id):
        for thread in ReviewThread.objects.of_file(file).unsettled().select_related("assessment"):
            settle(thread, ReviewThread.State.ACCEPTED, by=by or ReviewerFactory())


def accept_file(file: Assessment, by: User | None = None) -> None:
    """Accept a file, as the secretariat."""
    with officer_scope(file.company_id):
        accept(file, by=by or ReviewerFactory())


def close_file(file: Assessment, by: User | None = None) -> None:
    """Close an accepted year, as the secretariat."""
    with officer_scope(file.company_id):
        close(file, by=by or ReviewerFactory())
