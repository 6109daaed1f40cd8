"""A person's seat in a company."""

import uuid

from django.db import models

from companies.permissions import GRANTS, Permission, Role


class MembershipQuerySet(models.QuerySet):
    """Queries on seats."""

    def active(self):
        """Return seats that are held now."""
        return self.filter(ended_at=None)

    def administrators_of(self, company):
        """Return the seats of who manages the people of this company now."""
        return self.active().filter(company=company, role=Role.ADMIN)

    def of_company(self, company):
        """Return the seats held now in this company, with the person, by name."""
        return (
            self.active()
            .filter(company=company)
            .select_related("user")
            .order_by("user__name", "pk")
        )


class Membership(models.Model):
    """A person works for a company in a role; an ended seat is kept for the log."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("companies.User", on_delete=models.CASCADE, related_name="memberships")
    company = models.ForeignKey(
        "companies.Company", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role)
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "company"],
                condition=models.Q(ended_at=None),
                name="one_seat_per_person_and_company",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"

    @property
    def grants(self) -> frozenset[Permission]:
        """Return what this seat allows."""
        return GRANTS[self.role]
