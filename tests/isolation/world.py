"""Two competitors, the secretariat, a party and nobody; one company's rows carry a canary."""

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.db import connection
from django.utils import timezone

from companies.access import open_company
from companies.events import record
from companies.models import Company, CompanyCommand, Invitation, Membership, Notice, User
from companies.services.api_keys import make_key
from companies.services.notices import tell
from companies.services.recovery_codes import keep_hashed
from convenant import files
from convenant.tenancy.models import tenant_models
from convenant.tenancy.scope import company_scope, officer_scope, person_scope
from diligence.models import (
    Action,
    Agreement,
    AnswerConflict,
    AnswerImport,
    Archive,
    Assessment,
    ClosedYear,
    CycleSeat,
    DecisionLetter,
    Declaration,
    Evidence,
    EvidenceUse,
    EvidenceVersion,
    Extension,
    FileReview,
    FileStep,
    ImportBatch,
    ProgressReport,
    ReviewThread,
    Risk,
    SecretariatScore,
    Snapshot,
    SourcingLine,
    Supplier,
    SupplierMatch,
    SupplierMerge,
)
from diligence.services.carry.deciding import Choice, decide
from diligence.services.carry.former import look_back
from diligence.services.codes import control_code
from diligence.services.declarations.storing import store
from diligence.services.notes import leave_note
from diligence.services.parts import assign
from diligence.services.plan.actions import (
    ActionDetails,
    add_action,
    ask_help,
    measure_action,
)
from diligence.services.remedy.cases import CaseDetails, receive
from diligence.services.remedy.cases import note as note_at_case
from diligence.services.remedy.channels import ChannelDetails, add_channel
from diligence.services.remedy.influence import Try, log_try, open_exit
from diligence.services.remedy.influence import weigh as weigh_exit
from diligence.services.review.extensions import ask_for_time
from diligence.services.review.threads import About, note_internally, open_thread, reply
from diligence.services.risks.register import OwnRisk, add_own, explain_no_action, note_consultation
from diligence.services.risks.weighing import Judgement, weigh
from diligence.services.snapshots import freeze
from diligence.services.versions import moving
from diligence.services.versions.offering import offer
from diligence.smelters.reading import read
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    PartyUserFactory,
    ReaderFactory,
    ReviewerFactory,
    UserFactory,
    answer,
    published_version,
)
from tests.smelters.workbooks import Row, make
from tests.support.passkeys import SoftPasskey
from workgroups.models import ReportRun, TextBlock

CANARY = "kanarie"
TOKEN = "kanarie-token-dat-nergens-mag-staan"
YEAR = 2026


@dataclass
class World:
    """The victim with one row of everything, and everybody who might come by."""

    victim: Company
    outsider: Company
    people: dict[str, User | None]
    objects: dict[str, object]

    def words(self, route, company: Company) -> dict[str, object]:
        """Return what this address needs, filled with the victim's objects.

        A name that is not known here fails: every new address joins this test.
        """
        known = {
            "company": company.slug,
            "year": YEAR,
            "part": "1.1",
            "question": "embed.policy",
            "form": "xlsx",
        }
        return {
            need: known.get(need) or self.objects[f"{route.name} {need}"] for need in route.needs
        }


def build() -> World:
    """Make the victim's file with canaries in every text, and the onlookers."""
    victim = CompanyFactory(slug="slachtoffer", name=f"Geheim {CANARY} B.V.", city=f"{CANARY}dam")
    outsider = CompanyFactory(slug="buitenstaander", name="Buitenstaander B.V.")
    owner = AdminFactory(
        of=victim, name=f"Eigenaar {CANARY.title()}", email=f"{CANARY}@geheim.example"
    )
    file = AssessmentFactory(company=victim)
    AssessmentFactory(company=outsider)
    answer(file, "profile.fte", "12", by=owner)
    stands = answer(file, "embed.policy", 2, explanation=f"Ons beleid, {CANARY}.", by=owner)
    said_before(file, owner)
    try_newer(file, owner)
    return World(
        victim,
        outsider,
        people={
            "nobody": None,
            "a stranger": UserFactory(),
            "another company's admin": AdminFactory(of=outsider),
            "another company's reader": ReaderFactory(of=outsider),
            "a party": PartyUserFactory(),
            "the secretariat": ReviewerFactory(),
            "its own admin": owner,
        },
        objects=objects_of(victim, file, stands, owner),
    )


