"""How the report was made: from which content, by which rule, and how the score adds up."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from diligence.framework.scoring import QuestionScore, Score, Standing, points_of_100
from diligence.reports.comparison import Comparison
from diligence.reports.frozen import FrozenFile
from diligence.reports.grids import with_widths
from diligence.reports.shape import Cell, Column, Fact, Grid, Method, Stamp
from diligence.reports.words import GROUP, clock, day, grouped, number_of, points

LANGUAGES = {"nl": "Nederlands", "en": "English"}


def method(
    comparison: Comparison, stamp: Stamp, *, code: str, lang: str, template_version: str
) -> Method:
    """Return the chapter that lets anyone trace a figure to an answer and a rule."""
    file = comparison.now
    facts = [*_origin_facts(comparison, stamp, lang), *_rule_facts(file)]
    facts.append(Fact(_("Opmaak"), template_version))
    if file.is_public:
        facts.append(Fact(_("Versie"), _("Openbaar: niet alles staat erin")))
    facts.append(Fact(_("Taal van dit verslag"), LANGUAGES[lang]))
    return Method(
        code=code,
        hash=grouped(file.sha256),
        facts=tuple(facts),
        rules=tuple(_rules(comparison, lang)),
        steps=_steps(file.score, lang),
        questions=_questions(file, lang),
    )


def _origin_facts(comparison: Comparison, stamp: Stamp, lang: str) -> Iterator[Fact]:
    file = comparison.now
    moment = {"day": day(file.made_at, lang), "time": clock(file.made_at)}
    yield Fact(_("Vastgelegd"), _("%(day)s, %(time)s uur") % moment)
    yield Fact(_("Stand"), stamp.sentence)
    questionnaire = {"title": file.edition.title.get(lang), "code": file.edition.code}
    yield Fact(_("Vragenlijst"), _("%(title)s, uitgave %(code)s") % questionnaire)
    yield Fact(_("Vingerafdruk van de vragenlijst"), " ".join(grouped(file.edition.hash)))
    before = comparison.before
    if before is None:
        yield Fact(_("Vergeleken met"), _("Geen eerder jaar"))
    else:
        words = {"year": before.year, "hash": before.sha256[:GROUP]}
        yield Fact(_("Vergeleken met"), _("%(year)s, vingerafdruk %(hash)s…") % words)


def _rule_facts(file: FrozenFile) -> Iterator[Fact]:
    words = {"rule": file.score.rule, "version": file.score.version}
    yield Fact(_("Rekenregel"), _("%(rule)s, versie %(version)s") % words)


def _rules(comparison: Comparison, lang: str) -> Iterator[str]:
    """Return the scoring rule in plain sentences, from the edition's own header."""
    file = comparison.now
    scoring = file.edition.scoring
    scale = {"most": scoring.highest_level}
    yield _("Een antwoord op niveau 0 tot en met %(most)s telt als niveau maal gewicht.") % scale
    yield _("De score is het aantal punten, gedeeld door het hoogste aantal dat kon.")
    yield _("“Weet ik niet” telt als niveau %(level)s.") % {"level": scoring.dont_know_counts_as}
    if not scoring.not_applicable_counts:
        yield _("Wat niet van toepassing is, telt niet mee in de som.")
    yield _("Wat niet is ingevuld of is doorgeschoven, telt als 0 punten.")
    yield _("Wat verwacht wordt, volgt uit grootte en deelnamejaar. Het verandert de score niet.")
    if comparison.is_rescored and comparison.before is not None:
        own = {"year": comparison.year, "score": points(comparison.before.score.percent, lang)}
        yield (
            _(
                "In %(year)s gold een andere rekenregel; daarmee was de score %(score)s. "
                "Om te kunnen vergelijken is dat jaar hier met de regel van nu berekend."
            )
            % own
        )


def _steps(score: Score, lang: str) -> Grid:
    heads = (
        Column(_("Stap")),
        Column(_("Punten"), is_number=True),
        Column(_("Hoogst mogelijk"), is_number=True),
        Column(_("Score van de stap"), is_number=True),
        Column(_("Deel van het totaal"), is_number=True),
    )
    shares = points_of_100(score)
    rows = [
        (
            Cell(f"{step.step.number} {step.step.title.get(lang)}"),
            *_numbers(step.points, step.maximum),
            Cell(points(step.percent, lang), is_number=True),
            Cell(points(shares.get(step.step.key), lang), is_number=True),
        )
        for step in score.steps
    ]
    total = points(score.percent, lang)
    sums = (*_numbers(score.points, score.maximum), Cell(total, is_number=True))
    rows.append((Cell(_("Totaal")), *sums, Cell(total, is_number=True)))
    return Grid(with_widths(heads, rows), tuple(rows), has_total=True)


def _questions(file: FrozenFile, lang: str) -> Grid:
    heads = (
        Column(_("Nummer")),
        Column(_("Vraag")),
        Column(_("Niveau")),
        Column(_("Gewicht"), is_number=True),
        Column(_("Punten"), is_number=True),
        Column(_("Hoogst mogelijk"), is_number=True),
    )
    shown = [each for each in file.score.questions if each.standing != Standing.HIDDEN]
    rows = tuple(_question(each, file, lang) for each in shown)
    return Grid(with_widths(heads, rows), rows)


def _question(scored: QuestionScore, file: FrozenFile, lang: str) -> tuple[Cell, ...]:
    level = {
        Standing.LEVEL: str(scored.level),
        Standing.DONT_KNOW: _("Weet ik niet"),
        Standing.OPEN: _("Niet ingevuld"),
        Standing.LATER: _("Later"),
        Standing.NOT_APPLICABLE: _("Niet van toepassing"),
    }[Standing(scored.standing)]
    return (
        Cell(number_of(scored.question, file.edition)),
        Cell(scored.question.text.get(lang)),
        Cell(level),
        *_numbers(scored.weight, scored.points, scored.maximum),
    )


def _numbers(*values: int) -> tuple[Cell, ...]:
    return tuple(Cell(str(value), is_number=True) for value in values)
