"""Figures are made from the files that are accepted now, through the gate, and fixed as a release.

Nobody else calls the gate. One release is made at a time: what another one is about to publish
counts as published, also while it only waits.
"""

from datetime import datetime

from django.db import transaction

from companies.models import User
from convenant.locks import lock_for_transaction
from workgroups.disclosure.menu import MENU
from workgroups.disclosure.protect import BetraysBefore
from workgroups.models import Release
from workgroups.queries.releases import accepted_sources
from workgroups.services import gate
from workgroups.services.disclosure_rules import in_force
from workgroups.services.releases.preparing import Details, Figures, check, fix


class NothingAccepted(Exception):
    """In none of these years a file is accepted: there is nothing to count."""


class FilesMoved(Exception):
    """A file was accepted or opened again while the figures were made: begin again."""


class Busy(Exception):
    """Somebody else makes figures at this moment."""


class NothingSafe(Exception):
    """No figure may be added to what was published before."""


@transaction.atomic
def prepare(details: Details, *, by: User | None, at: datetime | None = None) -> Release:
    """Make the figures of these years as they are accepted now, and fix them.

    Raises InvalidRelease, NothingAccepted, NoRules, Busy, FilesMoved or NothingSafe.
    """
    check(details)
    if not lock_for_transaction("release"):
        raise Busy
    years = sorted(set(details.years))
    sources = accepted_sources(years)
    if not sources:
        raise NothingAccepted(years)
    rules = in_force()
    try:
        outcome = gate.protected(MENU, years, details.audience)
    except BetraysBefore as error:
        raise NothingSafe from error
    if accepted_sources(years) != sources:
        raise FilesMoved
    small = gate.recognisable(outcome, years, rules.minimum)
    figures = Figures(outcome.tables, str(rules.version), small)
    release = fix(details, figures, sources, by=by, at=at)
    gate.keep(release, outcome, rules.version)
    return release
