"""What somebody typed in a form and sent when the session had just ended, kept until they are back.

A page with script keeps the words itself. Without script the form is sent, the server asks who it
is, and the words would be gone. So they are sealed and put in the new, empty session of that same
browser, which keeps its data through signing in. They are for the person whose session it was and
for that company alone, for an hour, and are gone once they were sent, thrown away, or asked for by
anybody else. Files are not kept.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from companies.models import User
from convenant.sealing import WrongKey, seal, unseal
from convenant.sessions import SessionStore

KEPT = "kept_form"
PURPOSE = "a form of who was signed out"
KEPT_FOR = timedelta(hours=1)
MOST = 512 * 1024
"""Bytes; the largest part of a questionnaire, full to the brim, is a good third of it."""
NOT_TYPED = "csrfmiddlewaretoken"


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form as it was sent: by whom, for which company, to which address, and what was in it."""

    person: str
    company: str
    path: str
    sent_at: float
    fields: Sequence[tuple[str, str]]
    had_files: bool

    @property
    def sent(self) -> datetime:
        """Return when the button was pressed."""
        return datetime.fromtimestamp(self.sent_at, UTC)

    @property
    def until(self) -> datetime:
        """Return until when it is kept."""
        return self.sent + KEPT_FOR

    @property
    def data(self) -> QueryDict:
        """Return the fields as a view gets them."""
        data = QueryDict(mutable=True)
        for name, value in self.fields:
            data.appendlist(name, value)
        return data


def keep(request: HttpRequest, slug: str) -> bool:
    """Keep the form that was sent to this company's address, if we know whose it is.

    Another site can't leave anything here: a browser sends the old session's cookie along from
    our own pages only.
    """
    if not is_form_of_a_page(request) or (person := former_person(request)) is None:
        return False
    try:
        fields = [
            (name, value)
            for name, values in request.POST.lists()
            if name != NOT_TYPED
            for value in values
        ]
        had_files = bool(request.FILES)
    except SuspiciousOperation:
        return False
    kept = KeptForm(str(person.pk), slug, request.get_full_path(), time.time(), fields, had_files)
    request.session[KEPT] = seal(json.dumps(asdict(kept)), PURPOSE)
    return True


def is_form_of_a_page(request: HttpRequest) -> bool:
    """Tell whether a person pressed a button on a page; script keeps what it sends itself."""
    return (
        request.method == "POST"
        and request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data")
        and "text/html" in request.headers.get("Accept", "")
        and "X-Background" not in request.headers
        and int(request.META.get("CONTENT_LENGTH") or MOST + 1) <= MOST
    )


def former_person(request: HttpRequest) -> User | None:
    """Return whose session just ended by itself in this browser; None when it was ended.

    Signing out, anywhere, and a new password take a session away or make it another's.
    """
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    now = timezone.now()
    ended = Session.objects.filter(
        session_key=key, expire_date__lte=now, expire_date__gt=now - KEPT_FOR
    ).first()
    if ended is None:
        return None
    told = SessionStore().decode(ended.session_data)
    try:
        person = User.objects.filter(pk=str(told.get(SESSION_KEY)), is_active=True).first()
    except ValidationError:
        return None
    if person is None:
        return None
    same = constant_time_compare(told.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    return person if same else None


def kept_for(request: HttpRequest, slug: str) -> KeptForm | None:
    """Return the form that waits for this person in this company; anybody else's is wiped."""
    sealed = request.session.get(KEPT)
    if sealed is None:
        return None
    try:
        told = json.loads(unseal(sealed, PURPOSE))
    except WrongKey:
        wipe(request)
        return None
    kept = KeptForm(**told)
    is_old = time.time() - kept.sent_at > KEPT_FOR.total_seconds()
    if is_old or (kept.person, kept.company) != (str(request.user.pk), slug):
        wipe(request)
        return None
    return kept


def wipe(request: HttpRequest) -> None:
    """Forget the form."""
    request.session.pop(KEPT, None)