def said_before(file, owner) -> None:
    """Answer a question the year before, and say this year that it changed."""
    before = AssessmentFactory(company=file.company, cycle__year=YEAR - 1)
    key = "embed.policy_known"
    answer(before, "profile.fte", "12", by=owner)
    answer(before, "embed.policy", 1, explanation=f"Eerst {CANARY}.", by=owner)
    answer(before, "embed.policy_reviewed_on", "2025-03-12", by=owner)
    answer(before, key, 2, explanation=f"Toen {CANARY}.", by=owner)
    with company_scope(file.company_id):
        seal = look_back(file).formers[key].seal(None, owner)
        decide(file, key, Choice("changed", seal), by=owner)


def try_newer(file, owner) -> None:
    """Move to a newer questionnaire, say something there, and go back; its words stay kept."""
    offer(file.cycle, published_version("2027"))
    with company_scope(file.company_id):
        moving.move(file, by=owner)
        moved = Assessment.objects.with_cycle().select_related("company").get(pk=file.pk)
        answer(moved, "communicate.report_languages", f"Nederlands, {CANARY}.", by=owner)
        moving.undo(moved, by=owner)


def objects_of(victim, file, stands, owner) -> dict[str, object]:
    """Make one row of every kind an address can name."""
    invitation = Invitation(email=f"nieuw.{CANARY}@geheim.example", company=victim, role="editor")
    invitation.renew_token()
    invitation.save()
    with company_scope(victim.pk):
        CycleSeat.objects.create(
            company=victim, cycle=file.cycle, is_in=True, reason=CANARY, decided_by=owner
        )
        note = leave_note(file, "embed.policy", f"Bel {CANARY} even.", by=owner)
        conflict = AnswerConflict.objects.create(
            company=victim,
            answer=stands,
            question="embed.policy",
            explanation=f"Verloren {CANARY}.",
            changed_by=owner,
        )
        assign(file, "1.1", owner, by=owner)
        record(victim, "member.left", by=owner, names={"person": f"Gegaan {CANARY}"})
        version = document_with_file(file, owner)
        action = action_of(file, owner)
        remedy = remedy_of(victim, owner)
        chain = chain_of(file, owner)
        sheet = sheet_of(file, owner)
        declaration = declaration_of(file, version, owner)
        key, secret = make_key(
            f"Programma {CANARY}",
            ["read", "write", "reports"],
            30,
            by=owner,
            access=open_company(owner, victim.slug),
        )
        CompanyCommand.objects.create(
            company=victim, user=owner, key="k", method="PUT", path="/", body={"value": CANARY}
        )
        archive = Archive.objects.create(
            company=victim,
            language="nl",
            status="ready",
            file=f"archives/{victim.pk}/alles.zip",
            expires_at=timezone.now() + timedelta(days=1),
            requested_by=owner,
        )
        files.write(archive.file, f"PK {CANARY}".encode())
        risk = weighed_risk(file, owner)
        report = finished_report(freeze(file, Snapshot.Kind.DRAFT), owner)
        notice = told_of(victim, owner)
    letter = reviewed(file)
    block = TextBlock.objects.create(title_nl="Kop", title_en="Head", text_nl="nl", text_en="en")
    talk, asked = talked_about(file, owner)
    run = ReportRun.objects.create(
        cycle=file.cycle,
        language="nl",
        status="ready",
        file="runs/x.zip",
        inside=[str(victim.pk)],
    )
    files.write(run.file, f"PK {CANARY}".encode())
    seat = Membership.objects.get(user=owner)
    passkey = passkey_of(owner)
    keep_hashed(RecoveryCodes.activate(owner).instance)
    return {
        "companies:withdraw-key pk": key.pk,
        "secretariat:withdraw-key pk": key.pk,
        "the victim's key": secret,
        "file-api:report pk": report.pk,
        "file-api:evidence pk": version.evidence_id,
        "file-api:evidence-versions pk": version.evidence_id,
        "file-api:evidence-use pk": version.evidence_id,
        "file-api:evidence-file pk": version.pk,
        "file-api:report-pdf pk": report.pk,
        "sector-api:report-run pk": run.pk,
        "sector-api:report-run-zip pk": run.pk,
        "diligence:note-done pk": note.pk,
        **{f"diligence:{name} pk": risk.pk for name in RISK_PAGES},
        "diligence:conflict pk": conflict.pk,
        **sheet,
        **chain,
        "diligence:evidence pk": version.evidence_id,
        "diligence:evidence-version pk": version.evidence_id,
        "diligence:evidence-remove pk": version.evidence_id,
        "diligence:evidence-restore pk": version.evidence_id,
        "diligence:evidence-file pk": version.pk,
        "diligence:proof-unlink pk": version.evidence_id,
        "diligence:leverage-try pk": remedy["try"],
        "diligence:exit-open pk": remedy["supplier"],
        "diligence:exit pk": remedy["exit"],
        "diligence:case pk": remedy["case"],
        "diligence:case-step pk": remedy["case"],
        "diligence:case-note pk": remedy["case"],
        "diligence:case-person pk": remedy["case"],
        "diligence:channel pk": remedy["channel"],
        "diligence:channel-remove pk": remedy["channel"],
        "diligence:action pk": action.pk,
        "diligence:action-change pk": action.pk,
        "diligence:action-move pk": action.pk,
        "diligence:action-measure pk": action.pk,
        "diligence:action-help pk": action.pk,
        "diligence:action-link pk": action.pk,
        "diligence:action-day pk": action.pk,
        "diligence:letter pk": letter.pk,
        "desk:block pk": block.pk,
        "desk:block-retire pk": block.pk,
        "diligence:report pk": report.pk,
        "diligence:report-progress pk": report.pk,
        "diligence:archive-zip pk": archive.pk,
        **{f"diligence:{name} pk": declaration.pk for name in DECLARATION_PAGES},
        "diligence:report-pdf pk": report.pk,
        "diligence:report-withdraw pk": report.pk,
        "diligence:report-restore pk": report.pk,
        "notice pk": notice.pk,
        "calendar secret": "geen-geheim",
        **{f"diligence:{name} thread": talk.pk for name in TALK_PAGES},
        "diligence:state-step verb": "accepted",
        "diligence:extension-withdraw pk": asked.pk,
        "diligence:extension-decide pk": asked.pk,
        "companies:withdraw pk": invitation.pk,
        "companies:role pk": seat.pk,
        "companies:end pk": seat.pk,
        "sector:report-run pk": run.pk,
        "sector:report-run-progress pk": run.pk,
        "sector:report-run-zip pk": run.pk,
        "mfa_edit_webauthn pk": passkey.pk,
        "mfa_remove_webauthn pk": passkey.pk,
        "end_device pk": device_of(owner).pk,
        "companies:lost-step pk": seat.pk,
        "secretariat-help:lost-step pk": owner.pk,
        "stop_lost_step word": "geen-woord",
        "openid_connect_login provider_id": "organisation",
        "openid_connect_callback provider_id": "organisation",
        "invitation token": TOKEN,
        "account_confirm_email key": "geen-sleutel",
        "account_reset_password_from_key uidb36": "0",
        "account_reset_password_from_key key": "geen-sleutel",
    }


