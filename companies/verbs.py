"""What this app writes in the log: people, seats and invitations."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.log.pages import NOT_A_READ, page_in_words
from companies.log.verbs import Around, Kind, Verb
from companies.notices import Group, NoticeKind
from companies.permissions import Role, SecretariatRole

VERBS = (
    Verb(
        "member.invited",
        Kind.CHANGE,
        _("%(who)s nodigde %(person)s uit, in de rol %(role)s."),
        "companies:members",
    ),
    Verb(
        "member.invitation_withdrawn",
        Kind.CHANGE,
        _("%(who)s trok de uitnodiging aan %(person)s in."),
        "companies:members",
    ),
    Verb(
        "member.invitation_refused",
        Kind.CHANGE,
        _("%(who)s trok de uitnodiging aan %(person)s in: de ontvanger zei dat die niet klopte."),
        "companies:members",
    ),
    Verb(
        "member.joined",
        Kind.CHANGE,
        _("%(who)s doet mee, in de rol %(role)s."),
        "companies:members",
    ),
    Verb(
        "member.role_changed",
        Kind.CHANGE,
        _("%(who)s gaf %(person)s een andere rol: %(role)s in plaats van %(before)s."),
        "companies:members",
    ),
    Verb(
        "member.left",
        Kind.CHANGE,
        _("%(who)s nam %(person)s de toegang tot het dossier af."),
        "companies:members",
    ),
    Verb(
        "member.stopped",
        Kind.CHANGE,
        _("%(who)s doet niet meer mee, uit eigen beweging."),
        "companies:members",
    ),
    Verb("company.left", Kind.CHANGE, _("%(who)s schreef uw bedrijf uit per %(day)s.")),
    Verb("company.back", Kind.CHANGE, _("%(who)s liet uw bedrijf weer meedoen.")),
    Verb(
        "person.forgotten",
        Kind.CHANGE,
        _("%(who)s haalde een naam die wij niet langer bewaren uit %(entries)s regels."),
    ),
    Verb(
        "two_step.demanded",
        Kind.CHANGE,
        _("%(who)s maakte inloggen in twee stappen verplicht voor iedereen van uw bedrijf."),
        "companies:members",
    ),
    Verb(
        "two_step.reset_asked",
        Kind.CHANGE,
        _("%(who)s vroeg om de kwijtgeraakte tweede stap van %(person)s weg te halen."),
        "companies:members",
    ),
    Verb(
        "two_step.reset_confirmed",
        Kind.CHANGE,
        _("%(who)s bevestigde dat de tweede stap van %(person)s weg mag."),
        "companies:members",
    ),
    Verb(
        "two_step.reset_cancelled",
        Kind.CHANGE,
        _("%(who)s hield tegen dat de tweede stap van %(person)s wordt weggehaald."),
        "companies:members",
    ),
    Verb(
        "two_step.reset_done",
        Kind.CHANGE,
        _("%(who)s logde in; de kwijtgeraakte tweede stap van %(person)s is weggehaald."),
        "companies:members",
    ),
    Verb(
        "two_step.not_demanded",
        Kind.CHANGE,
        _("%(who)s maakte inloggen in twee stappen niet meer verplicht."),
        "companies:members",
    ),
    Verb(
        "api_key.made",
        Kind.CHANGE,
        _("%(who)s maakte de API-sleutel “%(key)s”, geldig voor %(days)s dagen."),
        "companies:keys",
    ),
    Verb(
        "api_key.withdrawn",
        Kind.CHANGE,
        _("%(who)s trok de API-sleutel “%(key)s” van %(person)s in."),
        "companies:keys",
    ),
)

NOTICES = (
    NoticeKind(
        "member.joined",
        Group.PEOPLE,
        _("%(who)s nam uw uitnodiging aan en doet mee bij %(company)s, als %(role)s."),
    ),
)


def role_name(value: object, data: Mapping[str, Any], around: Around) -> str:
    """Return a role in words; one that is no more stays as it was written."""
    names = dict([*Role.choices, *SecretariatRole.choices])
    return str(names.get(str(value), value))


def day_in_words(value: object, data: Mapping[str, Any], around: Around) -> str:
    """Return a day as people write it: "31 december 2026"."""
    return date_format(date.fromisoformat(str(value)), "j F Y")


FILLERS = {"day": day_in_words, "role": role_name, "before": role_name, "page": page_in_words}
PAGES: dict[str, str | Promise] = {
    "companies:members": _("wie er bij uw bedrijf meedoet"),
    "companies:keys": NOT_A_READ,  # not for the secretariat
    "companies:kept-form": NOT_A_READ,  # their own words
    "companies:new-key": NOT_A_READ,
    "companies:withdraw-key": NOT_A_READ,
    "api:company": _("de gegevens van uw bedrijf, via de API"),
}
