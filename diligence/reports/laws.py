"""An extract of a frozen file for one law or standard: as data, and as what the PDF prints.

It tells what the file says and where, with reference to the clauses; it never says that the
company complies. Everything comes from one snapshot and from the lists of one version.
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from diligence.framework.catalogues import catalogue
from diligence.framework.coverage import Coverage, Covered, Holds, Row, coverage_of
from diligence.framework.crosswalk import NAME, Part, Standard, standard_at
from diligence.models import EvidenceUse, ProgressReport
from diligence.reports import law_words
from diligence.reports.comparison import Comparison
from diligence.reports.content import TEMPLATE_VERSION, written
from diligence.reports.document import document_of
from diligence.reports.frozen import FrozenFile, read_back, year_before
from diligence.reports.pdf import WHITE_SPACE, Pdf, Tell, typeset
from diligence.reports.public import for_public
from diligence.reports.shape import (
    Cell,
    Column,
    Fact,
    Figure,
    Grid,
    Proof,
    ReportContent,
    Section,
)
from diligence.reports.words import day, number_of

TEMPLATE = "reports/law.html"
FORMAT, VERSION = "ketenkompas.law-extract", 1
LISTS = (NAME, "laws", "sub_actions", "ungp", "sdg", "sources")
"""The lists that an extract is made from."""
SHARES_OF_TABLE = (11, 41, 15, 33)


class UnknownStandard(LookupError):
    """The crosswalk has no standard with this address, or no rows for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawContent:
    """What the PDF of an extract prints, in its language."""

    report: ReportContent
    standard: str
    reference: str
    """"Opgesteld met verwijzing naar" and the text with its number."""
    facts: tuple[Fact, ...]
    reasons: tuple[Fact, ...]
    figures: tuple[Figure, ...]
    clauses: Grid
    elsewhere: tuple[Fact, ...]
    sections: tuple[Section, ...]
    parts: frozenset[str]
    """The parts of the file that the standard touches."""

    @property
    def language(self) -> str:
        """Return the language of the extract."""
        return self.report.language


def lists_version() -> str:
    """Return the newest version among the lists that an extract is made from."""
    versions = (catalogue(name).version for name in LISTS)
    return max(versions, key=lambda code: [int(part) for part in re.findall(r"\d+", code)])


def extract_version() -> str:
    """Return by which layout and lists an extract is made: other ones make another report."""
    return f"{TEMPLATE_VERSION}+{lists_version()}"


def standard_with_rows(address: str) -> Standard:
    """Return the standard of an address. Raises UnknownStandard."""
    found = standard_at(address)
    if found is None or not found.rows:
        raise UnknownStandard(address)
    return found


def holds_in(content: Mapping[str, Any]) -> Holds:
    """Count what was frozen beside the answers."""
    return Holds(
        chain=len(content.get("chain", {}).get("lines", ())),
        themes=tuple(risk["theme"] for risk in content.get("risks", ())),
        plan=len(content.get("plan", ())),
        remedy=content.get("remedy", {}).get("channels", {}).get("total", 0),
    )


def frozen_coverage(standard: Standard, file: FrozenFile) -> Coverage:
    """Hold a standard against a frozen file."""
    return coverage_of(standard, file.situation, holds_in(file.content))


def law_content(report: ProgressReport) -> LawContent:
    """Return what the extract prints, from its snapshot. At most three queries.

    Raises BrokenSnapshot or UnknownStandard.
    """
    standard, snapshot = standard_with_rows(report.standard), report.snapshot
    file = read_back(snapshot)
    before = year_before(snapshot, file)
    with translation.override(report.language):
        whole = frozen_coverage(standard, file)
        if report.is_public:
            file, before = for_public(file), before and for_public(before)
        content = written(
            Comparison(file, before),
            lang=report.language,
            code=report.code,
            check_url=report.check_url,
        )
        return extract(content, whole, file)


