"""Places to complain, and how well they meet the eight criteria."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from companies.events import record
from companies.models import Company, User
from diligence.framework.catalogues import catalogue
from diligence.models import GrievanceChannel
from diligence.remedy.criteria import MEETS, Tested, outcome

CRITERIA = "grievance_criteria"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDetails:
    """What is written of a place to complain."""

    name: str
    audience: str
    how: str = ""


def add_channel(company: Company, details: ChannelDetails, *, by: User) -> GrievanceChannel:
    """Write down a place to complain."""
    channel = GrievanceChannel.objects.create(
        company=company,
        name=details.name,
        audience=details.audience,
        how=details.how,
        created_by=by,
    )
    record(company, "channel.added", by=by, names={"channel": channel.name})
    return channel


def change_channel(channel: GrievanceChannel, details: ChannelDetails, *, by: User) -> None:
    """Write it anew."""
    channel.name, channel.audience, channel.how = details.name, details.audience, details.how
    channel.save(update_fields=["name", "audience", "how"])
    record(channel.company, "channel.changed", by=by, names={"channel": channel.name})


def keep_test(
    channel: GrievanceChannel, found: Mapping[str, Mapping[str, str]], *, by: User
) -> Tested:
    """Keep what was found by criterion; what is no answer is left out."""
    kept = {}
    for entry in catalogue(CRITERIA):
        said = found.get(entry.key, {})
        if said.get("meets") in MEETS:
            kept[entry.key] = {"meets": said["meets"], "note": said.get("note", "").strip()[:500]}
    channel.criteria, channel.tested_on = kept, timezone.localdate()
    channel.save(update_fields=["criteria", "tested_on"])
    record(channel.company, "channel.tested", by=by, names={"channel": channel.name})
    return result_of(channel)


def result_of(channel: GrievanceChannel) -> Tested:
    """Return how well it meets the criteria."""
    return outcome((entry.key for entry in catalogue(CRITERIA)), channel.criteria)


def remove_channel(channel: GrievanceChannel, *, by: User) -> None:
    """Take it off the list; complaints that came through it keep its name."""
    if channel.removed_at is None:
        channel.removed_at = timezone.now()
        channel.save(update_fields=["removed_at"])
        record(channel.company, "channel.removed", by=by, names={"channel": channel.name})
