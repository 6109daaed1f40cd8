"""The chain of one company's log, worked out again from its entries, apart from the database.

Each link is the SHA-256 of a JSON text: the hash before, the number in the chain, when the link
was made, and the entry. The database writes it (migration companies 0006), this module reads it
with its own code, so that a fault in one shows in the other. Findings are data; `sentence` puts
one into words.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

BEGINNING = "0" * 64
"""The hash before the first entry."""


class Entry(Protocol):
    """What the chain needs of an entry of the log."""

    id: UUID
    company_id: UUID
    at: datetime
    actor: UUID | None
    actor_name: str
    by_secretariat: bool
    verb: str
    goes_on: bool
    about: UUID | None
    names: Any
    data: Any
    salt: UUID | None
    seal: str


@dataclass(frozen=True, slots=True)
class Link:
    """The entry's place in the chain."""

    seq: int
    event_id: UUID
    made_at: datetime
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """How long a chain was on some day, and its last hash."""

    company_id: UUID
    seq: int
    hash: str


class Fault(StrEnum):
    """What can be wrong with a log."""

    GAP = "gap"
    REMOVED = "removed"
    ALTERED = "altered"
    INSERTED = "inserted"
    TWICE = "twice"
    NAMES = "names"
    CUT = "cut"
    REWRITTEN = "rewritten"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, at a number in the chain (None: outside it), about an entry or a head."""

    fault: Fault
    seq: int | None
    subject: str = ""


def link_hash(previous: str, seq: int, made_at: datetime, entry: Entry) -> str:
    """Return the hash that binds this entry to the one before."""
    parts = [
        previous,
        seq,
        instant(made_at),
        str(entry.id),
        str(entry.company_id),
        instant(entry.at),
        entry.actor and str(entry.actor),
        entry.by_secretariat,
        entry.verb,
        entry.goes_on,
        entry.about and str(entry.about),
        in_order(entry.data),
        entry.seal,
    ]
    return hash_of(parts)


def seal_of(entry: Entry) -> str:
    """Return what binds the names of an entry to it, while they are there."""
    return hash_of([str(entry.salt), entry.actor_name, in_order(entry.names)])


def hash_of(parts: list) -> str:
    """Return the SHA-256 of these parts as JSON."""
    return sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def instant(at: datetime) -> str:
    """Return a moment in UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def in_order(value: Any) -> Any:
    """Return JSON with its keys in the order of the database: the shortest first."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
        return {key: in_order(value[key]) for key in keys}
    return [in_order(one) for one in value] if isinstance(value, list) else value


def faults_of(
    links: Iterable[Link], entries: Mapping[UUID, Entry], heads: Iterable[Head] = ()
) -> Iterator[Finding]:
    """Yield everything that is wrong with one company's log, given what it once ended with."""
    links = list(links)
    seen: set[UUID] = set()
    previous, expected = BEGINNING, 1
    for link in links:
        if link.seq != expected:
            yield Finding(Fault.GAP, link.seq, str(link.seq - expected))
        yield from faults_at(link, entries.get(link.event_id), previous, seen)
        seen.add(link.event_id)
        previous, expected = link.hash, link.seq + 1
    for entry in sorted(entries.values(), key=lambda entry: (entry.at, entry.id)):
        if entry.id not in seen:
            yield Finding(Fault.INSERTED, None, str(entry.id))
    hashes = {link.seq: link.hash for link in links}
    for head in heads:
        if head.seq not in hashes:
            yield Finding(Fault.CUT, head.seq, head.hash)
        elif hashes[head.seq] != head.hash:
            yield Finding(Fault.REWRITTEN, head.seq, head.hash)


def faults_at(link: Link, entry: Entry | None, previous: str, seen: set[UUID]) -> Iterator[Finding]:
    """Yield what is wrong at one link."""
    if entry is None:
        yield Finding(Fault.REMOVED, link.seq, str(link.event_id))
        return
    if link.event_id in seen:
        yield Finding(Fault.TWICE, link.seq, str(link.event_id))
    if link_hash(previous, link.seq, link.made_at, entry) != link.hash:
        yield Finding(Fault.ALTERED, link.seq, str(link.event_id))
    if entry.salt is None:
        names_fit = not entry.actor_name and not entry.names
    else:
        names_fit = seal_of(entry) == entry.seal
    if not names_fit:
        yield Finding(Fault.NAMES, link.seq, str(link.event_id))
