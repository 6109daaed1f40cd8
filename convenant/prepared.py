"""Queries that are asked at every request, with their SQL made once per process.

Building the SQL of a queryset takes Django longer than PostgreSQL takes to answer it. These keep
the SQL, never an answer: only the values differ from one use to the next. What a query means
stays written as a queryset. Nothing is prepared in the database, so a pool may stand in between.
"""

import copy
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from itertools import count
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from django.db import connection, models
from django.db.models.query import ModelIterable

Row = TypeVar("Row", bound=models.Model)
_numbers = count(30_011)


def stand_in(kind: type) -> Any:
    """Return a value of this kind that stands nowhere else in the query."""
    if kind is UUID:
        return uuid4()
    if kind is int:
        return next(_numbers)
    if kind is datetime:
        return datetime(1, 1, 1, microsecond=next(_numbers) % 1_000_000, tzinfo=UTC)
    return f"stand-in {uuid4()}"


class Prepared(Generic[Row]):
    """A query with named values. `Prepared(build, person=UUID)` is used as `query(person=id)`.

    `build` takes the values and returns a queryset of whole rows; each value must end up in the
    SQL as it is, and none may be None. Raises TypeError for other values than it was made for.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Row]], **kinds: type) -> None:
        self.build = build
        self.kinds = kinds

    def __call__(self, **values: Any) -> list[Row]:
        """Ask and return the rows. One statement."""
        if not self.takes(values):
            raise TypeError(f"this query takes {self.kinds}, not {values}")
        compiler, sql, names = self.compiled
        ready = copy.copy(compiler)
        ready.connection = connection
        filled = [values[name] if name else kept for name, kept in names]
        ready.as_sql = lambda *_, **__: (sql, filled)
        return list(ModelIterable(_Asked(ready)))  # type: ignore[arg-type]

    def first(self, **values: Any) -> Row | None:
        """Return the first row, or None."""
        return next(iter(self(**values)), None)

    def takes(self, values: dict[str, Any]) -> bool:
        """Tell whether these are the values the query was made for."""
        return values.keys() == self.kinds.keys() and all(
            isinstance(values[name], kind) for name, kind in self.kinds.items()
        )

    @cached_property
    def compiled(self) -> tuple[Any, str, list[tuple[str, Any]]]:
        """Return Django's compiler, the SQL, and of each value its name or what stands fixed."""
        standing = {name: stand_in(kind) for name, kind in self.kinds.items()}
        compiler = self.build(**standing).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        name_of = {value: name for name, value in standing.items()}
        names = [(name_of.get(value, ""), value) for value in params]
        if {name for name, _ in names if name} != set(self.kinds):
            raise ValueError("a value of a prepared query does not stand in its SQL as it is")
        return compiler, sql, names


class _Asked:
    """What Django asks of a queryset when it makes objects of rows."""

    db = "default"
    _known_related_objects: dict = {}

    def __init__(self, compiler: Any) -> None:
        self.compiler = compiler

    @property
    def query(self) -> "_Asked":
        return self

    def get_compiler(self, using: str) -> Any:
        return self.compiler


class NotWritten(RuntimeError):
    """A row that should be changed is not there: nothing may be reported as saved."""


class Write:
    """Inserts or updates of single rows, sent together as one statement.

    All of it happens or nothing. A row is found by its id and, where it has one, its company.
    """

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.values: list[Any] = []

    def insert(self, row: models.Model) -> None:
        """Add a new row."""
        fields: Any = row._meta.concrete_fields
        columns = ", ".join(_quoted(field.column) for field in fields)
        marks = ", ".join(["%s"] * len(fields))
        table = _quoted(row._meta.db_table)
        self.parts.append(f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING 1")  # noqa: S608
        self.values += _values(row, fields)
        row._state.adding, row._state.db = False, connection.alias

    def update(self, row: models.Model, names: Sequence[str]) -> None:
        """Write these fields of a row that is there."""
        meta: Any = row._meta
        fields = [meta.get_field(name) for name in names]
        keys = [field for field in meta.concrete_fields if field.name in ("company", "id")]
        columns = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
        found = " AND ".join(f"{_quoted(field.column)} = %s" for field in keys)
        table = _quoted(meta.db_table)
        self.parts.append(f"UPDATE {table} SET {columns} WHERE {found} RETURNING 1")  # noqa: S608
        self.values += [*_values(row, fields), *_values(row, keys)]

    def send(self) -> None:
        """Do it. Raises NotWritten when a row is missing; the caller's transaction must end."""
        if not self.parts:
            return
        named = ", ".join(f"w{place} AS ({part})" for place, part in enumerate(self.parts))
        counted = " + ".join(f"(SELECT count(*) FROM w{n})" for n in range(len(self.parts)))  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {named} SELECT {counted}", self.values)
            [written] = cursor.fetchone()
        if written != len(self.parts):
            raise NotWritten(f"{len(self.parts) - written} rows are not there")


def _values(row: models.Model, fields: Sequence[Any]) -> Iterator[Any]:
    for field in fields:
        yield field.get_db_prep_save(getattr(row, field.attname), connection)


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(str(name))
