"""The demo's letters: what the secretariat decided about some files, in every state there is."""

from datetime import datetime

from companies.models import User
from convenant.queue.models import OutboxItem
from diligence.models import Assessment, DecisionLetter
from diligence.services.desk.letters import TASK, write_letter
from workgroups.services.demo.scene import Scene

K = DecisionLetter.Kind
SOME, LOST = 0.12, 0.4
"""The part of the accepted files with a letter, and of those letters whose PDF did not come."""
CODE = "B-4821"
AGREED = (
    "Dank voor uw dossier en voor uw antwoorden op onze vragen. Wij gaan akkoord.\n\n"
    "Volgend jaar kijken wij vooral naar wat uw acties hebben opgeleverd."
)


def accepted_by_letter(scene: Scene, file: Assessment, reviewer: User, at: datetime) -> None:
    """Write the letter of an acceptance, for some; its PDF is made when the worker runs.

    Must run in the officer's scope, like the decision itself.
    """
    if not scene.by_hand and scene.draw(scene.year, "letter") > SOME:
        return
    letter = write_letter(decided(file), K.ACCEPTED, AGREED, "nl", by=reviewer, at=at)
    if not scene.by_hand and scene.draw(scene.year, "letter lost") < LOST:
        lost = DecisionLetter.objects.of_file(file).filter(pk=letter.pk)
        lost.update(status=DecisionLetter.Status.FAILED, error_code=CODE)
        # A letter that failed waits for somebody to ask for it again, not for the worker.
        OutboxItem.objects.filter(task=TASK, ids__letter_id=str(letter.pk)).delete()


def questions_by_letter(file: Assessment, message: str, reviewer: User, at: datetime) -> None:
    """Write the letter with which a file went back. Must run in the officer's scope."""
    write_letter(decided(file), K.QUESTIONS, message, "nl", by=reviewer, at=at)


def decided(file: Assessment) -> Assessment:
    """Return the file as it is after the decision. One query."""
    mine = Assessment.objects.for_company(file.company_id).with_cycle()
    return mine.select_related("company").get(pk=file.pk)
