"""Who is behind a session: django-allauth's way of signing in, and a person found by id."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.core.exceptions import ValidationError

from companies.models import User
from convenant.prepared import Prepared

PEOPLE: Prepared[User] = Prepared(lambda person: User.objects.filter(pk=person), person=UUID)


class SignInBackend(AuthenticationBackend):
    """Every request of a signed-in person asks for that person: the SQL is kept."""

    def get_user(self, user_id: UUID | str) -> User | None:
        """Return the person, or None when the account is gone or closed."""
        try:
            person = PEOPLE.first(person=User._meta.pk.to_python(user_id))
        except ValidationError:
            return None
        return person if person is not None and self.user_can_authenticate(person) else None