def render_law(content: LawContent, *, tell: Tell) -> Pdf:
    """Return the extract as PDF/UA-1. The same content gives the same bytes.

    Touches no database, network or clock. Raises EngineMissing, ForbiddenAddress or AssetMissing.
    """
    tell("layout", 25)
    with translation.override(content.language):
        html = render_to_string(
            TEMPLATE,
            {
                "law": content,
                "report": content.report,
                "product": settings.PRODUCT_NAME,
                "covenant": settings.COVENANT_NAME,
            },
        )
    return typeset(WHITE_SPACE.sub(" ", html), at=content.report.made_at, tell=tell)


def extract(content: ReportContent, coverage: Coverage, file: FrozenFile) -> LawContent:
    """Return the extract of a whole report, in the active language."""
    standard, lang = coverage.standard, content.language
    wanted = {piece.question.key for row in coverage.rows for piece in row.pieces}
    numbers = {number_of(q, file.edition) for q in file.edition.questions if q.key in wanted}
    own = Section("", _("Over het bedrijf"), "bedrijf", content.profile.answers)
    every = [own, *(section for step in content.steps for section in step.sections)]
    sections = [
        replace(section, answers=tuple(one for one in section.answers if one.number in numbers))
        for section in every
    ]
    words = {"standard": standard.key, "year": content.year}
    title = _("Uittreksel %(standard)s %(year)s") % words
    return LawContent(
        report=replace(content, title=title, proof=proof_at(content.proof, numbers)),
        standard=standard.name.get(lang),
        reference=reference(standard, lang),
        facts=tuple(facts_of(standard, lang)),
        reasons=() if file.is_public else tuple(reasons_of(coverage, file, lang)),
        figures=tuple(figures_of(coverage)),
        clauses=clauses_grid(coverage, file, lang),
        elsewhere=tuple(Fact(key, title.get(lang)) for key, title in standard.elsewhere),
        sections=tuple(section for section in sections if section.answers),
        parts=frozenset(str(part) for row in standard.rows for part in row.parts),
    )


def proof_at(proof: Proof, numbers: Set[str]) -> Proof:
    """Return the documents that stand at these questions, each with only those questions."""
    papers = [
        replace(paper, questions=tuple(one for one in paper.questions if one.number in numbers))
        for paper in proof.papers
    ]
    return replace(proof, papers=tuple(paper for paper in papers if paper.questions))


def reference(standard: Standard, lang: str) -> str:
    """Return with reference to what it was made: never that it complies with it."""
    words = {"name": standard.name.get(lang), "version": standard.version.get(lang)}
    return _("Opgesteld met verwijzing naar: %(name)s (%(version)s).") % words


def facts_of(standard: Standard, lang: str) -> list[Fact]:
    """Return which text it is, since when it counts and who checked that."""
    checked = {"day": day(standard.checked_on, lang), "how": law_words.READINGS[standard.reading]}
    facts = [
        Fact(_("Tekst"), standard.version.get(lang)),
        Fact(_("Geldigheid"), law_words.validity(standard, lang)),
        Fact(_("Nagekeken"), _("%(day)s, %(how)s") % checked),
        Fact(_("Versie van de lijsten"), lists_version()),
    ]
    if standard.status:
        facts.insert(2, Fact(_("Stand"), standard.status.get(lang)))
    return [fact for fact in facts if fact.value]


def reasons_of(coverage: Coverage, file: FrozenFile, lang: str) -> list[Fact]:
    """Return whether the text touches the company, and its own answers on which that hangs."""
    answers = list(law_words.reasons(coverage.standard, file.situation, lang))
    words = {True: _("ja"), False: _("nee"), None: _("hangt af van het profiel")}
    return [Fact(_("Volgens het profiel"), words[coverage.applies]), *answers] if answers else []


def figures_of(coverage: Coverage) -> list[Figure]:
    """Return how many clauses stand in each state that occurs."""
    total = _("van %s") % len(coverage.rows)
    return [
        Figure(str(law_words.STATES[state]).capitalize(), str(coverage.counts[state]), total)
        for state in Covered
        if coverage.counts[state]
    ]


def clauses_grid(coverage: Coverage, file: FrozenFile, lang: str) -> Grid:
    """Return every clause with how far it is answered, and where in the extract that stands."""
    heads = (_("Onderdeel"), _("Waarover"), _("Stand"), _("Waar staat het antwoord"))
    columns = tuple(Column(head, width=w) for head, w in zip(heads, SHARES_OF_TABLE, strict=True))
    return Grid(columns, tuple(clause_row(row, file, lang) for row in coverage.rows))


