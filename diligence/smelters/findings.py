"""What to know before a declaration is taken over: what contradicts itself, what is missing."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from diligence.smelters.answers import UNREADABLE
from diligence.smelters.shape import Answer, Company, Declaration, Declared, Finding, Smelter
from diligence.smelters.template import known

FEW = ("under_50", "none", "did_not_survey")
"""Shares of suppliers that answered with which little can be said of a metal."""
OLD = datetime.timedelta(days=366)
ALWAYS = ("added", "remains")
"""Subjects that are asked of every mineral; the others only when it is in scope."""
MOST_NAMES = 12


def findings_of(declaration: Declaration, today: datetime.date) -> tuple[Finding, ...]:
    """Return everything to know of what the declaration says, gravest first."""
    found = [*of_company(declaration, today), *of_list(declaration)]
    for one in declaration.minerals:
        smelters = [smelter for smelter in declaration.smelters if smelter.mineral == one.mineral]
        found += [*gaps(one), *contradictions(one, smelters)]
    order = ("contradiction", "gap", "note")
    return tuple(sorted(found, key=lambda one: order.index(one.severity)))


def of_company(declaration: Declaration, today: datetime.date) -> Iterator[Finding]:
    """Yield what is to say of the declaration as a whole."""
    company = declaration.company
    if company.missing:
        yield Finding("fields_missing", "gap", params={"fields": list(company.missing)})
    yield from of_day(company, today)
    if company.scope == "B" and not declaration.product_count:
        yield Finding("no_products", "contradiction")
    if company.scope == "C" and not company.scope_text:
        yield Finding("no_scope_text", "gap")
    published = declaration.company_answers.get("published")
    if published is not None and published.value == "yes" and "." not in published.remark:
        yield Finding("no_address_of_policy", "gap", cells=(published.cell,))
    if any(one.is_in_scope for one in declaration.minerals):
        yield from blanks(declaration.company_answers, "company_unanswered")
    unread = unread_cells(declaration)
    if unread:
        yield Finding("answers_unread", "gap", cells=tuple(unread))


def of_day(company: Company, today: datetime.date) -> Iterator[Finding]:
    """Yield what is to say of the day on which the supplier declared this."""
    if not company.day:
        if company.day_as_written:
            yield Finding("day_unclear", "gap", params={"written": company.day_as_written})
        return
    day = datetime.date.fromisoformat(company.day)
    if day > today:
        yield Finding("day_ahead", "contradiction", params={"day": company.day})
    elif today - day > OLD:
        yield Finding("day_old", "note", params={"day": company.day})


def unread_cells(declaration: Declaration) -> list[str]:
    """Return the cells with an answer that the template does not have."""
    answers = [one for mineral in declaration.minerals for one in mineral.answers.values()]
    answers += declaration.company_answers.values()
    return [one.cell for one in answers if one.value == UNREADABLE]


def blanks(answers, code: str, about: str = "") -> Iterator[Finding]:
    """Yield one finding with all the cells that hold no answer."""
    open_ = [(subject, one) for subject, one in answers.items() if not one.value]
    if open_:
        cells = tuple(one.cell for _subject, one in open_)
        yield Finding(code, "gap", about, cells, {"subjects": [subject for subject, _one in open_]})


def gaps(one: Declared) -> Iterator[Finding]:
    """Yield which questions about a mineral have no answer."""
    name = one.mineral or one.label
    asked = {
        subject: answer
        for subject, answer in one.answers.items()
        if one.is_in_scope or (subject in ALWAYS and not first_is_no(one, subject))
    }
    yield from blanks(asked, "unanswered", name)
    share = one.answers.get("share")
    if one.is_in_scope and share is not None and share.value in FEW:
        yield Finding("few_answered", "note", name, (share.cell,), {"share": share.value})


def first_is_no(one: Declared, subject: str) -> bool:
    """Tell whether a question need not be answered, for the one before it was "no"."""
    added = one.answers.get("added")
    return subject == "remains" and added is not None and added.value not in ("yes", "")


def contradictions(one: Declared, smelters: Sequence[Smelter]) -> Iterator[Finding]:
    """Yield where the answers about a mineral and the list of smelters don't agree."""
    name = one.mineral or one.label
    if one.is_denied and smelters:
        yield Finding("denied_with_smelters", "contradiction", name, params={"n": len(smelters)})
    if one.is_in_scope and not smelters and one.mineral:
        yield Finding("scope_without_smelters", "contradiction", name)
    yield from said_complete(one, smelters, name)
    yield from origins(one, smelters, name)
    if is_said(one, "recycled", "yes"):
        mined = [smelter for smelter in smelters if smelter.recycled == "no" or smelter.mines]
        if mined:
            names = some_names(mined)
            yield Finding("recycled_with_mines", "contradiction", name, params={"names": names})


