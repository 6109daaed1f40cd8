"""The victim's people: an invitation, a seat, ways to sign in, keys, and what they were told."""

import json

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession

from companies.access import open_company
from companies.events import record
from companies.models import Company, CompanyCommand, Invitation, Membership, Notice, User
from companies.services.api_keys import make_key
from companies.services.notices import tell
from companies.services.recovery_codes import keep_hashed
from convenant.tenancy.scope import company_scope, person_scope
from tests.isolation.world.words import CANARY, TOKEN
from tests.support.passkeys import SoftPasskey

WITHOUT_OBJECT = {
    "calendar secret": "geen-geheim",
    "stop_lost_step word": "geen-woord",
    "openid_connect_login provider_id": "organisation",
    "openid_connect_callback provider_id": "organisation",
    "invitation token": TOKEN,
    "account_confirm_email key": "geen-sleutel",
    "account_reset_password_from_key uidb36": "0",
    "account_reset_password_from_key key": "geen-sleutel",
}
"""Addresses whose word is a secret nobody here has."""


def people_objects(victim: Company, owner: User) -> dict[str, object]:
    """Make what stands with a company's people and with one of them."""
    seat = Membership.objects.get(user=owner)
    invitation = invitation_of(victim)
    passkey = passkey_of(owner)
    keep_hashed(RecoveryCodes.activate(owner).instance)
    with company_scope(victim.pk):
        record(victim, "member.left", by=owner, names={"person": f"Gegaan {CANARY}"})
        notice = told_of(victim, owner)
    return {
        **WITHOUT_OBJECT,
        **key_objects(victim, owner),
        "companies:withdraw pk": invitation.pk,
        "companies:role pk": seat.pk,
        "companies:end pk": seat.pk,
        "companies:lost-step pk": seat.pk,
        "secretariat-help:lost-step pk": owner.pk,
        "mfa_edit_webauthn pk": passkey.pk,
        "mfa_remove_webauthn pk": passkey.pk,
        "end_device pk": device_of(owner).pk,
        "notice pk": notice.pk,
    }


def invitation_of(victim: Company) -> Invitation:
    """Invite somebody whose address nobody else may see."""
    invitation = Invitation(email=f"nieuw.{CANARY}@geheim.example", company=victim, role="editor")
    invitation.renew_token()
    invitation.save()
    return invitation


def key_objects(victim: Company, owner: User) -> dict[str, object]:
    """Give a program of the victim a key, and let one have sent a command."""
    with company_scope(victim.pk):
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
    return {
        "companies:withdraw-key pk": key.pk,
        "secretariat:withdraw-key pk": key.pk,
        "the victim's key": secret,
    }


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
