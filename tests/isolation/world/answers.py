"""What the victim said: answers of this year and before, notes, a text that was kept apart."""

from companies.models import User
from convenant.tenancy.scope import company_scope
from diligence.models import Answer, AnswerConflict, Assessment, CycleSeat
from diligence.services.carry.deciding import Choice, decide
from diligence.services.carry.former import look_back
from diligence.services.notes import leave_note
from diligence.services.parts import assign
from diligence.services.versions import moving
from diligence.services.versions.offering import offer
from tests.factories import AssessmentFactory, answer, published_version
from tests.isolation.world.words import CANARY, YEAR


def said_before(file, owner) -> None:
    """Answer a question the year before, and say this year that it changed."""
    before = AssessmentFactory(company=file.company, cycle__year=YEAR - 1)
    key = "embed.policy_known"
    answer(before, "profile.fte", "12", by=owner)
    answer(before, "embed.policy", 1, explanation=f"Eerst {CANARY}.", by=owner)
    answer(before, "embed.policy_reviewed_on", "2025-03-12", by=owner)
    answer(before, key, 2, explanation=f"Toen {CANARY}.", by=owner)
    with company_scope(file.company_id):
        seal = look_back(file).formers[key].seal(None, owner)
        decide(file, key, Choice("changed", seal), by=owner)


def try_newer(file, owner) -> None:
    """Move to a newer questionnaire, say something there, and go back; its words stay kept."""
    offer(file.cycle, published_version("2027"), by=None)
    with company_scope(file.company_id):
        moving.move(file, by=owner)
        moved = Assessment.objects.with_cycle().select_related("company").get(pk=file.pk)
        answer(moved, "communicate.report_languages", f"Nederlands, {CANARY}.", by=owner)
        moving.undo(moved, by=owner)


def answer_objects(file: Assessment, stands: Answer, owner: User) -> dict[str, object]:
    """Give the victim its place in the year, a note, a part with a name, and a second text."""
    CycleSeat.objects.create(
        company=file.company, cycle=file.cycle, is_in=True, reason=CANARY, decided_by=owner
    )
    note = leave_note(file, "embed.policy", f"Bel {CANARY} even.", by=owner)
    conflict = AnswerConflict.objects.create(
        company=file.company,
        answer=stands,
        question="embed.policy",
        explanation=f"Verloren {CANARY}.",
        changed_by=owner,
    )
    assign(file, "1.1", owner, by=owner)
    return {"diligence:note-done pk": note.pk, "diligence:conflict pk": conflict.pk}