def clause_row(row: Row, file: FrozenFile, lang: str) -> tuple[Cell, ...]:
    """Return one clause; its own days only where they differ from those of the text."""
    state = str(law_words.STATES[row.state])
    under = law_words.how_complete(row) if row.asked else ""
    notes = []
    if row.clause.is_partial:
        notes.append(_("een deel van wat dit onderdeel vraagt"))
    if row.clause.reading == "unsure":
        notes.append(_("onzeker"))
    return (
        Cell(row.clause.key),
        Cell(row.clause.title.get(lang), under=", ".join(notes)),
        Cell(state, under=under),
        Cell(where(row, file)),
    )


def where(row: Row, file: FrozenFile) -> str:
    """Return the numbers of the questions, and the parts with what they hold."""
    numbers = [number_of(piece.question, file.edition) for piece in row.pieces if piece.is_done]
    held = [law_words.held_in_words(each) for each in row.held if each.number]
    return " · ".join(filter(None, [", ".join(numbers), *held])) or "–"


def law_document(
    coverage: Coverage,
    file: FrozenFile,
    uses: Mapping[str, Sequence[EvidenceUse]],
    *,
    lang: str,
    made_from: str,
) -> dict[str, Any]:
    """Return the extract as JSON-ready data, in the active language.

    `docs/crosswalk.md` says what each field holds. The answers are those of the whole file that
    the standard touches, as the whole file's document has them.
    """
    standard = coverage.standard
    whole = document_of(file, uses, lang=lang, made_from=made_from)
    wanted = {piece.question.key for row in coverage.rows for piece in row.pieces}
    parts = {part for row in standard.rows for part in row.parts}
    return {
        "format": FORMAT,
        "version": VERSION,
        "language": lang,
        "variant": "public" if file.is_public else "full",
        "made_from": whole["made_from"],
        "company": whole["company"],
        "year": whole["year"],
        "statement": reference(standard, lang),
        "disclaimer": _("Dit uittreksel zegt niet dat het bedrijf aan de wet voldoet."),
        "standard": standard_facts(standard, lang),
        "applies": coverage.applies,
        "clauses": [clause_facts(row, lang) for row in coverage.rows],
        "elsewhere": [
            {"clause": key, "title": title.get(lang)} for key, title in standard.elsewhere
        ],
        "answers": [answer for answer in whole["answers"] if answer["question"] in wanted],
        "evidence": [
            {**paper, "questions": [key for key in paper["questions"] if key in wanted]}
            for paper in whole["evidence"]
            if not wanted.isdisjoint(paper["questions"])
        ],
        "chain": whole["chain"] if Part.CHAIN in parts else None,
        "risks": whole["risks"] if Part.RISKS in parts else [],
        "plan": whole["plan"] if Part.PLAN in parts else [],
        "remedy": whole["remedy"] if Part.REMEDY in parts else None,
    }


def standard_facts(standard: Standard, lang: str) -> dict[str, Any]:
    """Return what an extract says of the text itself."""
    return {
        "key": standard.key,
        "name": standard.name.get(lang),
        "version": standard.version.get(lang),
        "valid_from": standard.valid_from or None,
        "valid_until": standard.valid_until or None,
        "reading": standard.reading,
        "checked_on": standard.checked_on,
        "lists": lists_version(),
        "purposes": list(standard.purposes),
    }


def clause_facts(row: Row, lang: str) -> dict[str, Any]:
    """Return one clause with what answers it."""
    return {
        "clause": row.clause.key,
        "title": row.clause.title.get(lang),
        "valid_from": row.clause.valid_from or None,
        "valid_until": row.clause.valid_until or None,
        "reading": row.clause.reading,
        "state": str(row.state),
        "partial": row.clause.is_partial,
        "direct": row.is_direct,
        "done": row.done,
        "asked": row.asked,
        "questions": [piece.question.key for piece in row.pieces],
        "missing": [piece.question.key for piece in row.missing],
        "parts": {str(held.part): held.number for held in row.held},
    }
