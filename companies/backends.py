"""Who is behind a session: django-allauth's way of signing in, and a person found by id."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.core.exceptions import ValidationError
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from companies.models import Unread, User
from convenant.prepared import Prepared


def found(person: UUID) -> QuerySet[User]:
    """Return who this is, and how many notices wait to be read: pages show it, at no more cost."""
    waiting = Unread.objects.filter(person=OuterRef("pk")).order_by().values("person")
    counted = Subquery(waiting.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return User.objects.filter(pk=person).annotate(waiting=Coalesce(counted, 0))


PEOPLE: Prepared[User] = Prepared(found, person=UUID)


class SignInBackend(AuthenticationBackend):
    """Every request of a signed-in person asks for that person: the SQL is kept."""

    def get_user(self, user_id: UUID | str) -> User | None:
        """Return the person, or None when the account is gone or closed."""
        try:
            person = PEOPLE.first(person=User._meta.pk.to_python(user_id))
        except ValidationError:
            return None
        return person if person is not None and self.user_can_authenticate(person) else None
