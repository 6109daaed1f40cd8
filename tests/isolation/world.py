"""Two competitors, the secretariat, a party and nobody; one company's rows carry a canary."""

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.db import connection
from django.utils import timezone

from companies.access import open_company
from companies.events import record
from companies.models import Company, CompanyCommand, Invitation, Membership, User
from companies.services.api_keys import make_key
from companies.services.recovery_codes import keep_hashed
from convenant import files
from convenant.tenancy.models import tenant_models
from convenant.tenancy.scope import company_scope
from diligence.models import (
    AnswerConflict,
    Archive,
    Evidence,
    EvidenceUse,
    EvidenceVersion,
    ProgressReport,
    Snapshot,
)
from diligence.services.codes import control_code
from diligence.services.notes import leave_note
from diligence.services.parts import assign
from diligence.services.snapshots import freeze
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    PartyUserFactory,
    ReaderFactory,
    ReviewerFactory,
    UserFactory,
    answer,
)
from tests.support.passkeys import SoftPasskey
from workgroups.models import ReportRun

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


def objects_of(victim, file, stands, owner) -> dict[str, object]:
    """Make one row of every kind an address can name."""
    invitation = Invitation(email=f"nieuw.{CANARY}@geheim.example", company=victim, role="editor")
    invitation.renew_token()
    invitation.save()
    with company_scope(victim.pk):
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
        report = finished_report(freeze(file, Snapshot.Kind.DRAFT), owner)
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
        "diligence:conflict pk": conflict.pk,
        "diligence:evidence pk": version.evidence_id,
        "diligence:evidence-version pk": version.evidence_id,
        "diligence:evidence-remove pk": version.evidence_id,
        "diligence:evidence-restore pk": version.evidence_id,
        "diligence:evidence-file pk": version.pk,
        "diligence:proof-unlink pk": version.evidence_id,
        "diligence:report pk": report.pk,
        "diligence:report-progress pk": report.pk,
        "diligence:archive-zip pk": archive.pk,
        "diligence:report-pdf pk": report.pk,
        "diligence:report-withdraw pk": report.pk,
        "diligence:report-restore pk": report.pk,
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
    invited = Invitation.objects.filter(company=company).order_by("pk")
    digest.update(str(list(invited.values_list("pk", "withdrawn_at", "accepted_at"))).encode())
    return digest.hexdigest()
