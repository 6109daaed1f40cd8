"""The proof of a report: each document once, in the order of the questions, and where it stands."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diligence.framework.answer_text import paragraphs
from diligence.framework.catalogues import catalogue
from diligence.framework.conditions import claims_proof
from diligence.framework.schema import Question
from diligence.reports.frozen import FrozenFile
from diligence.reports.open_points import pointer
from diligence.reports.shape import Paper, Proof
from diligence.reports.words import day, grouped

Frozen = Mapping
"""A document as a snapshot keeps it."""


def proof(file: FrozenFile, lang: str) -> Proof:
    """Return every document that stands at a question of this company, and at which questions.

    A document that stands at hidden questions only is left out, as their answers are.
    """
    standing = list(in_order(file))
    papers = [paper(each, asked, file, lang, n) for n, (each, asked) in enumerate(standing, 1)]
    at: dict[str, list[Paper]] = {}
    for one, (_frozen, asked) in zip(papers, standing, strict=True):
        for question in asked:
            at.setdefault(question.key, []).append(one)
    return Proof(
        lead=lead(papers, answers=len(at), is_public=file.is_public),
        papers=tuple(papers),
        at={key: tuple(found) for key, found in at.items()},
        lacking=frozenset(question.key for question in shown(file) if lacks(question, file, at)),
    )


def in_order(file: FrozenFile) -> Iterator[tuple[Frozen, list[Question]]]:
    """Yield each document with its shown questions, in the order of the first of them."""
    places = {question.key: place for place, question in enumerate(shown(file))}
    questions = list(shown(file))
    found = []
    for document in file.evidence:
        here = sorted(places[key] for key in document["questions"] if key in places)
        if here:
            found.append((here, document))
    found.sort(key=lambda pair: pair[0][0])
    yield from ((document, [questions[place] for place in here]) for here, document in found)


def shown(file: FrozenFile) -> Iterator[Question]:
    """Yield the questions that the company got."""
    return (q for q in file.edition.questions if q.key in file.situation.shown)


def lacks(question: Question, file: FrozenFile, at: Mapping) -> bool:
    """Tell whether a level was chosen that a document has to show, and none does.

    In the public variant nothing lacks: the document may be a confidential one.
    """
    if file.is_public:
        return False
    return question.key not in at and claims_proof(question, file.situation)


def paper(
    frozen: Frozen, asked: Sequence[Question], file: FrozenFile, lang: str, number: int
) -> Paper:
    """Return a document as the report shows it.

    Of a confidential one the kind alone: no title, no description, no name of its file, for that
    is what the company was promised. Typed words are taken to be in the language of the answer.
    """
    is_hidden = frozen["confidential"]
    kind = kind_of(frozen["kind"], lang)
    last_day = frozen["valid_until"]
    is_expired = bool(last_day) and date.fromisoformat(last_day) < file.situation.today
    return Paper(
        number=number,
        anchor=f"bewijs-{number}",
        name=(kind or _("Document")) if is_hidden else frozen["title"],
        kind="" if is_hidden else kind,
        lang="" if is_hidden else file.language_of(asked[0].key),
        description=() if is_hidden else paragraphs(frozen["description"]),
        validity=validity(last_day, lang, is_expired=is_expired),
        is_expired=is_expired,
        is_confidential=is_hidden,
        file=file_words(frozen["file"], lang, is_hidden=is_hidden),
        hash=grouped(frozen["file"]["sha256"]),
        questions=tuple(pointer(each, file, each.text.get(lang)) for each in asked),
    )


def file_words(stored: Frozen, lang: str, *, is_hidden: bool) -> str:
    """Return which file it is; what was frozen before the day was kept tells no day."""
    is_hidden = is_hidden or not stored["name"]
    parts = [] if is_hidden else [stored["name"]]
    parts.append(_("versie %(number)s") % {"number": stored["number"]})
    if added_on := stored.get("added_on"):
        parts.append(_("toegevoegd op %(day)s") % {"day": day(added_on, lang)})
    told = ", ".join(parts)
    return capfirst(told) if is_hidden else told


def kind_of(code: str, lang: str) -> str:
    """Return what a kind of proof is called; empty when nobody said what it is."""
    known = catalogue("evidence_types").get(code)
    return known.text.get(lang) if known else ""


def validity(last_day: str | None, lang: str, *, is_expired: bool) -> str:
    """Return until when a document holds; empty when it has no last day."""
    if not last_day:
        return ""
    words = {"day": day(last_day, lang)}
    if is_expired:
        return _("verlopen: gold tot en met %(day)s") % words
    return _("geldig tot en met %(day)s") % words


def lead(papers: Sequence[Paper], *, answers: int, is_public: bool = False) -> str:
    """Return how much proof there is, and how much of it does not hold any more."""
    if not papers and is_public:
        return _("Er is geen bewijs dat iedereen mag zien.")
    if not papers:
        return _("Bij geen enkel antwoord is bewijs toegevoegd.")
    said = [_documents(len(papers), answers)]
    if expired := sum(one.is_expired for one in papers):
        sentence = ngettext(
            "Eén daarvan was verlopen op de dag waarop het dossier is vastgelegd.",
            "%(n)s daarvan waren verlopen op de dag waarop het dossier is vastgelegd.",
            expired,
        )
        said.append(sentence % {"n": expired})
    if is_public:
        said.append(_("Vertrouwelijk bewijs staat niet in deze openbare versie."))
    return " ".join(said)


def _documents(count: int, answers: int) -> str:
    if count == 1:
        sentence = ngettext(
            "Eén document staat als bewijs bij één antwoord.",
            "Eén document staat als bewijs bij %(answers)s antwoorden.",
            answers,
        )
    else:
        sentence = ngettext(
            "%(n)s documenten staan als bewijs bij één antwoord.",
            "%(n)s documenten staan als bewijs bij %(answers)s antwoorden.",
            answers,
        )
    return sentence % {"n": count, "answers": answers}
