"""What the secretariat and the victim said to each other about the file."""

import hashlib
import json
from datetime import timedelta

from convenant import files
from convenant.tenancy.scope import company_scope, officer_scope
from diligence.models import (
    Agreement,
    ClosedYear,
    DecisionLetter,
    Extension,
    FileReview,
    FileStep,
    ReviewThread,
    SecretariatScore,
    SummaryFact,
)
from diligence.services.review.extensions import ask_for_time
from diligence.services.review.threads import About, note_internally, open_thread, reply
from tests.factories import ReviewerFactory
from tests.isolation.world.words import CANARY, INTERN
from workgroups.models import TextBlock

TALK_PAGES = ("talk", "talk-reply", "talk-settle", "talk-report")


def review_objects(file, owner) -> dict[str, object]:
    """Make what the secretariat says of the file, a talk about it and a request for time."""
    letter = reviewed(file)
    block = TextBlock.objects.create(title_nl="Kop", title_en="Head", text_nl="nl", text_en="en")
    talk, asked = talked_about(file, owner)
    return {
        "diligence:letter pk": letter.pk,
        "desk:block pk": block.pk,
        "desk:block-retire pk": block.pk,
        **{f"diligence:{name} thread": talk.pk for name in TALK_PAGES},
        "diligence:state-step verb": "accepted",
        "diligence:extension-withdraw pk": asked.pk,
        "diligence:extension-decide pk": asked.pk,
    }


def reviewed(file) -> DecisionLetter:
    """Let the secretariat say what it makes of an answer, and write a letter."""
    mine = {"company": file.company, "assessment": file}
    with officer_scope(file.company_id):
        FileReview.objects.create(**mine)
        Agreement.objects.create(question="embed.policy", version=1, **mine)
        SecretariatScore.objects.create(
            question="embed.policy", level=1, reason=f"Te hoog, {CANARY}.", **mine
        )
        content = f"%PDF-1.7 brief {CANARY}".encode()
        letter = DecisionLetter.objects.create(
            kind="accepted",
            language="nl",
            content=json.dumps({"message": f"Dank, {CANARY}."}),
            status="ready",
            code="KANA-RIEB-RIEF",
            file=f"letters/{file.company_id}/brief.pdf",
            file_sha256=hashlib.sha256(content).hexdigest(),
            **mine,
        )
    files.write(letter.file, content)
    return letter


def talked_about(file, owner) -> tuple[ReviewThread, Extension]:
    """Let the secretariat ask about an answer and note something, and the company ask for time."""
    reviewer = ReviewerFactory()
    about = About(question="embed.policy")
    with officer_scope(file.company_id):
        thread = open_thread(
            file, about, f"Waarom {CANARY}?", by=reviewer, mentions=[ReviewerFactory()]
        )
        note_internally(file, about, f"Let op {INTERN}.", by=reviewer)
    with company_scope(file.company_id):
        reply(thread, f"Omdat {CANARY}.", by=owner)
        asked = ask_for_time(file, file.deadline + timedelta(days=30), f"Ziek: {CANARY}.", by=owner)
        FileStep.objects.create(
            company=file.company,
            assessment=file,
            before="submitted",
            after="draft",
            reason=f"Terug om {CANARY}.",
            by_secretariat=False,
            by=owner,
        )
        ClosedYear.objects.create(company=file.company, assessment=file, format=1, sha256="0" * 64)
        counted(file)
    return thread, asked


FACTS = (
    *(("file", "", "", 1), ("band", "basic", "", 1), ("score", "", "", 12), ("moved", "up", "", 1)),
    *(("step_score", "embed", "", 40), ("expected", "met", "", 1), ("policy", "made", "", 1)),
    *(("theme", "RT03", "", 4), ("group_theme", "base", "RT03", 4)),
    *(("region_theme", "europe", "RT03", 0), ("stage_theme", "ST05", "RT03", 2)),
    *(("action_status", "running", "", 2), ("action_effect", "reached", "", 1)),
    *(("complaints", "total", "", 1), ("chain_lines", "mine", "", 3), ("country", "CD", "", 2)),
    ("metal", f"ME {CANARY}", "", 1),
)
"""What is counted of the victim, one of it under a key that no list knows."""


def counted(file) -> list[SummaryFact]:
    """Count a bit of everything of a file."""
    common = {"company": file.company, "cycle": file.cycle, "basis": "handed_in"}
    common |= {"sha256": "0" * 64, "size": "small", "position": "semis"}
    return SummaryFact.objects.bulk_create(
        SummaryFact(measure=measure, a=a, b=b, value=value, **common)
        for measure, a, b, value in FACTS
    )
