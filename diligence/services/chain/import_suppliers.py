"""The suppliers of an import: on file already, new, or in doubt; within one file too.

A new supplier has its id before it is stored, made from the import and its name. So a preview can
propose one row's new supplier for another row, and taking over finds the same one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid5

from companies.models import User
from diligence.chain.duplicates import Candidate
from diligence.chain.names import fold
from diligence.chain.reading import ReadRow
from diligence.models import ImportBatch, Supplier
from diligence.services.chain.suppliers import (
    PerhapsKnown,
    Register,
    SupplierDetails,
    complete,
    decide,
    fill_in,
)

Decisions = Mapping[str, str | None]
"""By folded name: the id of the supplier it is, None for none of those that were proposed."""


@dataclass(slots=True)
class Doubt:
    """A name that may be a supplier on file, or one of another row."""

    name: str
    candidates: list[Candidate]
    rows: list[int]

    @property
    def key(self) -> str:
        """Return the name as decisions are kept under."""
        return fold(self.name)


@dataclass(slots=True)
class Expected:
    """What the rows of an import ask and bring."""

    doubts: dict[str, Doubt] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)


def details_in(row: ReadRow) -> SupplierDetails:
    """Return what a row says of its supplier."""
    said = row.values
    return SupplierDetails(
        name=said["supplier"][:150],
        country=said["supplier_country"],
        lei=said["lei"],
        kvk=said["kvk"],
        smelter_id=said["smelter_id"],
    )


def new_supplier(batch: ImportBatch, details: SupplierDetails, by: User | None = None) -> Supplier:
    """Return a supplier that this import brings, not stored yet."""
    folded = fold(details.name)
    return Supplier(
        id=uuid5(batch.pk, folded),
        company_id=batch.company_id,
        name=details.name,
        folded=folded,
        country=details.country,
        batch=batch,
        created_by=by,
        **details.identifiers,
    )


def expected(rows: Iterable[ReadRow], known: Register, batch: ImportBatch) -> Expected:
    """Return which names are in doubt and which are new. Puts the new ones in the register."""
    found = Expected()
    for row in rows:
        if not row.values["supplier"]:
            continue
        details = details_in(row)
        key = fold(details.name)
        try:
            on_file = known.find(details)
            if on_file is None:
                found.new[key] = details.name
                known.put(new_supplier(batch, details))
            elif key in found.doubts:
                found.doubts[key].rows.append(row.number)
        except PerhapsKnown as asked:
            doubt = found.doubts.setdefault(key, Doubt(details.name, [], []))
            doubt.rows.append(row.number)
            own = str(new_supplier(batch, details).pk)
            seen = {own, *(one.known.id for one in doubt.candidates)}
            doubt.candidates += [one for one in asked.candidates if one.known.id not in seen]
            if own not in known.suppliers:
                known.put(new_supplier(batch, details))
    return found


@dataclass(slots=True)
class Placing:
    """Finds or makes the supplier of each row, in the order of the rows, as was decided."""

    known: Register
    batch: ImportBatch
    decisions: Decisions
    by: User
    at: datetime | None = None
    became: dict[str, str] = field(default_factory=dict)
    """By the id a new supplier would have had: the supplier its name was decided to be."""
    waiting: list[Supplier] = field(default_factory=list)
    """New suppliers that are not stored yet."""
    added: int = 0

    def supplier_of(self, row: ReadRow) -> Supplier | None:
        """Return the supplier of a row; None when it names none."""
        if not row.values["supplier"]:
            return None
        details = details_in(row)
        found = self.found(details)
        if found is None:
            found = new_supplier(self.batch, details, self.by)
            found.created_at = self.at or found.created_at
            self.waiting.append(found)
            self.known.put(found)
        elif found in self.waiting:
            fill_in(found, details)
        else:
            complete(found, details, by=self.by, at=self.at)
        return found

    def store(self) -> None:
        """Store the new suppliers, all in one statement; the import's own trace counts them."""
        Supplier.objects.bulk_create(self.waiting, batch_size=500)
        self.added += len(self.waiting)
        self.waiting = []

    def found(self, details: SupplierDetails) -> Supplier | None:
        """Return the supplier on file, after keeping what was decided about its name."""
        try:
            return self.known.find(details)
        except PerhapsKnown as asked:
            return self.decided(details, [one.known.id for one in asked.candidates])

    def decided(self, details: SupplierDetails, ids: Sequence[str]) -> Supplier | None:
        """Keep the decision and return the supplier it leads to; None for a new one."""
        key = fold(details.name)
        own = str(new_supplier(self.batch, details).pk)
        if own in self.known.suppliers:
            return self.known.suppliers[own]
        chosen = self.decisions.get(key)
        chosen = self.became.get(chosen, chosen) if chosen else None
        same_as = chosen if chosen in self.known.suppliers else None
        company = self.batch.assessment.company
        self.store()  # a decision may be about one of them
        decide(company, details.name, ids, same_as=same_as, by=self.by, at=self.at)
        if same_as is None:
            for one in ids:
                self.known.remember(key, one, False)
            return None
        self.known.remember(key, same_as, True)
        self.became[own] = same_as
        return self.known.suppliers[same_as]
