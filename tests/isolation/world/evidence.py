"""Documents, the declarations of smelters read from them, and workbooks that came back."""

import hashlib
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone

from convenant import files
from diligence.models import AnswerImport, Declaration, Evidence, EvidenceUse, EvidenceVersion
from diligence.services.declarations.storing import store
from diligence.smelters.reading import read
from tests.isolation.world.words import CANARY
from tests.smelters.workbooks import Row, make

DECLARATION_PAGES = (
    "declaration",
    *(f"declaration-{name}" for name in ("progress", "accept", "drop", "undo", "again")),
)


def evidence_objects(file, owner) -> dict[str, object]:
    """Make a document with a file, a declaration that is one, and a workbook."""
    version = document_with_file(file, owner)
    declaration = declaration_of(file, version, owner)
    documents = ("", "-version", "-remove", "-restore")
    apis = ("evidence", "evidence-versions", "evidence-use")
    return {
        **{f"file-api:{name} pk": version.evidence_id for name in apis},
        "file-api:evidence-file pk": version.pk,
        **{f"diligence:evidence{name} pk": version.evidence_id for name in documents},
        "diligence:evidence-file pk": version.pk,
        "diligence:proof-unlink pk": version.evidence_id,
        **{f"diligence:{name} pk": declaration.pk for name in DECLARATION_PAGES},
        **sheet_of(file, owner),
    }


def document_with_file(file, owner) -> EvidenceVersion:
    """Make a document with one file, standing at an answer."""
    mine, content = {"company": file.company}, f"%PDF-1.7 {CANARY}".encode()
    document = Evidence.objects.create(
        title=f"Beleid {CANARY}", description=f"{CANARY.title()} {CANARY}", created_by=owner, **mine
    )
    version = EvidenceVersion.objects.create(
        evidence=document,
        number=1,
        name=f"{CANARY}.pdf",
        content_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        file=f"evidence/{file.company_id}/bewijs",
        state="clean",
        uploaded_by=owner,
        **mine,
    )
    EvidenceUse.objects.create(
        evidence=document, assessment=file, question="embed.policy", added_by=owner, **mine
    )
    files.write(version.file, content)
    return version


def declaration_of(file, version, owner) -> Declaration:
    """Make a supplier's declaration that waits for a decision, after one that was accepted."""
    said = {"declarer": f"Leverancier {CANARY}", "template": "CMRT", "release": "6.5"}
    earlier, newest = (
        Declaration.objects.create(
            company=file.company, assessment=file, file=version, state=state, added_by=owner, **said
        )
        for state in ("replaced", "preview")
    )
    newest.earlier = earlier
    for one, smelter in ((earlier, "Oude"), (newest, "Nieuwe")):
        rows = [Row.known("Tin", f"{smelter} {CANARY}", "MALAYSIA", "CID980001", mines=CANARY)]
        with TemporaryDirectory() as folder:
            path = Path(folder) / "in.xlsx"
            path.write_bytes(make(company=f"Leverancier {CANARY}", rows=rows))
            store(one, json.loads(json.dumps(read(path, timezone.localdate()).as_data())))
        one.save()
    return newest


def sheet_of(file, owner) -> dict[str, object]:
    """Make what came back in a workbook, with a canary in each text, and name its pages."""
    entry = {"state": "answered", "value": 3, "explanation": f"Uit Excel, {CANARY}."}
    fault = {"sheet": "Antwoorden", "row": 9, "column": "F", "question": "profile.fte"}
    batch = AnswerImport.objects.create(
        company=file.company,
        assessment=file,
        file=f"{CANARY}.xlsx",
        language="nl",
        made_at=timezone.now(),
        proposals=[
            {
                "question": "embed.policy",
                "seen": 1,
                "entry": {**entry, "reason": "", "unsure": False},
                "cells": ["Antwoorden G12"],
            }
        ],
        faults=[{**fault, "text": f"U typte {CANARY}."}],
        created_by=owner,
    )
    return {f"diligence:sheet-{name} pk": batch.pk for name in ("preview", "drop", "undo")}
