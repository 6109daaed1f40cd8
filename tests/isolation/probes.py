"""Twenty ways to forget the filter: what each returns of another company's rows."""

from collections.abc import Callable, Iterator

from django.db import connection, models, transaction
from django.db.utils import DatabaseError

from convenant.tenancy.models import tenant_models
from convenant.tenancy.scope import company_scope

Probe = Callable[[type[models.Model], object], int]


def counted(probe: Probe) -> Probe:
    """Run a probe in a savepoint; a refusal by the database counts as nothing crossed."""

    def run(model, pk) -> int:
        try:
            with transaction.atomic():
                found = int(probe(model, pk))
                transaction.set_rollback(True)
                return found
        except (DatabaseError, model.DoesNotExist):
            return 0

    return run


def by_cursor(model, pk) -> int:
    """Read by hand-written SQL."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {model._meta.db_table} WHERE id = %s", [pk])
        return cursor.fetchone()[0]


def written_by_cursor(model, pk) -> int:
    """Change by hand-written SQL."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET id = id WHERE id = %s", [pk])
        return cursor.rowcount


def refreshed(model, pk) -> int:
    """Read through an object that somebody made up."""
    made_up = model(pk=pk)
    made_up.refresh_from_db()
    return 1


PROBES: dict[str, Probe] = {
    "get": lambda model, pk: bool(model.objects.get(pk=pk)),
    "filter": lambda model, pk: model.objects.filter(pk=pk).count(),
    "exists": lambda model, pk: model.objects.filter(pk=pk).exists(),
    "base manager": lambda model, pk: model._base_manager.filter(pk=pk).count(),
    "in_bulk": lambda model, pk: len(model.objects.in_bulk([pk])),
    "values": lambda model, pk: len(model.objects.filter(pk=pk).values("company_id")),
    "values_list": lambda model, pk: len(list(model.objects.filter(pk=pk).values_list("pk"))),
    "aggregate": lambda model, pk: model.objects.filter(pk=pk).aggregate(n=models.Count("*"))["n"],
    "subquery": lambda model, pk: model.objects.filter(
        pk__in=model._base_manager.filter(pk=pk).values("pk")
    ).count(),
    "exists subquery": lambda model, pk: (
        model.objects.filter(models.Exists(model._base_manager.filter(pk=pk))).filter(pk=pk).count()
    ),
    "join to company": lambda model, pk: model.objects.filter(
        pk=pk, company__slug__isnull=False
    ).count(),
    "select_related": lambda model, pk: len(model.objects.select_related("company").filter(pk=pk)),
    "raw": lambda model, pk: len(
        list(model.objects.raw(f"SELECT * FROM {model._meta.db_table} WHERE id = %s", [pk]))
    ),
    "union": lambda model, pk: len(model.objects.filter(pk=pk).union(model.objects.filter(pk=pk))),
    "refresh_from_db": refreshed,
    "cursor": by_cursor,
    "update": lambda model, pk: model.objects.filter(pk=pk).update(
        company_id=models.F("company_id")
    ),
    "update by cursor": written_by_cursor,
    "delete": lambda model, pk: model.objects.filter(pk=pk)._raw_delete("default"),
    "select for update": lambda model, pk: len(model.objects.select_for_update().filter(pk=pk)),
}


def crossings(ours, rows: dict[str, object]) -> Iterator[str]:
    """Try every probe on every tenant model in our scope; yield those that reached their row."""
    with company_scope(ours.pk):
        for model in tenant_models():
            pk = rows[model._meta.db_table]
            for name, probe in PROBES.items():
                if counted(probe)(model, pk):
                    yield f"{name} on {model.__name__}"
