"""The secret address of somebody's calendar: made, renewed, taken back, and whose it is."""

from django.db import transaction

from companies.models import CalendarFeed, Membership, User
from companies.models.notice_settings import hash_of


@transaction.atomic
def make_address(person: User) -> str:
    """Make a new secret and return it; the former address stops at once. Shown once, never kept."""
    User.objects.select_for_update().get(pk=person.pk)
    CalendarFeed.objects.filter(person=person).delete()
    feed = CalendarFeed(person=person)
    secret = feed.renew_secret()
    feed.save()
    return secret


def stop_address(person: User) -> bool:
    """Let the address lead nowhere any more; tell whether there was one."""
    return bool(CalendarFeed.objects.filter(person=person).delete()[0])


def feed_of(person: User) -> CalendarFeed | None:
    """Return what is known of somebody's address, which is not the address."""
    return CalendarFeed.objects.filter(person=person).first()


def feed_at(secret: str) -> CalendarFeed | None:
    """Return the feed of this secret, with its person; None for who takes part nowhere any more."""
    feeds = CalendarFeed.objects.select_related("person")
    feed = feeds.filter(secret_hash=hash_of(secret), person__is_active=True).first()
    if feed is None or feed.person.is_secretariat:
        return feed
    return feed if Membership.objects.active().filter(user=feed.person).exists() else None
