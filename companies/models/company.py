"""A company of the covenant."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class CompanyQuerySet(models.QuerySet):
    """Queries on companies."""

    def members(self):
        """Return the companies that take part now."""
        return self.filter(status=Company.Status.MEMBER)


class Company(models.Model):
    """A company that takes part, wants to, or took part. The tenant of this product."""

    class Status(models.TextChoices):
        """Where the company stands towards the covenant."""

        PROSPECT = "prospect", _("belangstellende")
        MEMBER = "member", _("deelnemer")
        LEFT = "left", _("vertrokken")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("naam"), max_length=120)
    city = models.CharField(_("plaats"), max_length=80, blank=True)
    kvk_number = models.CharField(_("KvK-nummer"), max_length=8, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.MEMBER)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    # Everybody of this company signs in in two steps, or does not come in; an administrator who
    # did so may lift it.
    requires_two_step = models.BooleanField(default=True, db_default=True)

    # Who owns it, when that is another: members of one holding count as one in figures that go out.
    holding = models.CharField(_("concern"), max_length=120, blank=True, db_default="")

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "companies"

    def __str__(self) -> str:
        return self.name

    def membership_year(self, year: int) -> int:
        """Return how many monitoring years this company has taken part by then, at least 1."""
        return max(1, year - self.joined_on.year + 1) if self.joined_on else 1
