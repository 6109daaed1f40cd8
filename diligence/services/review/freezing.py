"""Conversations as a snapshot keeps them: those chosen for the report, without names of people."""

from typing import Any

from django.utils import timezone

from diligence.models import Assessment, ReviewThread
from diligence.services.review.reading import with_remarks


def frozen_talks(assessment: Assessment) -> list[dict[str, Any]]:
    """Return the conversations that are printed, the oldest first. One query when there is none."""
    chosen = ReviewThread.objects.of_file(assessment).filter(in_report=True)
    return [frozen_talk(thread) for thread in with_remarks(chosen, assessment)]


def frozen_talk(thread: ReviewThread) -> dict[str, Any]:
    """Return one conversation: what it is about, how it stands, and what either side said."""
    return {
        "about": about(thread),
        "state": thread.state,
        "remarks": [
            {
                "side": "secretariat" if remark.by_secretariat else "company",
                "on": timezone.localtime(remark.at).date().isoformat(),
                "text": remark.text,
                "language": remark.language,
            }
            for remark in thread.remarks.all()
        ],
    }


def about(thread: ReviewThread) -> dict[str, str]:
    """Return what a conversation is about, in words that stay when the row is changed later."""
    if thread.risk is not None:
        risk = thread.risk
        named = {name: getattr(risk, name) for name in ("theme", "metal", "country", "title")}
        return {"kind": "risk", **named}
    if thread.action is not None:
        return {"kind": "action", "title": thread.action.title}
    if thread.supplier is not None:
        return {"kind": "supplier", "title": thread.supplier.name}
    return {"kind": "question", "question": thread.question}
