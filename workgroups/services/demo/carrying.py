"""What the demo's company written by hand decided about its answers of the year before."""

from collections.abc import Mapping

from companies.events import record
from diligence.models import Answer, AnswerRevision, Assessment, CarryDecision
from diligence.services.carry.former import Former, look_back
from diligence.services.places import place_of
from workgroups.services.demo.scene import Scene

Kind = CarryDecision.Kind


def add_decisions(scene: Scene, file: Assessment) -> None:
    """Keep with each answer what its writer said first: still true, or changed, as it shows.

    What has no answer yet waits for a decision, as it would for anybody.
    """
    is_told = scene.by_hand and scene.plan.submitted_on is None
    formers = look_back(file).formers if is_told else {}
    if not formers:
        return
    answers = Answer.objects.for_company(file.company_id).filter(assessment=file)
    made = [
        decision_on(file, formers[answer.question], answer)
        for answer in answers.select_related("changed_by").order_by("changed_at", "question")
        if answer.question in formers and formers[answer.question].may_be_still_true
    ]
    point_at_revisions(file, made, formers)
    CarryDecision.objects.bulk_create(made)
    for decision in made:
        record(
            file.company,
            f"carry.{decision.kind}",
            by=decision.decided_by,
            at=decision.decided_at,
            from_year=decision.from_year,
            **place_of(file, decision.question),
        )


def decision_on(file: Assessment, former: Former, answer: Answer) -> CarryDecision:
    """Return the decision that this answer shows."""
    before = former.answers[0]
    is_same = answer.given() == before.answer.given()
    return CarryDecision(
        company_id=file.company_id,
        assessment=file,
        question=answer.question,
        kind=Kind.STILL_TRUE if is_same else Kind.CHANGED,
        from_year=former.year,
        from_question=before.question.key,
        from_version=before.answer.version,
        answer_version=answer.version if is_same else None,
        decided_at=answer.changed_at,
        decided_by=answer.changed_by,
    )


def point_at_revisions(
    file: Assessment, made: list[CarryDecision], formers: Mapping[str, Former]
) -> None:
    """Keep with each decision the version it is about."""
    asked = [formers[decision.question].answers[0].answer.pk for decision in made]
    mine = AnswerRevision.objects.for_company(file.company_id).filter(answer__in=asked)
    found = {(one.question, one.version): one.pk for one in mine.defer("value", "explanation")}
    for decision in made:
        decision.revision_id = found.get((decision.from_question, decision.from_version))
