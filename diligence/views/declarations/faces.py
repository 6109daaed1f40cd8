"""What a declaration looks like: from what was read to words for the template."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diligence.models import Declaration
from diligence.services.declarations import words
from diligence.services.declarations.overview import CHANGED, NEW, Overview
from diligence.smelters.shape import Declared, Finding, Smelter
from diligence.views.faces.status import Status

State = Declaration.State
STATES: dict[str, tuple[str, str]] = {
    State.WAITING: ("", "clock"),
    State.READING: ("brand", "loader-circle"),
    State.REFUSED: ("err", "circle-x"),
    State.FAILED: ("err", "circle-alert"),
    State.PREVIEW: ("accent", "circle-help"),
    State.ACCEPTED: ("ok", "check"),
    State.REPLACED: ("", "history"),
    State.DROPPED: ("", "circle-slash"),
    State.UNDONE: ("", "undo-2"),
}
STANDINGS = {
    "conformant": ("ok", "badge-check"),
    "active": ("brand", "clock"),
    "none": ("warn", "circle-alert"),
    "unknown": ("warn", "circle-help"),
    "other_mineral": ("err", "triangle-alert"),
    "without": ("", "circle-minus"),
}
TONES = {
    "contradiction": ("err", "triangle-alert"),
    "gap": ("ask", "circle-alert"),
    "note": ("info", "info"),
}
MOST_CELLS = 8


def state_of(declaration: Declaration) -> Status:
    """Return where a declaration stands, as a pill."""
    return Status(declaration.get_state_display().capitalize(), *STATES[declaration.state])


@dataclass(frozen=True, slots=True)
class FindingFace:
    """One thing to know, with where to look in the workbook."""

    text: str
    about: str
    cells: str


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Things to know of one kind."""

    title: str
    tone: str
    icon: str
    findings: Sequence[FindingFace]


def finding_groups(findings: Sequence[Finding]) -> list[FindingGroup]:
    """Return what to know, gravest first; a group without findings is left out."""
    titles = {
        "contradiction": _("Dit spreekt elkaar tegen"),
        "gap": _("Dit ontbreekt of is niet te lezen"),
        "note": _("Goed om te weten"),
    }
    groups = []
    for severity, title in titles.items():
        mine = [finding_face(one) for one in findings if one.severity == severity]
        if mine:
            groups.append(FindingGroup(title, *TONES[severity], mine))
    return groups


def finding_face(finding: Finding) -> FindingFace:
    """Return one thing to know in words."""
    cells = list(finding.cells)
    shown = ", ".join(cells[:MOST_CELLS])
    if len(cells) > MOST_CELLS:
        shown += "…"
    text = ngettext("cel %(cells)s", "cellen %(cells)s", len(cells)) % {"cells": shown}
    about = words.mineral_name(finding.about) if finding.about else ""
    return FindingFace(words.finding_in_words(finding), about, text if cells else "")


@dataclass(frozen=True, slots=True)
class AnswerFace:
    """One answer, with what it was last time when that differs."""

    question: str
    answer: str
    before: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class MineralFace:
    """What a declaration says of one mineral."""

    name: str
    summary: str
    state: Status
    answers: Sequence[AnswerFace]
    changed: int


def mineral_faces(overview: Overview) -> list[MineralFace]:
    """Return what it says per mineral; those that are in the product come first."""
    before = {(one.mineral, one.subject): one.before for one in overview.difference.answers}
    counts: dict[str, int] = {}
    for smelter in overview.read.smelters:
        counts[smelter.mineral] = counts.get(smelter.mineral, 0) + 1
    faces = [mineral_face(one, before, counts) for one in overview.read.minerals]
    return sorted(faces, key=lambda one: one.state.tone != "brand")


