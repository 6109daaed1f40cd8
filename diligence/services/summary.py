"""Keep the facts of a file beside it, so that figures of the sector cost no answers.

`keep_facts` is called last in the transaction that takes a step with a file. The database adds the
rows up (`SectorSum`); it lets one transaction at a time do so for a year.
"""

from collections.abc import Iterator

from companies.models import Company
from diligence.models import Assessment, Basis, Snapshot, SummaryFact
from diligence.reports.frozen import read_back, year_before
from diligence.summary.facts import facts_in, position_of, size_of

S = Assessment.Status
ACCEPTED = (S.ACCEPTED, S.CLOSED)
CHANGED = "{year}, {basis}: the facts are not those of the snapshot."


def keep_facts(file: Assessment) -> None:
    """Let the facts of a file be those of the snapshots that count now.

    Facts of a snapshot that counted before stay as they are: what is frozen does not change.
    """
    for basis in Basis:
        snapshot = snapshot_for(file, basis)
        kept = stored(file, basis).values_list("sha256", flat=True).first()
        if kept != (snapshot and snapshot.sha256):
            replace(file, basis, snapshot)


def rebuild_facts(file: Assessment) -> None:
    """Make the facts of a file again, whatever is kept of them."""
    for basis in Basis:
        replace(file, basis, snapshot_for(file, basis))


def faults_in(company: Company, year: int | None = None) -> list[str]:
    """Return in words which kept facts are not what the snapshots say. Must run in its scope."""
    faults = []
    for file in files_of(company, year):
        for basis in Basis:
            snapshot = snapshot_for(file, basis)
            derived = facts_of(file, basis, snapshot) if snapshot else ()
            if {compared(fact) for fact in derived} != {
                compared(fact) for fact in stored(file, basis)
            }:
                faults.append(CHANGED.format(year=file.cycle.year, basis=basis))
    return faults


def files_of(company: Company, year: int | None = None) -> list[Assessment]:
    """Return the files of a company, or of one year of it."""
    files = Assessment.objects.for_company(company).with_cycle().order_by("cycle__year")
    return list(files.of_year(year) if year else files)


def snapshot_for(file: Assessment, basis: str) -> Snapshot | None:
    """Return the snapshot of a file that counts; None while it was not handed in or accepted."""
    mine = Snapshot.objects.for_company(file.company_id).filter(assessment=file)
    newest = mine.order_by("-made_at", "-pk")
    if basis == Basis.ACCEPTED:
        is_in = file.status in ACCEPTED
        return newest.filter(kind=Snapshot.Kind.ACCEPTED).first() if is_in else None
    is_in = file.status != S.DRAFT
    return newest.exclude(kind=Snapshot.Kind.DRAFT).first() if is_in else None


def stored(file: Assessment, basis: str):
    """Return what is kept of a file."""
    mine = SummaryFact.objects.for_company(file.company_id)
    return mine.filter(cycle_id=file.cycle_id, basis=basis)


def replace(file: Assessment, basis: str, snapshot: Snapshot | None) -> None:
    """Put the facts of this snapshot in the place of those that are kept."""
    stored(file, basis).delete()
    if snapshot is not None:
        SummaryFact.objects.bulk_create(facts_of(file, basis, snapshot))


def facts_of(file: Assessment, basis: str, snapshot: Snapshot) -> Iterator[SummaryFact]:
    """Yield the rows of a snapshot, not yet stored. At most two queries."""
    frozen = read_back(snapshot)
    size, position = size_of(frozen.situation), position_of(frozen.situation)
    for fact in facts_in(frozen, year_before(snapshot, frozen)):
        yield SummaryFact(
            company_id=file.company_id,
            cycle_id=file.cycle_id,
            basis=basis,
            sha256=snapshot.sha256,
            size=size,
            position=position,
            measure=fact.measure,
            a=fact.a,
            b=fact.b,
            value=fact.value,
        )


def compared(fact: SummaryFact) -> tuple[object, ...]:
    """Return all that a row says."""
    key = (str(fact.measure), fact.a, fact.b, fact.value)
    return (fact.sha256, fact.size, fact.position, *key)
