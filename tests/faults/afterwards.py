"""What must be true afterwards, read from the database and the disk, past the product itself."""

import hashlib
import os
import time
from collections import Counter
from collections.abc import Iterable
from email import message_from_bytes
from pathlib import Path

from tests.faults.line import Line
from tests.faults.machine import Machine
from tests.faults.papers import is_same
from tests.faults.people import QUESTION, YEAR, Person

FILES = """
    SELECT c.slug, v.name, v.id::text, v.file, v.sha256, v.state, v.evidence_id::text,
        (SELECT count(*) FROM diligence_evidenceuse u
         JOIN diligence_assessment a ON a.id = u.assessment_id AND a.company_id = c.id
         JOIN diligence_cycle y ON y.id = a.cycle_id
         WHERE u.evidence_id = v.evidence_id AND u.question = %s AND y.year = %s)
    FROM diligence_evidenceversion v JOIN companies_company c ON c.id = v.company_id
"""
TWO_DAYS = 2 * 24 * 3600
A_SWEEP = 60.0


def saves_are_there(machine: Machine, people: list[Person]) -> None:
    """Each acknowledged text stands as the version it was acknowledged as, and stands once."""
    stored = machine.rows(
        "SELECT c.slug, r.version, r.explanation FROM diligence_answerrevision r "
        "JOIN companies_company c ON c.id = r.company_id WHERE r.question = %s",
        QUESTION,
    )
    acknowledged = [save for person in people for save in person.heard.saves]
    lost = set(acknowledged) - set(stored)
    double = [text for (_, text), n in Counter((c, t) for c, _, t in stored).items() if n > 1]
    assert acknowledged
    assert not lost, f"{len(lost)} of {len(acknowledged)} acknowledged saves are lost"
    assert not double


def reports_are_whole(machine: Machine, people: list[Person]) -> None:
    """Each acknowledged report is ready and its file is what was filed; no half file lies about."""
    rows = machine.rows(
        "SELECT c.slug, r.id::text, r.status, r.file, r.sha256 FROM diligence_progressreport r "
        "JOIN companies_company c ON c.id = r.company_id"
    )
    for _, _, status, file, sha256 in rows:
        assert status == "ready"
        assert sha256_of(machine.media / file) == sha256
    asked = {report for person in people for report in person.heard.reports}
    assert asked
    assert asked <= {(slug, pk) for slug, pk, *_ in rows}


def proofs_are_whole(machine: Machine, people: list[Person]) -> None:
    """Each acknowledged file is there once, whole, as it was sent, at its answer, in the log.

    What was sent without a yes is there just as whole, or not at all.
    """
    rows = machine.rows(FILES, QUESTION, YEAR)
    sent = {key: content for person in people for key, content in person.sent.items()}
    acknowledged = {proof for person in people for proof in person.heard.proofs}
    found = Counter((slug, name) for slug, name, *_ in rows)
    assert acknowledged
    assert acknowledged <= found.keys(), f"lost: {acknowledged - found.keys()}"
    assert found.keys() <= sent.keys()
    assert set(found.values()) == {1}, "a file that was sent twice is kept twice"
    for slug, name, _pk, file, sha256, state, _document, uses in rows:
        stored = (machine.media / file).read_bytes()
        assert hashlib.sha256(stored).hexdigest() == sha256
        assert is_same(name, sent[slug, name], stored), f"{name} is not what was sent"
        assert (state, uses) == ("clean", 1), name
    for verb in ("evidence.added", "evidence.linked"):
        told = machine.rows("SELECT data->>'pk' FROM companies_event WHERE verb = %s", verb)
        assert sorted(pk for (pk,) in told) == sorted(row[6] for row in rows), verb


def proofs_are_handed_out(machine: Machine, people: list[Person]) -> None:
    """The product gives each person back what they sent."""
    rows = machine.rows(FILES, QUESTION, YEAR)
    line_of = {
        company: person.line
        for person in people
        for company in {company for company, _ in person.sent}
    }
    sent = {key: content for person in people for key, content in person.sent.items()}
    for slug, name, pk, *_ in rows:
        line: Line = line_of[slug]
        reply = line.get(f"/companies/{slug}/evidence/files/{pk}/")
        assert reply.status == 200, reply.text[:300]
        assert is_same(name, sent[slug, name], reply.content), name


def nothing_lies_about(machine: Machine) -> int:
    """Upkeep finds every file that no row tells of, and no other; return how many there were.

    Broken uploads leave them; a day later they go. The day is put on the files' clocks.
    """
    known = {machine.media / row[3] for row in machine.rows(FILES, QUESTION, YEAR)}
    orphans = files_below(machine.media / "evidence") - known
    temporary = files_below(machine.uploads)
    age([*known, *orphans, *temporary])
    machine.tidy()
    machine.kill_one_process_of("web")
    until = time.monotonic() + A_SWEEP
    while left := (files_below(machine.media / "evidence") - known) | files_below(machine.uploads):
        machine.watch()
        assert time.monotonic() < until, f"nobody removes {left}"
        time.sleep(0.5)
    assert files_below(machine.media / "evidence") == known
    return len(orphans) + len(temporary)


def submitted_once(machine: Machine, people: list[Person]) -> None:
    """Each acknowledged submission is one snapshot and one line in the log."""
    submitted = {company for person in people for company in person.heard.submitted}
    for table, what in (
        ("diligence_snapshot", "kind = 'submitted'"),
        ("companies_event", "verb = 'file.submitted'"),
    ):
        found = machine.rows(
            f"SELECT c.slug, count(*) FROM {table} t JOIN companies_company c "
            f"ON c.id = t.company_id WHERE {what} GROUP BY c.slug"
        )
        assert dict(found) == dict.fromkeys(submitted, 1), table
    assert submitted


def mailed_once(machine: Machine, people: list[Person], mails: list[bytes]) -> None:
    """Each submission gave one receipt; a mailbox that knows a Message-ID shows none twice.

    The same mail may arrive again only when the worker died between the server's yes and its note.
    """
    names = [message_from_bytes(mail)["Message-ID"] for mail in mails]
    submitted = {company for person in people for company in person.heard.submitted}
    assert len(set(names)) == len(submitted)
    assert machine.rows("SELECT count(*) FROM queue_sentmail WHERE sent_at IS NULL") == [(0,)]
    doubtful = machine.said("worker").count("begun before")
    assert len(names) - len(set(names)) <= doubtful


def sha256_of(path: Path) -> str:
    """Return the hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def files_below(folder: Path) -> set[Path]:
    """Return every file in a folder, however deep."""
    return {path for path in folder.rglob("*") if path.is_file()}


def age(files: Iterable[Path]) -> None:
    """Make files two days older."""
    then = time.time() - TWO_DAYS
    for file in files:
        for path in (file, file.parent):
            os.utime(path, (then, then))
