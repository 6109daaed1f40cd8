"""What is not finished, named openly: gaps, doubts and contradictions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diligence.framework.answers import Given, State
from diligence.framework.conditions import fires
from diligence.framework.facts import looks_at_facts
from diligence.framework.schema import Question, Rule
from diligence.reports.frozen import FrozenFile
from diligence.reports.shape import OpenGroup, OpenPoints, Pointer, Proof
from diligence.reports.words import anchor_of, number_of

Test = Callable[[Given | None], bool]


def with_state(state: State) -> Test:
    """Return a test for answers that were given in this state."""
    return lambda given: given is not None and given.state == state


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of open point: what it is called, what it means, which answers belong to it."""

    title: str | Promise
    meaning: str | Promise
    holds: Test


KINDS = (
    Kind(
        _("Nog niet ingevuld"),
        _("Deze vragen hebben nog geen antwoord."),
        lambda given: given is None,
    ),
    Kind(_("Later"), _("Het bedrijf schoof deze vragen door."), with_state(State.LATER)),
    Kind(
        _("Twijfel"),
        _("Het bedrijf gaf antwoord en vraagt het secretariaat om mee te kijken."),
        lambda given: given is not None and given.is_answered and given.unsure,
    ),
    Kind(
        _("Weet ik niet"),
        _("Het bedrijf weet het antwoord nog niet en zegt dat."),
        with_state(State.DONT_KNOW),
    ),
    Kind(
        _("Niet van toepassing"),
        _("De reden staat bij de vraag."),
        with_state(State.NOT_APPLICABLE),
    ),
)


def open_points(file: FrozenFile, proof: Proof, lang: str) -> OpenPoints:
    """Return everything that a reader should know is not settled, kind by kind."""
    groups = (*_contradictions(file, lang), *_kinds(file, lang), *_proof(file, proof, lang))
    lead = (
        _("Dit is niet af, of vraagt om een tweede blik. Bij elke vraag staat de bladzijde.")
        if groups
        else _("Alle vragen zijn beantwoord, zonder twijfel en zonder tegenspraak.")
    )
    return OpenPoints(lead=str(lead), groups=groups)


def questions_where(file: FrozenFile, holds: Test) -> list[Question]:
    """Return the shown questions whose answer passes this test, in order."""
    return [
        question
        for question in file.edition.questions
        if question.key in file.situation.shown and holds(file.given(question.key))
    ]


def contradictions_in(file: FrozenFile) -> list[Rule]:
    """Return the rules whose answers contradict each other.

    Nobody outside is told: it is for the company and the secretariat to settle.
    """
    if file.is_public:
        return []
    return [rule for rule in file.edition.rules if fires(rule, file.situation)]


def pointer(question: Question, file: FrozenFile, text: str) -> Pointer:
    """Return a line of a list that leads to this question."""
    return Pointer(text, number_of(question, file.edition), anchor_of(question.key))


def _kinds(file: FrozenFile, lang: str) -> Iterator[OpenGroup]:
    for kind in KINDS:
        found = questions_where(file, kind.holds)
        if found:
            listed = tuple(pointer(each, file, each.text.get(lang)) for each in found)
            yield OpenGroup(str(kind.title), str(kind.meaning), listed)


def _proof(file: FrozenFile, proof: Proof, lang: str) -> Iterator[OpenGroup]:
    """Return the levels without a document, and the documents that do not hold any more."""
    if lacking := [q for q in file.edition.questions if q.key in proof.lacking]:
        listed = tuple(pointer(each, file, each.text.get(lang)) for each in lacking)
        meaning = _("Bij dit niveau hoort een document. Het staat er niet bij.")
        yield OpenGroup(str(_("Bewijs ontbreekt")), str(meaning), listed)
    if expired := [paper for paper in proof.papers if paper.is_expired]:
        points = tuple(
            Pointer(f"{each.name}, {each.validity}", str(each.number), each.anchor)
            for each in expired
        )
        meaning = _("Deze documenten golden niet meer toen het dossier werd vastgelegd.")
        yield OpenGroup(str(_("Bewijs is verlopen")), str(meaning), points)


def _contradictions(file: FrozenFile, lang: str) -> Iterator[OpenGroup]:
    fired = contradictions_in(file)
    beside = [rule for rule in fired if looks_at_facts(rule)]
    among = [rule for rule in fired if rule not in beside]
    kinds = (
        (_("Antwoorden die elkaar tegenspreken"), among),
        (_("Keten, risico’s en acties die niet af zijn of niet passen"), beside),
    )
    for title, rules in kinds:
        if rules:
            listed = tuple(_of_rule(rule, file, lang) for rule in rules)
            yield OpenGroup(str(title), str(_("Het secretariaat ziet dezelfde lijst.")), listed)


def _of_rule(rule: Rule, file: FrozenFile, lang: str) -> Pointer:
    text = rule.message.get(lang)
    shown = [key for key in rule.goes_to if key in file.situation.shown]
    return pointer(file.edition.question(shown[0]), file, text) if shown else Pointer(text)
