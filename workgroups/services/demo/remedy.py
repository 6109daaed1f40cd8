"""What companies of the demo did to move suppliers, and who complained: written by hand."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from companies.models import Company, User
from diligence.models import (
    CaseNote,
    CaseSeat,
    Disengagement,
    GrievanceChannel,
    LeverageEntry,
    RemedyCase,
    Supplier,
)
from diligence.remedy.case import ENDED
from workgroups.services.demo.days import moment
from workgroups.services.demo.sector import FOLDER, content

Written = Mapping[str, Any]
People = Mapping[str, User]


def add_remedy(company: Company, people: People, today: date) -> None:
    """Store what happened up to today. Must run in the company's scope.

    Nothing of a company that the data say nothing of; else at most seven statements.
    """
    for written in content(FOLDER / "remedy.yaml")["companies"]:
        if written["company"] == company.slug:
            add_influence(company, written, people, today)
            add_cases(
                company, written, add_channels(company, written, people, today), people, today
            )


def add_influence(company: Company, written: Written, people: People, today: date) -> None:
    """Store the tries to move suppliers, and the files about leaving one."""
    mine = Supplier.objects.for_company(company).kept()
    suppliers = {supplier.name: supplier for supplier in mine}
    tries = happened(written.get("tries", ()), "day", today)
    LeverageEntry.objects.bulk_create(
        LeverageEntry(
            company=company,
            supplier=suppliers[one["supplier"]],
            day=date.fromisoformat(one["day"]),
            next_on=day_in(one, "next_on"),
            created_at=at(one, "day"),
            created_by=people[one["by"]],
            **some(
                one, "kind", "issue", "ask", "share", "partners", "reaction", "result", "next_step"
            ),
        )
        for one in tries
        if one["supplier"] in suppliers
    )
    exits = happened(written.get("exits", ()), "opened_on", today)
    Disengagement.objects.bulk_create(
        leaving(suppliers[one["supplier"]], one, people, today)
        for one in exits
        if one["supplier"] in suppliers
    )


def leaving(supplier: Supplier, one: Written, people: People, today: date) -> Disengagement:
    """Return the file about leaving a supplier; what is decided later is still weighed."""
    decided_on = day_in(one, "decided_on")
    is_decided = decided_on is not None and decided_on <= today
    return Disengagement(
        company_id=supplier.company_id,
        supplier=supplier,
        status=one["status"] if is_decided else Disengagement.Status.WEIGHING,
        decided_on=decided_on if is_decided else None,
        opened_at=at(one, "opened_on"),
        opened_by=people[one["by"]],
        **some(one, "answers", "reasons"),
    )


def add_channels(
    company: Company, written: Written, people: People, today: date
) -> dict[str, GrievanceChannel]:
    """Store the places to complain; return them by name."""
    made = [
        GrievanceChannel(
            company=company,
            tested_on=tested if (tested := day_in(one, "tested_on")) and tested <= today else None,
            created_at=at(one, "added_on"),
            created_by=people[one["by"]],
            **some(one, "name", "audience", "how", "criteria"),
        )
        for one in happened(written.get("channels", ()), "added_on", today)
    ]
    return {channel.name: channel for channel in GrievanceChannel.objects.bulk_create(made)}


def add_cases(
    company: Company,
    written: Written,
    channels: Mapping[str, GrievanceChannel],
    people: People,
    today: date,
) -> None:
    """Store the complaints with who is named at each, and what was done."""
    cases, seats, notes = [], [], []
    received = happened(written.get("cases", ()), "received_on", today)
    for number, one in enumerate(received, 1):
        case = RemedyCase(
            company=company,
            number=number,
            received_on=date.fromisoformat(one["received_on"]),
            due_on=day_in(one, "due_on"),
            channel=channels.get(one["channel"]),
            created_at=at(one, "received_on"),
            **some(one, "complainant", "country", "theme", "story"),
        )
        cases.append(case)
        by = people[one["by"]]
        for name in one["people"]:
            seats.append(CaseSeat(company=company, case=case, user=people[name], added_by=by))
        for step in happened(one["steps"], "day", today):
            notes.append(step_of(case, step, by))
        if case.status in ENDED:
            for name, value in some(one, "forms", "satisfied", "outcome", "lessons").items():
                setattr(case, name, value)
    RemedyCase.objects.bulk_create(cases)
    CaseSeat.objects.bulk_create(seats)
    CaseNote.objects.bulk_create(notes)


def step_of(case: RemedyCase, step: Written, by: User) -> CaseNote:
    """Bring a complaint a step further; return the line of its history."""
    before, case.status = case.status, step["status"]
    case.closed_on = day_in(step, "day") if case.status in ENDED else None
    told = {"before": before, "after": case.status, "text": step["text"]}
    return CaseNote(company_id=case.company_id, case=case, **told, at=at(step, "day"), by=by)


def happened(written: Any, field: str, today: date) -> Iterator[Written]:
    """Yield what had happened by today."""
    return (one for one in written if date.fromisoformat(one[field]) <= today)


def some(one: Written, *fields: str) -> dict[str, Any]:
    """Return these fields, as far as they are written."""
    return {name: one[name] for name in fields if name in one}


def day_in(one: Written, field: str) -> date | None:
    """Return a day as it is written; None without."""
    return date.fromisoformat(one[field]) if field in one else None


def at(one: Written, field: str) -> datetime:
    """Return a moment of the day on which it happened."""
    return moment(date.fromisoformat(one[field]), 60)