TALK_PAGES = ("talk", "talk-reply", "talk-settle", "talk-report")
INTERN = f"{CANARY}-intern"
"""In what the secretariat noted for itself: not even the company's own people read it."""


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
    return thread, asked


RISK_PAGES = (
    "risk",
    "risk-reject",
    "risk-merge",
    "risk-restore",
    "risk-put-off",
    "risk-resume",
    "risk-consult",
    "risk-measure",
    "risk-no-action",
)


def weighed_risk(file, owner) -> Risk:
    """Make a risk of the register with a canary in everything that a person typed."""
    own = OwnRisk("RT19", "ME-SN", "ID", f"Stof {CANARY}", f"Klacht van {CANARY}.")
    risk = add_own(file, own, by=owner)
    involved = f"Wij kopen dit van {CANARY}, al jaren."
    judgement = Judgement(3, 2, 3, 4, "linked", involved, f"Audit {CANARY}")
    risk = weigh(risk, judgement, seen=risk.version, by=owner)
    said = {"group": "union", "who": f"Bond {CANARY}", "said": f"Meer {CANARY}."}
    note_consultation(risk, {**said, "on": timezone.localdate()}, by=owner)
    return explain_no_action(risk, f"Nog niet, om {CANARY}.", by=owner)


def told_of(victim: Company, owner: User) -> Notice:
    """Tell somebody something in words that nobody else may see."""
    words = {"title": f"Actie {CANARY}", "day": "2026-12-31"}
    tell([owner], "action.due", victim, key=CANARY, url=f"/{CANARY}/", words=words)
    with person_scope(owner.pk):
        return Notice.objects.get(person=owner, key=CANARY)


