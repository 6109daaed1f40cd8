"""Everything of a file under review, in as many queries for seventy answers as for one."""

from collections.abc import Iterator

from django.utils.translation import get_language

from diligence.framework.schema import Edition
from diligence.framework.scoring import QuestionScore, Score, score_in
from diligence.models import Agreement, Assessment, Cycle
from diligence.services.check import check_list
from diligence.services.desk.verdicts import scores_beside
from diligence.services.evidence_at import evidence_of
from diligence.services.facts import facts_of
from diligence.services.years_apart import YearOfFile, YearsApart, year_of_file
from diligence.views.faces.proof import faces_of
from workgroups.views.desk.items import Item, weights_by_question
from workgroups.views.desk.talks import Talk, talks_of


class Gathered:
    """The answers of a file under review, beside the year before."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.now = year_of_file(assessment)
        self.then = year_before(assessment)
        self.score: Score = score_in(self.now.situation)
        self.beside = scores_beside(assessment)
        self.items = tuple(self.made())

    def made(self) -> Iterator[Item]:
        """Yield the questions that the company got, in order."""
        file = self.assessment
        language = get_language() or "nl"
        apart = YearsApart(self.then or self.now, self.now, editions(), language)
        proofs = evidence_of(file)
        situation = self.now.situation
        facts = facts_of(file, situation.given, today=situation.today)
        weights = weights_by_question(check_list(situation, proofs, facts))
        agreements = {one.question: one for one in Agreement.objects.of_file(file)}
        scores = self.scores()
        talks = talks_of(file)
        for part in self.now.situation.edition.parts:
            for question in part.questions:
                if question.key not in self.now.situation.shown:
                    continue
                found = apart.question(question)
                if found is None:
                    continue
                yield Item(
                    apart=found,
                    part_title=f"{part.key} {part.title.get(language)}",
                    now=self.now,
                    then=self.then,
                    score=scores.get(question.key),
                    beside=self.beside.get(question.key),
                    agreement=agreements.get(question.key),
                    proof=faces_of(proofs.get(question.key, ()), file.company.slug),
                    weights=weights.get(question.key, frozenset()),
                    talk=talks.get(question.key, Talk()),
                )

    def scores(self) -> dict[str, QuestionScore]:
        """Return how each question with levels counts."""
        return {one.question.key: one for one in self.score.questions}


def year_before(assessment: Assessment) -> YearOfFile | None:
    """Return the company's file of the year before; None when it had none. Three queries."""
    mine = Assessment.objects.for_company(assessment.company_id).with_cycle()
    before = mine.filter(cycle__year=assessment.cycle.year - 1).first()
    if before is None or not before.figures:
        return None
    before.company = assessment.company
    return year_of_file(before)


def editions() -> list[Edition]:
    """Return the questionnaires of all years, and those offered within one. One query.

    Each once: what is offered within a year is often what the next year begins with.
    """
    cycles = list(Cycle.objects.with_version())
    versions = {cycle.version_id: cycle.version for cycle in cycles}
    versions |= {cycle.newer_id: cycle.newer for cycle in cycles if cycle.newer is not None}
    return [version.edition() for version in versions.values()]
