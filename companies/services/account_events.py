"""What happened at the door: a row for the person's own eyes, a line in the log for operators.

The line holds ids and words of ours, no name, address or place. An address that no account has
gets its row and line too, so that an attempt costs the same whether there is one or not.
"""

import logging

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.models import AccountEvent, User
from companies.services.sessions import device_in_words

log = logging.getLogger(__name__)
What = AccountEvent.What
SHOWN = 30
WAYS = {
    "password": gettext_lazy("wachtwoord"),
    "totp": gettext_lazy("app met codes"),
    "webauthn": gettext_lazy("passkey"),
    "recovery_codes": gettext_lazy("herstelcode"),
    "socialaccount": gettext_lazy("uw organisatie"),
}


def note(what: What, user: User | None, request: HttpRequest | None, way: str = "") -> None:
    """Write down that this happened to this person's account, from where and on what device."""
    AccountEvent.objects.create(
        user=user,
        what=what,
        way=way[:60],
        ip=get_adapter().get_client_ip(request) if request else None,
        user_agent=request.headers.get("User-Agent", "")[:200] if request else "",
    )
    is_wrong = what in AccountEvent.FAILED
    told = {"what": str(what), "person": str(user.pk) if user else "unknown", "way": way}
    log.log(logging.WARNING if is_wrong else logging.INFO, "account", extra=told)


def note_sign_in(request: HttpRequest, user: User) -> None:
    """Write down that somebody came in, and what they showed for it."""
    records = get_authentication_records(request, user)
    ways = [str(each.get("type") or each["method"]) for each in records]
    note(What.SIGNED_IN, user, request, ",".join(dict.fromkeys(ways)))


def note_wrong_password(request: HttpRequest, email: str) -> None:
    """Write down that somebody tried a wrong password for this address."""
    user = User.objects.filter(email=email.strip().lower()).first()
    note(What.WRONG_PASSWORD, user, request, "password")


def tell_too_many(what: str) -> None:
    """Tell the operator that a door was shut for a while because of too many attempts."""
    log.warning("account", extra={"what": f"too_many_{what}"})


def recent(user: User) -> QuerySet[AccountEvent]:
    """Return what happened lately to this person's account, the latest first."""
    return AccountEvent.objects.filter(user=user).order_by("-at", "-pk")[:SHOWN]


def ways_in_words(event: AccountEvent) -> str:
    """Return what was shown: “wachtwoord en app met codes”."""
    words = [str(WAYS[way]) for way in event.way.split(",") if way in WAYS]
    if len(words) < 2:
        return "".join(words)
    return _("%(some)s en %(last)s") % {"some": ", ".join(words[:-1]), "last": words[-1]}


def told(events: QuerySet[AccountEvent]) -> list[dict]:
    """Return rows for a page: the event, its ways and its device in words."""
    return [
        {
            "event": event,
            "ways": ways_in_words(event) if event.what == What.SIGNED_IN else "",
            "device": device_in_words(event.user_agent),
        }
        for event in events
    ]
