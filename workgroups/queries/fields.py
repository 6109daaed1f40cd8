"""Parts of queries: figures of a file, and moments and numbers as PostgreSQL's own."""

from django.db.models import Expression, Func, TextField
from django.db.models.fields.json import KeyTextTransform


def of_figures(key: str) -> KeyTextTransform:
    """Return one of a file's figures as text (diligence.services.figures says which there are)."""
    return KeyTextTransform(key, "figures")


def seconds(field: str) -> Func:
    """Return a moment in seconds since 1970; EXTRACT would go by way of a decimal number."""
    return number(Func(field, template="date_part('epoch', %(expressions)s)"), "bigint")


def number(expression: Expression, kind: str = "integer") -> Func:
    """Return an expression as a number of PostgreSQL's.

    The driver gives it as the right type. Named as a number to Django too, each would be converted
    once more: a tenth of the page's time for a thousand members.
    """
    return Func(expression, template=f"(%(expressions)s)::{kind}", output_field=TextField())
