"""What the members saved in a year, for what filling in costs."""

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat

from convenant.tenancy.sector import read_sector
from diligence.framework.schema import Edition, Kind
from diligence.models import Answer, AnswerRevision, Assessment, Cycle, QuestionnaireVersion
from workgroups.aggregation.burden import Given, Kept, Save
from workgroups.queries.fields import seconds

COMPARABLE = (Kind.MATURITY, Kind.CHOICE, Kind.MULTIPLE)
"""Kinds of which two answers can be the same; no two companies type the same text or number."""


@dataclass(frozen=True, slots=True)
class BurdenYear:
    """What the members that handed in saved in a year, without a name of anybody."""

    cycle: Cycle
    editions: tuple[Edition, ...]
    """What was asked: the questionnaire of the year, then the newer one that files may stand on."""
    years: list[int]
    handed_in: int
    saves: list[Save]
    given: list[Given]
    kept: list[Kept]

    @property
    def edition(self) -> Edition:
        """Return the questionnaire that the year began with."""
        return self.editions[0]


def burden_year(year: int) -> BurdenYear:
    """Return what filling in cost in a year. Five statements, however many companies there are.

    Only files that were handed in: of a file under way the work is not over. Raises
    Cycle.DoesNotExist.
    """
    return read_sector(lambda: read_burden(year))


def read_burden(year: int) -> BurdenYear:
    """Read it, in the sector scope. Raises Cycle.DoesNotExist."""
    cycles = {cycle.year: cycle for cycle in Cycle.objects.with_version()}
    if year not in cycles:
        raise Cycle.DoesNotExist(year)
    cycle = cycles[year]
    versions = [cycle.version] if cycle.newer is None else [cycle.version, cycle.newer]
    handed_in = Assessment.objects.filter(cycle=cycle, submitted_at__isnull=False)
    own = Answer.objects.filter(stands_on(cycle, versions), assessment__in=handed_in)
    return BurdenYear(
        cycle=cycle,
        editions=tuple(version.edition() for version in versions),
        years=sorted(cycles, reverse=True),
        handed_in=handed_in.count(),
        saves=[Save(*row) for row in save_rows(handed_in)],
        given=[Given(*row) for row in given_rows(own)],
        kept=[Kept(*row) for row in kept_rows(own, year - 1)],
    )


def stands_on(cycle: Cycle, versions: list[QuestionnaireVersion]) -> Q:
    """Return the condition for an answer to be to a question that its own file asks.

    A file that moved to the newer questionnaire keeps answers to questions of the former one.
    """
    found = Q()
    for version in versions:
        asked = [one.key for one in version.edition().questions if one.kind in COMPARABLE]
        files = Q(assessment__version=version)
        if version.pk == cycle.version_id:
            files |= Q(assessment__version=None)
        found |= files & Q(question__in=asked)
    return found


def save_rows(files: QuerySet) -> QuerySet:
    """Return company, person, moment and question of every version of an answer."""
    own = AnswerRevision.objects.filter(answer__assessment__in=files)
    return own.values_list("company_id", "changed_by_id", seconds("changed_at"), "question")


def given_rows(own: QuerySet) -> QuerySet:
    """Return how many companies gave each answer; "don't know" is an answer too."""
    told = own.exclude(state="").annotate(
        said=Concat("state", Value(" "), Cast("value", TextField()), output_field=TextField())
    )
    return told.values_list("question", "said").annotate(companies=Count("pk"))


def kept_rows(own: QuerySet, before: int) -> QuerySet:
    """Return of how many companies an answer of two years stands there, and is equal."""
    earlier = Answer.objects.filter(
        company=OuterRef("company"),
        question=OuterRef("question"),
        state="answered",
        assessment__cycle__year=before,
        assessment__submitted_at__isnull=False,
    )
    answered = own.filter(state="answered")
    paired = answered.annotate(was=Subquery(earlier.values("value")[:1])).filter(was__isnull=False)
    same = Count("pk", filter=Q(value=F("was")))
    return paired.values_list("question").annotate(both=Count("pk"), same=same)
