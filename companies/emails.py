"""One function per message, in the receiver's language; nothing that stands in a file.

Mails about signing in are text only. What may be tuned is text and HTML, and says how to tune it.
"""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from companies.models import Company, Invitation, LogDay, Membership, Notice, StepReset, User


def compose(template: str, to: str, language: str, **context) -> EmailMessage:
    """Return the mail that `emails/<template>.txt` makes; its first line is the subject."""
    with translation.override(language):
        text = render_to_string(f"emails/{template}.txt", context | names())
    subject, _, body = text.strip().partition("\n")
    return EmailMessage(subject.strip(), body.strip() + "\n", to=[to])


def compose_both(template: str, person: User, **context) -> EmailMultiAlternatives:
    """Return a mail as text and as HTML, from the two templates of this name, that can be tuned.

    Its headers tell mail programs where somebody stops it.
    """
    context |= names() | {"person": person, "tune": address_of(reverse("notice-settings"))}
    plain = compose(template, person.email, person.language, **context)
    mail = EmailMultiAlternatives(plain.subject, plain.body, to=plain.to)
    with translation.override(person.language):
        looks = {"subject": plain.subject, "language": person.language}
        mail.attach_alternative(
            render_to_string(f"emails/{template}.html", context | looks), "text/html"
        )
    mail.extra_headers["List-Unsubscribe"] = f"<{context['tune']}>"
    mail.extra_headers["Auto-Submitted"] = "auto-generated"
    return mail


def names() -> dict[str, str]:
    """Return what every mail says of who sends it."""
    return {
        "product_name": settings.PRODUCT_NAME,
        "covenant_name": settings.COVENANT_NAME,
        "help_phone": settings.HELP_PHONE,
        "help_email": settings.HELP_EMAIL,
    }


def send(template: str, to: str, language: str, **context) -> None:
    """Send a mail here and now. Raises OSError when it can't leave."""
    compose(template, to, language, **context).send()


def address_of(path: str) -> str:
    """Return the full address of a page for use in a mail."""
    return f"{settings.PUBLIC_URL}{path}"


def send_invitation(invitation: Invitation, token: str) -> None:
    """Invite somebody to a seat; the secret is in this mail only."""
    send(
        "invitation",
        invitation.email,
        "nl",
        company=invitation.company,
        inviter=invitation.invited_by,
        link=address_of(reverse("invitation", args=[token])),
        expires_at=invitation.expires_at,
    )


def refused(invitation: Invitation, receiver: User | None) -> EmailMessage:
    """Return the notice to who invited that the invitation reached somebody else."""
    return compose(
        "invitation_refused",
        receiver.email if receiver else settings.HELP_EMAIL,
        receiver.language if receiver else "nl",
        invitation=invitation,
        receiver=receiver or settings.PRODUCT_NAME,
    )


def left(seat: Membership, admin: User) -> EmailMessage:
    """Return the notice to an administrator that a colleague stopped."""
    return compose(
        "left",
        admin.email,
        admin.language,
        company=seat.company,
        person=seat.user,
        admin=admin,
        link=address_of(reverse("companies:members", args=[seat.company.slug])),
    )


def log_heads(day: LogDay) -> EmailMessage | None:
    """Return the heads of a day to everybody who keeps them, in two languages; None for nobody."""
    if not settings.LOG_HEAD_ADDRESSES:
        return None
    context = {"day": day.day, "heads": day.text, "product_name": settings.PRODUCT_NAME}
    parts = []
    for language in ("nl", "en"):
        with translation.override(language):
            parts.append(render_to_string("emails/log_heads.txt", context).strip())
    subject = parts[0].partition("\n")[0]
    body = "\n\n".join([*(part.partition("\n")[2].strip() for part in parts), day.text])
    return EmailMessage(subject, body, to=settings.LOG_HEAD_ADDRESSES)


def step_reset(reset: StepReset, what: str, word: str) -> EmailMessage:
    """Return the notice to who lost the second step; `what` is asked, confirmed, cancelled or done.

    As long as it can be stopped, the mail holds the link that stops it.
    """
    return compose(
        "step_reset",
        reset.user.email,
        reset.user.language,
        person=reset.user,
        asker=reset.asked_by,
        what=what,
        ripe_at=reset.ripe_at,
        link=address_of(reverse("stop_lost_step", args=[word])),
    )


def step_reset_help(reset: StepReset, helper: User) -> EmailMessage:
    """Return the question to somebody who may confirm."""
    if helper.is_secretariat or reset.seat is None:
        page = reverse("secretariat-help:lost-step", args=[reset.user_id])
    else:
        page = reverse("companies:lost-step", args=[reset.seat.company.slug, reset.seat_id])
    return compose(
        "step_reset_help",
        helper.email,
        helper.language,
        helper=helper,
        person=reset.user,
        asker=reset.asked_by,
        link=address_of(page),
    )


def step_reset_by_command(person: User, colleague: User) -> EmailMessage:
    """Return the notice that the server's own command took somebody's second step away."""
    return compose(
        "step_reset_by_command",
        colleague.email,
        colleague.language,
        person=person,
        colleague=colleague,
    )


def urgent(notice: Notice, person: User) -> EmailMultiAlternatives:
    """Return the mail about one thing that presses: its sentence and the link to it."""
    return compose_both("notice", person, notice=notice, link=link_to(notice))


def digest(person: User, notices: Sequence[Notice], more: int) -> EmailMultiAlternatives:
    """Return the digest: the newest first, by company; `more` wait in the inbox unnamed."""
    by_company: dict[Company, list[tuple[Notice, str]]] = {}
    for notice in notices:
        by_company.setdefault(notice.company, []).append((notice, link_to(notice)))
    return compose_both(
        "digest",
        person,
        companies=list(by_company.items()),
        count=len(notices) + more,
        more=more,
        inbox=address_of(reverse("inbox")),
    )


def link_to(notice: Notice) -> str:
    """Return the address that leads straight to what a notice is about, and marks it as read."""
    return address_of(reverse("notice", args=[notice.pk]))