def said_complete(one: Declared, smelters: Sequence[Smelter], name: str) -> Iterator[Finding]:
    """Yield why "all smelters are identified" can't be so."""
    if not is_said(one, "identified", "yes"):
        return
    nameless = [smelter for smelter in smelters if smelter.kind == "not_identified"]
    if nameless:
        rows = tuple(f"A{row}" for smelter in nameless for row in smelter.rows)
        yield Finding("all_identified_but", "contradiction", name, rows, {"n": len(rows)})
    share = one.answers.get("share")
    if share is not None and share.value in FEW:
        params = {"share": share.value}
        yield Finding("all_identified_few", "contradiction", name, (share.cell,), params)


def origins(one: Declared, smelters: Sequence[Smelter], name: str) -> Iterator[Finding]:
    """Yield where the answer about covered countries does not fit the countries in the list."""
    covered = set(known()["covered_countries"])
    found = sorted({code for one in smelters for code in one.mine_countries if code in covered})
    if is_said(one, "covered", "no") and found:
        cell = (one.answers["covered"].cell,)
        yield Finding("covered_no_but", "contradiction", name, cell, {"countries": found})
    if is_said(one, "covered", "yes") and is_said(one, "cahra", "no"):
        cells = (one.answers["covered"].cell, one.answers["cahra"].cell)
        yield Finding("covered_yes_cahra_no", "contradiction", name, cells)


def is_said(one: Declared, subject: str, value: str) -> bool:
    """Tell whether a question was answered so."""
    answer: Answer | None = one.answers.get(subject)
    return answer is not None and answer.value == value


def some_names(smelters: Sequence[Smelter]) -> list[str]:
    """Return the first names or identifiers."""
    return [one.name or one.id for one in smelters[:MOST_NAMES]]


def of_list(declaration: Declaration) -> Iterator[Finding]:
    """Yield what is to say of the list of smelters."""
    smelters = declaration.smelters
    groups = {
        "not_identified": [one for one in smelters if one.kind == "not_identified"],
        "not_listed": [one for one in smelters if one.kind == "not_listed"],
        "only_identifier": [one for one in smelters if not one.details_from],
        "identifier_form": [one for one in smelters if has_odd_id(one)],
        "no_mineral": [one for one in smelters if not one.mineral],
        "no_country": [one for one in smelters if has_no_country(one)],
        "more_rows": [one for one in smelters if len(one.rows) > 1],
    }
    for code, found in groups.items():
        if found:
            cells = tuple(f"A{row}" for one in found for row in one.rows)[:200]
            params = {"n": len(found), "names": some_names(found)}
            yield Finding(code, "note" if code == "more_rows" else "gap", "", cells, params)
    if declaration.unread_rows:
        cells = tuple(f"A{row}" for row in declaration.unread_rows)[:200]
        yield Finding("rows_unread", "gap", "", cells, {"n": len(declaration.unread_rows)})
    asked = {one.mineral for one in declaration.minerals}
    strange = sorted({one.mineral for one in smelters if one.mineral} - asked)
    if strange and asked:
        yield Finding("mineral_not_asked", "contradiction", params={"minerals": strange})


def has_odd_id(one: Smelter) -> bool:
    """Tell whether an identifier that calls itself one of RMI's can't be."""
    is_rmi = one.id.startswith("CID")
    return is_rmi and not (len(one.id) == 9 and one.id[3:].isdigit())


def has_no_country(one: Smelter) -> bool:
    """Tell whether a smelter with a name has no country that we know."""
    return not one.country and bool(one.details_from) and one.kind != "not_identified"
