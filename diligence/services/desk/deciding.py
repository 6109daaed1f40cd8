"""Deciding on a file: accept it, or give it back with questions. A letter goes with each."""

from django.db import transaction

from companies.models import User
from diligence.models import Assessment, DecisionLetter
from diligence.services import states
from diligence.services.desk.holding import insist, let_go
from diligence.services.desk.letters import write_letter

K = DecisionLetter.Kind
MOST_CHARACTERS = states.MOST_CHARACTERS


class MessageMissing(Exception):
    """A decision says something to the company, in at most 2,000 characters."""


@transaction.atomic
def decide(
    assessment: Assessment, kind: str, message: str, language: str, *, by: User
) -> DecisionLetter:
    """Take the decision, write its letter and let the file go.

    Raises MessageMissing, HeldByAnother, and what `states.accept` and `ask_questions` raise; then
    nothing was decided, and no letter leaves.
    """
    message = message.strip()
    if not 0 < len(message) <= MOST_CHARACTERS:
        raise MessageMissing
    insist(assessment, by=by)
    if kind == K.ACCEPTED:
        states.accept(assessment, by=by)
    else:
        states.ask_questions(assessment, message, by=by)
    mine = Assessment.objects.for_company(assessment.company_id).with_cycle()
    decided = mine.select_related("company").get(pk=assessment.pk)
    letter = write_letter(decided, kind, message, language, by=by)
    let_go(decided, by=by)
    return letter
