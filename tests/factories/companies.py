"""People and companies."""

import datetime

import factory

from companies.models import Company, Membership, Party, User
from companies.permissions import Role, SecretariatRole


class CompanyFactory(factory.django.DjangoModelFactory):
    """A member company."""

    class Meta:
        model = Company

    slug = factory.Sequence(lambda n: f"bedrijf-{n}")
    name = factory.Sequence(lambda n: f"Bedrijf {n} B.V.")
    city = "Gorinchem"
    joined_on = datetime.date(2025, 3, 1)
    requires_two_step = False  # most tests are of what comes after signing in


class UserFactory(factory.django.DjangoModelFactory):
    """A person without any seat."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"persoon{n}@bedrijf.example")
    name = factory.Sequence(lambda n: f"Persoon Nummer{n}")
    password = factory.django.Password("een lang wachtwoord")


class ReaderFactory(UserFactory):
    """A person with a seat: `ReaderFactory(of=company)`; in a new company when none is named."""

    of = None
    role = Role.READER

    @classmethod
    def _create(cls, model_class, *args, of=None, role=Role.READER, **kwargs):
        user = super()._create(model_class, *args, **kwargs)
        Membership.objects.create(user=user, company=of or CompanyFactory(), role=role)
        return user


class EditorFactory(ReaderFactory):
    """Fills in the file."""

    role = Role.EDITOR


class ApproverFactory(ReaderFactory):
    """Fills in and submits."""

    role = Role.APPROVER


class AdminFactory(ReaderFactory):
    """Manages the company's people."""

    role = Role.ADMIN


class ReviewerFactory(UserFactory):
    """A reviewer of the secretariat."""

    secretariat_role = SecretariatRole.REVIEWER


class PartyUserFactory(UserFactory):
    """Somebody of a union."""

    party = factory.LazyFunction(
        lambda: Party.objects.get_or_create(name="Vakbond Metaal", defaults={"kind": "union"})[0]
    )
