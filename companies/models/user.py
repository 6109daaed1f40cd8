"""A person who signs in."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.permissions import SecretariatRole


class UserManager(BaseUserManager["User"]):
    """Make people; addresses are kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Create and store a person; without a password the account can't be signed in to."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person: of companies (by Membership), of the secretariat, or of a party."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mailadres"), max_length=254, unique=True)
    name = models.CharField(_("naam"), max_length=120)
    language = models.CharField(max_length=2, default="nl")
    secretariat_role = models.CharField(max_length=20, choices=SecretariatRole, blank=True)
    party = models.ForeignKey(
        "companies.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    is_active = models.BooleanField(default=True)
    # A lost second step was taken away: nothing opens until there is a new one.
    two_step_due = models.BooleanField(default=False, db_default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    # The company of the invitation, while the account is being made.
    invited_to = None

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="email_in_lower_case", condition=models.Q(email=Lower("email"))
            ),
            models.CheckConstraint(
                name="secretariat_has_no_party",
                condition=models.Q(secretariat_role="") | models.Q(party=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def known_words(self) -> list[str]:
        """Return what a stranger may know of this person, which makes a poor password."""
        companies = [self.invited_to] if self._state.adding and self.invited_to else []
        if not self._state.adding:
            seats = self.memberships.filter(ended_at=None).select_related("company")
            companies = [seat.company for seat in seats]
        return [self.name, *(f"{company.name} {company.city}" for company in companies)]

    @property
    def initials(self) -> str:
        """Return up to two capitals for the avatar: first and last word of the name."""
        words = [word for word in self.name.split() if word[:1].isupper()] or [self.email]
        return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))

    @property
    def unread(self) -> int:
        """Return how many notices wait to be read, of who is signed in (companies.backends)."""
        return getattr(self, "waiting", 0)

    @property
    def is_secretariat(self) -> bool:
        """Tell whether this person works for the secretariat."""
        return bool(self.secretariat_role)
