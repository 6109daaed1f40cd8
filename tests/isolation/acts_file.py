"""Acts in a year's file: answers, notes, parts, proof, reports, and handing it in."""

import datetime

import pytest
from django.utils import timezone

from companies.services import reads
from diligence.models import (
    AnswerConflict,
    ColleagueNote,
    Cycle,
    Evidence,
    EvidenceVersion,
    ProgressReport,
)
from diligence.reports.laws import standard_with_rows
from diligence.services import (
    archives,
    assessments,
    codes,
    conflicts,
    cycles,
    evidence,
    evidence_files,
    exports,
    keeping,
    notes,
    parts,
    reports,
)
from diligence.services.answers import Entry, StaleAnswer, save_answer
from diligence.services.laws.extracts import export_law
from tests.isolation.acts import Act, Story
from tests.isolation.acts_review import EXTENDING, REVIEW
from tests.isolation.acts_sheets import SHEETS
from tests.uploads import good


def first_answer(story: Story) -> None:
    """Answer a question of another year that had no answer."""
    file = story.last_year
    question = file.edition.question("profile.fte")
    save_answer(file, question, Entry(value="12"), seen=0, by=story.editor)


def second_text(story: Story) -> None:
    """Let a colleague save a text who did not see the one that stands."""
    with pytest.raises(StaleAnswer):
        story.save("embed.breaches", "Anders dan u.", seen=0, by=story.colleague)


def choose(story: Story) -> None:
    """Let the colleague keep the first text."""
    conflicts.choose(
        AnswerConflict.objects.get(),
        story.file,
        conflicts.Choice.THEIRS,
        seen=1,
        made=conflicts.Merged(None, ""),
        by=story.colleague,
    )


def added(story: Story) -> None:
    """Put a document in the library."""
    upload = good.sent("beleid.pdf", good.pdf())
    evidence.add_evidence(story.company, upload, by=story.editor)


def stopped(story: Story) -> None:
    """Let a scanner find something in a version that waits."""
    waiting = EvidenceVersion.objects.order_by("number").last()
    EvidenceVersion.objects.filter(pk=waiting.pk).update(state="pending")
    evidence_files.settle(waiting.pk)


def erased(story: Story) -> None:
    """Let a removed document pass its month, and no frozen file name it."""
    Evidence.objects.update(removed_at=timezone.now() - datetime.timedelta(days=31))
    document = Evidence.objects.get()
    due = keeping.OfCompany(story.company.pk, document.pk)
    assert keeping.remove_evidence(due, timezone.now() - datetime.timedelta(days=30))


def report_of(story: Story) -> ProgressReport:
    return ProgressReport.objects.select_related("company", "snapshot").get()


def takes_part(*, is_in: bool) -> object:
    """Return an act that decides whether the company takes part in the year before."""

    def decide(story: Story) -> None:
        cycle = Cycle.objects.get(year=2025)
        reason = "Zo besloot het secretariaat."
        cycles.seat(story.company, cycle, is_in=is_in, reason=reason, by=story.secretariat)

    return decide


Q, PART, YEAR = "embed.policy", "1.1", 2026
ANSWERING: list[Act] = [
    ("cycle.excluded", takes_part(is_in=False)),
    ("cycle.included", takes_part(is_in=True)),
    (
        "file.opened",
        lambda s: assessments.open_year(s.company, Cycle.objects.get(year=2025), by=s.editor),
    ),
    ("answer.saved", first_answer),
    ("answer.saved", lambda s: s.save("embed.breaches", "Zo doen wij dat.", seen=1)),
    ("conflict.kept", second_text),
    ("conflict.resolved", choose),
    ("answer.emptied", lambda s: s.save("embed.breaches", None, seen=2, state="")),
    ("answer.saved", lambda s: s.save("embed.breaches", "Zo doen wij het nu.", seen=3)),
    ("note.left", lambda s: notes.leave_note(s.file, Q, "Bel even.", by=s.editor)),
    (
        "note.done",
        lambda s: notes.mark_done(ColleagueNote.objects.get(), s.file, by=s.colleague),
    ),
    ("part.assigned", lambda s: parts.assign(s.file, PART, s.colleague, by=s.admin)),
    ("part.unassigned", lambda s: parts.assign(s.file, PART, None, by=s.admin)),
    ("part.completed", lambda s: parts.declare_complete(s.file, PART, by=s.editor)),
    ("part.reopened", lambda s: parts.reopen(s.file, PART, by=s.editor)),
    ("evidence.added", added),
    (
        "evidence.version_added",
        lambda s: evidence.add_version(
            Evidence.objects.get(), good.sent("beleid.txt", good.TXT), by=s.editor
        ),
    ),
    (
        "evidence.changed",
        lambda s: evidence.change(
            Evidence.objects.get(), evidence.Details(title="Ons beleid"), by=s.editor
        ),
    ),
    ("evidence.linked", lambda s: evidence.link(s.file, Q, Evidence.objects.get(), by=s.editor)),
    (
        "evidence.unlinked",
        lambda s: evidence.unlink(s.file, Q, Evidence.objects.get(), by=s.editor),
    ),
    ("evidence.stopped", stopped),
    ("evidence.removed", lambda s: evidence.remove(Evidence.objects.get(), by=s.editor)),
    ("evidence.restored", lambda s: evidence.restore(Evidence.objects.get(), by=s.editor)),
    ("evidence.erased", erased),
    *SHEETS,
]
HANDING_IN: list[Act] = [
    *EXTENDING,
    ("report.requested", lambda s: reports.request_report(s.file, "nl", by=s.editor)),
    (
        "report.withdrawn",
        lambda s: codes.withdraw(report_of(s), "Een fout.", by=s.admin, year=YEAR),
    ),
    ("report.restored", lambda s: codes.restore(report_of(s), by=s.admin, year=YEAR)),
    ("file.exported", lambda s: exports.export_year(s.file, "json", "nl", by=s.editor)),
    (
        "law.exported",
        lambda s: export_law(s.file, standard_with_rows("csddd"), "json", "nl", by=s.editor),
    ),
    ("archive.requested", lambda s: archives.request_archive(s.company, "nl", by=s.admin)),
    *REVIEW,
    (
        "file.read",
        lambda s: reads.note_read(
            s.company, "diligence:overview", {"year": YEAR}, by=s.secretariat
        ),
    ),
]
