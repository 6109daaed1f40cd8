"""Parties of the covenant other than companies."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Party(models.Model):
    """A union, NGO, ministry or trade association. Its people see released figures only."""

    class Kind(models.TextChoices):
        """What sort of party it is."""

        UNION = "union", _("vakbond")
        NGO = "ngo", _("maatschappelijke organisatie")
        GOVERNMENT = "government", _("overheid")
        ASSOCIATION = "association", _("brancheorganisatie")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)

    def __str__(self) -> str:
        return self.name
