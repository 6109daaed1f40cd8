"""The register as a snapshot keeps it."""

from collections.abc import Mapping
from typing import Any

from diligence.models import Assessment, Risk
from diligence.models.risk import LEVELS

SAME = (
    "theme",
    "metal",
    "country",
    "title",
    "description",
    "certainty",
    "reasons",
    "floor",
    *LEVELS,
    "severity",
    "involvement",
    "involvement_reason",
    "put_off_reason",
    "language",
)


def frozen_risks(assessment: Assessment) -> list[Mapping[str, Any]]:
    """Return the kept risks in their order, as JSON-ready data. Two queries.

    Who was asked is kept as a kind of group with its day, never by name: a report travels.
    """
    found = Risk.objects.of_file(assessment).kept().in_order()
    return [frozen_risk(risk) for risk in found.prefetch_related("consultations")]


def frozen_risk(risk: Risk) -> dict[str, Any]:
    """Return one risk as it stands; `consultations` must be at hand.

    `no_action_reason` is there only when it was written: another risk keeps its hash.
    """
    frozen = {
        **{name: getattr(risk, name) for name in SAME},
        "put_off_until": risk.put_off_until and risk.put_off_until.isoformat(),
        "consultations": [
            {"group": each.group, "on": each.on.isoformat()}
            for each in sorted(risk.consultations.all(), key=lambda one: (one.on, str(one.pk)))
        ],
    }
    said = risk.no_action_reason
    return frozen | {"no_action_reason": said} if said else frozen
