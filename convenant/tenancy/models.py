"""What a tenant's row is."""

import uuid

from django.db import models


class TenantQuerySet(models.QuerySet):
    """A queryset whose rows all belong to companies."""

    def for_company(self, company):
        """Return the rows of this company: the filter readers see and the index serves."""
        return self.filter(company=company)


class TenantModel(models.Model):
    """A row that belongs to exactly one company; its id tells neither order nor number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(
        "companies.Company", on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = TenantQuerySet.as_manager()

    class Meta:
        abstract = True


class PersonalModel(models.Model):
    """A row of one person about one company: nobody else reads it, a colleague no more than others.

    Written in the company's scope, read in the person's (`isolate_by_person`). The company is not
    told by `TenantModel`, because rows of one company are not all its people's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(
        "companies.Company", on_delete=models.PROTECT, related_name="+", editable=False
    )
    person = models.ForeignKey(
        "companies.User", on_delete=models.CASCADE, related_name="+", editable=False
    )

    class Meta:
        abstract = True


def tenant_models() -> list[type[TenantModel]]:
    """Return every model whose rows belong to a company."""
    from django.apps import apps

    return [model for model in apps.get_models() if issubclass(model, TenantModel)]


def personal_models() -> list[type[PersonalModel]]:
    """Return every model whose rows belong to one person."""
    from django.apps import apps

    return [model for model in apps.get_models() if issubclass(model, PersonalModel)]
