"""Mail of background work: a task may run twice, its mail leaves once."""

import hashlib
import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from convenant.queue.models import SentMail

log = logging.getLogger(__name__)


def send_once(key: str, message: EmailMessage) -> bool:
    """Send the mail unless one with this key has left; tell whether it left now.

    Call it outside a transaction, so that each step is kept at once. Only a process that dies in
    the moment between the mail server's yes and our note of it can send a mail again; that one
    carries the same Message-ID, by which mail programs and servers know it. Raises OSError when
    the mail can't leave.
    """
    row, is_new = SentMail.objects.get_or_create(key=key)
    if row.sent_at is not None:
        return False
    if not is_new:
        log.warning("A mail that was begun before is sent now: %s.", key)
    message.extra_headers["Message-ID"] = message_id(key)
    message.send()
    SentMail.objects.filter(key=key).update(sent_at=timezone.now())
    return True


def message_id(key: str) -> str:
    """Return the name of this mail: the same each time, and telling nothing."""
    name = hashlib.sha256(f"{settings.SECRET_KEY} {key}".encode()).hexdigest()[:32]
    return f"<{name}@{urlsplit(settings.PUBLIC_URL).hostname}>"
