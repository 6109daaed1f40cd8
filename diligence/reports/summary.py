"""One page for who has no time: where the company stands, what changed, what is not finished."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diligence.framework.answers import State
from diligence.framework.next_steps import NextStep, next_steps
from diligence.reports import drawings
from diligence.reports.changes import changes
from diligence.reports.comparison import Comparison
from diligence.reports.frozen import FrozenFile
from diligence.reports.open_points import (
    contradictions_in,
    pointer,
    questions_where,
    with_state,
)
from diligence.reports.origin import documented_lines
from diligence.reports.shape import Figure, Pointer, Proof, Summary
from diligence.reports.words import points

ASSESSMENTS, REGISTER = "identify.assessments", "remedy.register"
DONE_LEVEL = 3
STEPS_TOLD = 2
MOST_FIGURES = 4
OPEN_CHAPTER = "open"


def summary(comparison: Comparison, proof: Proof, lang: str) -> Summary:
    """Return the page."""
    file = comparison.now
    return Summary(
        lead=lead(comparison, lang),
        scale=drawings.scale(comparison, lang),
        steps=drawings.steps(comparison, lang),
        figures=tuple(figures(file, proof))[:MOST_FIGURES],
        changes=tuple(changes(comparison, lang)),
        unfinished=tuple(unfinished(file, proof)),
        next_steps=tuple(most_telling_steps(file, lang)),
    )


def lead(comparison: Comparison, lang: str) -> str:
    """Return the conclusion in two or three sentences."""
    file = comparison.now
    percent, band = file.score.percent, file.score.band
    if not file.situation.given:
        return _("Er is nog niets ingevuld. Dit verslag laat zien welke vragen er zijn.")
    if percent is None or band is None:
        return _("Er is nog geen score: geen enkele vraag telt mee.")
    words = {"score": points(percent, lang), "band": band.name.get(lang)}
    said = [_("De score is %(score)s van de 100 punten: band ‘%(band)s’.") % words]
    if comparison.percent is not None:
        former = {"year": comparison.year, "score": points(comparison.percent, lang)}
        if comparison.bridge is None:
            said.append(_("In %(year)s was dat %(score)s.") % former)
        else:
            former["own"] = points(comparison.bridge.own.percent, lang)
            said.append(
                _(
                    "In %(year)s was dat %(own)s met de rekenregel van toen, en %(score)s met die "
                    "van nu."
                )
                % former
            )
    if file.expected is not None:
        said.append(_against_target(percent, file.expected))
    return " ".join(said)


def _against_target(percent: Decimal, expected: int) -> str:
    if percent >= expected:
        return _("Verwacht wordt %(expected)s of meer: gehaald.") % {"expected": expected}
    return _("Verwacht wordt %(expected)s of meer: nog niet gehaald.") % {"expected": expected}


def figures(file: FrozenFile, proof: Proof) -> Iterator[Figure]:
    """Return key figures, the most telling first; those that were not asked are left out."""
    progress = file.progress
    label = _("Vragen beantwoord")
    if proof.at:
        label = _("Vragen beantwoord, met bewijs bij %(n)s") % {"n": len(proof.at)}
    yield Figure(label, str(progress.settled), _("van %s") % progress.asked)
    counted = [question for question in file.score.questions if question.counts]
    high = sum((question.level or 0) >= DONE_LEVEL for question in counted)
    label = _("Vragen op niveau %(level)s of hoger") % {"level": DONE_LEVEL}
    yield Figure(label, str(high), _("van %s") % len(counted))
    documented, lines = documented_lines(file)
    if lines:
        label = _("Regels met een document over de herkomst")
        yield Figure(label, str(documented), _("van %s") % lines)
    if assessed := len(file.rows(ASSESSMENTS)):
        yield Figure(_("Bedrijven of locaties onderzocht"), str(assessed))
    if complaints := file.rows(REGISTER):
        received = sum(Decimal(row.get("received", "0")) for row in complaints)
        yield Figure(_("Klachten ontvangen"), f"{received:f}")


def unfinished(file: FrozenFile, proof: Proof) -> Iterator[Pointer]:
    """Return how much is not settled, as sentences that lead to the list."""
    counted = list(_counts(file)) or [_("Alle vragen zijn beantwoord.")]
    for text in (*counted, *_proof(proof), *_lowest_step(file)):
        yield Pointer(text, anchor=OPEN_CHAPTER)


def _counts(file: FrozenFile) -> Iterator[str]:
    asked, open_ones = file.progress.asked, file.progress.open
    if clashes := len(contradictions_in(file)):
        yield _told(
            clashes,
            ngettext(
                "%(n)s tegenspraak tussen antwoorden.",
                "%(n)s tegenspraken tussen antwoorden.",
                clashes,
            ),
        )
    if open_ones:
        sentence = ngettext(
            "%(n)s van de %(asked)s vragen is niet ingevuld.",
            "%(n)s van de %(asked)s vragen zijn niet ingevuld.",
            open_ones,
        )
        yield sentence % {"n": open_ones, "asked": asked}
    yield from _honest_answers(file)


def _honest_answers(file: FrozenFile) -> Iterator[str]:
    if later := file.progress.later:
        yield _told(
            later,
            ngettext(
                "%(n)s vraag is doorgeschoven naar later.",
                "%(n)s vragen zijn doorgeschoven naar later.",
                later,
            ),
        )
    if unsure := file.progress.unsure:
        yield _told(
            unsure,
            ngettext(
                "Bij %(n)s antwoord twijfelt het bedrijf.",
                "Bij %(n)s antwoorden twijfelt het bedrijf.",
                unsure,
            ),
        )
    if unknown := len(questions_where(file, with_state(State.DONT_KNOW))):
        yield _told(
            unknown,
            ngettext(
                "%(n)s antwoord is “weet ik niet”.",
                "%(n)s antwoorden zijn “weet ik niet”.",
                unknown,
            ),
        )


def _proof(proof: Proof) -> Iterator[str]:
    if lacking := len(proof.lacking):
        yield _told(
            lacking,
            ngettext(
                "Bij %(n)s antwoord ontbreekt bewijs.",
                "Bij %(n)s antwoorden ontbreekt bewijs.",
                lacking,
            ),
        )
    if expired := sum(paper.is_expired for paper in proof.papers):
        yield _told(
            expired,
            ngettext(
                "%(n)s bewijsstuk is verlopen.", "%(n)s bewijsstukken zijn verlopen.", expired
            ),
        )


def _told(count: int, sentence: str) -> str:
    return sentence % {"n": count}


def _lowest_step(file: FrozenFile) -> Iterator[str]:
    scored = [(step.percent, step) for step in file.score.steps if step.percent is not None]
    if not file.situation.given or not scored:
        return
    percent, low = min(scored, key=lambda pair: pair[0])
    yield _("Stap %(number)s heeft de laagste score: %(score)s van 100.") % {
        "number": low.step.number,
        "score": percent.quantize(Decimal(1), ROUND_HALF_UP),
    }


def most_telling_steps(file: FrozenFile, lang: str, count: int = STEPS_TOLD) -> Iterator[Pointer]:
    """Return what would bring most points for the least time; nothing for an empty file.

    It is advice to the company, so the public variant has none.
    """
    if file.is_public or not file.situation.given:
        return
    steps = next_steps(file.edition, file.answers, count, today=file.situation.today)
    for step in steps:
        yield pointer(step.question, file, _step(step, lang))


def _step(step: NextStep, lang: str) -> str:
    words = {
        "from": step.from_level,
        "to": step.to_level,
        "gain": points(step.gain, lang),
        "question": step.question.text.get(lang),
    }
    if step.only_answer:
        return _("Beantwoord “%(question)s” Elk niveau geeft %(gain)s punten.") % words
    if step.measure is None:
        return _("%(question)s Van niveau %(from)s naar %(to)s: %(gain)s punten erbij.") % words
    words["act"] = step.measure.title.get(lang)
    return _("%(act)s: van niveau %(from)s naar %(to)s, %(gain)s punten erbij.") % words