def device_of(owner: User) -> UserSession:
    """Let somebody be signed in on a device that nobody else may see or end."""
    return UserSession.objects.create(
        user=owner, ip="192.0.2.7", session_key="s" * 32, user_agent=f"Firefox/ {CANARY}"
    )


def passkey_of(owner: User) -> Authenticator:
    """Give somebody a passkey with a name that nobody else may see."""
    options = {"publicKey": {"user": {"id": "eA"}, "challenge": "eA"}}
    credential = json.loads(SoftPasskey().make(options))
    return Authenticator.objects.create(
        user=owner,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": f"Laptop {CANARY}", "credential": credential},
    )


def finished_report(snapshot, owner) -> ProgressReport:
    """Make a report with a file, as the worker leaves it."""
    report = ProgressReport.objects.create(
        company_id=snapshot.company_id,
        snapshot=snapshot,
        language="nl",
        template_version="1",
        status="ready",
        percent=100,
        requested_by=owner,
        code=control_code(snapshot, "nl"),
        file=f"reports/{snapshot.company_id}/verslag.pdf",
    )
    files.write(report.file, f"%PDF-1.7 {CANARY}".encode())
    return report


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


def action_of(file, owner) -> Action:
    """Put an action in the plan, with a word of it at every place a text can stand."""
    details = ActionDetails(
        title=f"Actie {CANARY}",
        goal=f"Doel {CANARY}",
        owner_name=f"Baas {CANARY}",
        indicator=f"Maat {CANARY}",
        unit=CANARY,
        partners=f"Met {CANARY}",
    )
    action = add_action(file.company, details, year=YEAR, by=owner, questions=["embed.policy"])
    measure_action(action, timezone.localdate(), Decimal(3), by=owner, note=f"Zo {CANARY}")
    ask_help(action, f"Help {CANARY}", by=owner)
    return action


