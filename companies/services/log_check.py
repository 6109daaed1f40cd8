"""Whether a company's log is whole: every entry as it was, in its order, and none gone."""

import re
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import connection

from companies.log.chain import Fault, Finding, Head, Link, faults_of
from companies.models import Company, Event

HEAD = re.compile(r"^\s*([0-9a-f-]{36})\s+(\d+)\s+([0-9a-f]{64})\s*$", re.MULTILINE)

SENTENCES = {
    Fault.GAP: "Before entry {seq}, {subject} links are missing.",
    Fault.REMOVED: "Entry {seq} ({subject}) was removed.",
    Fault.ALTERED: "Entry {seq} ({subject}) was altered, or is not where it was written.",
    Fault.INSERTED: "An entry ({subject}) was put in beside the chain.",
    Fault.TWICE: "Entry {seq} ({subject}) stands in the chain twice.",
    Fault.NAMES: "At entry {seq} ({subject}) the names were altered.",
    Fault.CUT: "The log once had an entry {seq} with head {subject}; it ends before that now.",
    Fault.REWRITTEN: "Entry {seq} once had head {subject}; the log was written anew.",
}


def check_log(company: Company, heads: Iterable[Head] = ()) -> list[Finding]:
    """Return what is wrong with this company's log; nothing when it is whole.

    `heads` are values that left the system earlier. Must run in the company's scope. What is
    written while this reads is left for the next time. Three statements.
    """
    links = list(links_of())
    entries = {event.pk: event for event in Event.objects.for_company(company)}
    known = {link.event_id for link in links}
    for link in links_of():
        if link.event_id not in known:
            entries.pop(link.event_id, None)
    own = [head for head in heads if head.company_id == company.pk]
    return list(faults_of(links, entries, own))


def links_of() -> Iterator[Link]:
    """Yield the links of the company whose scope is open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, event_id, made_at, hash FROM convenant.log_links()")
        for row in cursor:
            yield Link(*row)


def head_of(company: Company) -> Head | None:
    """Return where this company's log ends now; None before its first entry. In its scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM convenant.log_head()")
        row = cursor.fetchone()
    return Head(company.pk, *row) if row else None


def heads_in(text: str) -> list[Head]:
    """Return the heads in a mail or file; every other line of it is passed over."""
    return [Head(UUID(company), int(seq), value) for company, seq, value in HEAD.findall(text)]


def sentence(finding: Finding) -> str:
    """Return a finding in words."""
    return SENTENCES[finding.fault].format(seq=finding.seq, subject=finding.subject)