def mineral_face(one: Declared, before: dict, counts: dict[str, int]) -> MineralFace:
    """Return what it says of one mineral."""
    name = one.mineral or one.label
    answers = [
        AnswerFace(
            str(words.SUBJECTS[subject]),
            words.answer_in_words(subject, answer),
            was(before, name, subject),
            answer.remark,
        )
        for subject, answer in one.answers.items()
        if answer.value or one.is_in_scope or (name, subject) in before
    ]
    return MineralFace(
        name=words.mineral_name(name),
        summary=summary_of(one, counts.get(one.mineral, 0)),
        state=scope_of(one),
        answers=answers,
        changed=sum(1 for answer in answers if answer.before),
    )


def was(before: dict, name: str, subject: str) -> str:
    """Return what an answer was last time, in words; empty when it is the same."""
    value = before.get((name, subject))
    return "" if value is None else words.value_in_words(subject, value)


def scope_of(one: Declared) -> Status:
    """Return whether a mineral is in the product."""
    if one.is_in_scope:
        return Status(_("In het product"), "brand", "circle-dot")
    if one.is_denied:
        return Status(_("Niet in het product"), "", "circle-minus")
    return Status(_("Niet duidelijk"), "warn", "circle-help")


def summary_of(one: Declared, count: int) -> str:
    """Return the line under a mineral's name: how many smelters, and who answered."""
    text = ngettext("%(n)s smelterij", "%(n)s smelterijen", count) % {"n": count}
    share = one.answers.get("share")
    if share is None or not one.is_in_scope:
        return text
    said = words.answer_in_words("share", share)
    return _("%(smelters)s · van hun leveranciers antwoordde: %(share)s") % {
        "smelters": text,
        "share": said,
    }


@dataclass(frozen=True, slots=True)
class SmelterFace:
    """One smelter of the list."""

    name: str
    facts: str
    flags: Sequence[Status] = field(default_factory=tuple)


def smelter_face(smelter: Smelter, overview: Overview, news: str) -> SmelterFace:
    """Return a smelter in words; `news` is new, changed or gone."""
    flags = []
    if news == "gone":
        flags.append(Status(_("Niet meer genoemd"), "", "circle-slash"))
    elif news == NEW:
        flags.append(Status(_("Nieuw"), "accent", "plus"))
    elif news == CHANGED:
        flags.append(Status(_("Gewijzigd"), "accent", "pencil"))
    if smelter.kind in words.KINDS and smelter.kind != "not_identified":
        flags.append(Status(str(words.KINDS[smelter.kind]).capitalize(), "warn", "circle-help"))
    standing = overview.standing_of(smelter)
    if smelter.kind == "listed":
        word = str(words.STANDINGS[standing]).capitalize()
        flags.append(Status(word, *STANDINGS[standing]))
    return SmelterFace(smelter_name(smelter), facts_of(smelter), tuple(flags))


def smelter_name(smelter: Smelter) -> str:
    """Return a smelter's name, or what stands instead of one."""
    if smelter.kind == "not_identified":
        return _("Smelterij nog niet bekend")
    return smelter.name or smelter.id or _("Smelterij zonder naam")


def facts_of(smelter: Smelter) -> str:
    """Return what is known of a smelter, in one line."""
    mineral = words.mineral_name(smelter.mineral) if smelter.mineral else smelter.label
    country = words.country_name(smelter.country) or smelter.country_as_written
    mines = ""
    if smelter.mines:
        mines = _("mijn: %(mines)s") % {"mines": smelter.mines}
    origin = ", ".join(words.country_name(code) for code in smelter.mine_countries)
    if origin:
        origin = _("erts uit: %(countries)s") % {"countries": origin}
    recycled = _("alles gerecycled") if smelter.recycled == "yes" else ""
    source = ""
    if smelter.details_from in ("workbook", "reference"):
        source = _("opgezocht met het nummer")
    identifier = smelter.id if smelter.name else ""
    facts = (mineral, country, identifier, mines, origin, recycled, source)
    return " · ".join(one for one in (*facts, words.rows_in_words(smelter.rows)) if one)