def remedy_of(victim, owner) -> dict[str, object]:
    """Write a try, a file of leaving, a place to complain and a complaint; return their ids."""
    supplier = Supplier.objects.create(
        company=victim, name=f"Weg {CANARY}", folded=f"weg {CANARY}", created_by=owner
    )
    said = Try(
        day=timezone.localdate(),
        kind="LV-1",
        issue=f"Schade {CANARY}",
        ask=f"Vraag {CANARY}",
        partners=f"Met {CANARY}",
        result=f"Antwoord {CANARY}",
        next_step=f"Straks {CANARY}",
    )
    tried = log_try(supplier, said, by=owner)
    leaving = open_exit(supplier, by=owner)
    weigh_exit(leaving, {"EX-01": f"Nee, {CANARY}"}, f"Om {CANARY}", seen=1, by=owner)
    place = ChannelDetails(name=f"Loket {CANARY}", audience="all", how=f"Mail {CANARY}")
    channel = add_channel(victim, place, by=owner)
    story = CaseDetails(
        received_on=timezone.localdate(),
        story=f"Ongeluk {CANARY}",
        outcome=f"Loon {CANARY}",
        lessons=f"Les {CANARY}",
    )
    case = receive(victim, story, by=owner)
    note_at_case(case, f"Gebeld {CANARY}", by=owner)
    return {
        "try": tried.pk,
        "supplier": supplier.pk,
        "exit": leaving.pk,
        "channel": channel.pk,
        "case": case.pk,
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


def chain_of(file, owner) -> dict[str, object]:
    """Make a supplier with a line, a decision about its name, and an import, all with canaries."""
    mine = {"company": file.company}
    batch = ImportBatch.objects.create(
        assessment=file,
        file=f"{CANARY}.xlsx",
        rows=[
            {"number": "2", "metal": "Tin", "form": "ore", "supplier": f"Nieuw {CANARY}"},
            {"number": "3", "metal": f"Fout {CANARY}"},
        ],
        created_by=owner,
        **mine,
    )
    supplier = Supplier.objects.create(
        name=f"Leverancier {CANARY}", folded=f"leverancier {CANARY}", created_by=owner, **mine
    )
    line = SourcingLine.objects.create(
        assessment=file,
        metal="ME-SN",
        form="primary",
        stage="ST05",
        country="ID",
        region=f"{CANARY.title()}eiland",
        supplier=supplier,
        tier=1,
        certainty="told",
        volume="up_to_10",
        created_by=owner,
        **mine,
    )
    match = SupplierMatch.objects.create(
        typed=f"lieferant {CANARY}", supplier=supplier, is_same=True, decided_by=owner, **mine
    )
    gone = Supplier.objects.create(
        name=f"Dubbel {CANARY}",
        folded=f"dubbel {CANARY}",
        created_by=owner,
        removed_at=timezone.now(),
        merged_into=supplier,
        **mine,
    )
    merged = SupplierMerge.objects.create(
        gone=gone, kept=supplier, filled={"lei": CANARY}, merged_by=owner, **mine
    )
    lines = ("chain-line", "chain-line-remove", "chain-line-restore")
    suppliers = ("supplier", "supplier-remove", "supplier-restore", "apart", "merge")
    imports = ("chain-preview", "chain-drop", "chain-undo")
    return {
        **{f"diligence:{name} pk": line.pk for name in lines},
        **{f"diligence:chain-{name} pk": supplier.pk for name in suppliers},
        **{f"diligence:{name} pk": batch.pk for name in imports},
        "diligence:chain-match-forget pk": match.pk,
        "diligence:chain-part pk": merged.pk,
    }


DECLARATION_PAGES = (
    "declaration",
    *(f"declaration-{name}" for name in ("progress", "accept", "drop", "undo", "again")),
)


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


def fingerprint(company: Company, *, without: tuple[str, ...] = ()) -> str:
    """Return a hash over all of a company's rows, its people and invitations included."""
    digest = hashlib.sha256()
    with company_scope(company.pk), connection.cursor() as cursor:
        for model in tenant_models():
            table = model._meta.db_table
            if table in without:
                continue
            cursor.execute(
                f"SELECT md5(t::text) FROM {table} t WHERE company_id = %s ORDER BY id",
                [company.pk],
            )
            digest.update(f"{table}{cursor.fetchall()}".encode())
    seats = Membership.objects.filter(company=company).order_by("pk")
    digest.update(str(list(seats.values_list("pk", "role", "ended_at"))).encode())
    digest.update(str(Company.objects.filter(pk=company.pk).values().get()).encode())
    people = [pk for (pk,) in seats.values_list("user_id")]
    for own in (Authenticator, UserSession, EmailAddress):
        rows = own.objects.filter(user_id__in=people).order_by("pk")
        digest.update(str(list(rows.values())).encode())
    for person in people if Notice._meta.db_table not in without else ():
        with person_scope(person):
            told = Notice.objects.filter(person=person).order_by("pk")
            digest.update(str(list(told.values())).encode())
    invited = Invitation.objects.filter(company=company).order_by("pk")
    digest.update(str(list(invited.values_list("pk", "withdrawn_at", "accepted_at"))).encode())
    return digest.hexdigest()
