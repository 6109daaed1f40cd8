"""Queries that are asked at every request, with their SQL made once per process.

Building the SQL of a queryset takes Django longer than PostgreSQL takes to answer it. These keep
the SQL, never an answer: only the values differ from one use to the next. What a query means
stays written as a queryset. PostgreSQL too keeps its plan, for as long as a connection lasts and
only where no pool stands in between (convenant.tenancy.backend).
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import count
from typing import Any, Generic, TypeVar, cast
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.query import get_related_populators

from convenant.tenancy.backend.base import DatabaseWrapper

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
        """Ask and return the rows as objects. One statement."""
        return [self.kept.as_object(columns) for columns in self.ask(values)]

    def rows(self, **values: Any) -> list[Any]:
        """Ask and return the rows as named tuples of the model's fields, without related rows.

        For who looks at many and needs few as objects; `made` makes one of a row.
        """
        return [self.kept.named(columns) for columns in self.ask(values)]

    def made(self, row: Any) -> Row:
        """Return the object of a row that `rows` gave."""
        return cast("Row", self.kept.model.from_db(DEFAULT_DB_ALIAS, row._fields, row))

    def first(self, **values: Any) -> Row | None:
        """Return the first row, or None."""
        return next(iter(self(**values)), None)

    def ask(self, values: dict[str, Any]) -> list[list[Any]]:
        """Return the columns of the rows, as the fields of the model hold them."""
        if not self.takes(values):
            raise TypeError(f"this query takes {self.kinds}, not {values}")
        kept, database = self.kept, _database()
        filled = [values[name] if name else fixed for name, fixed in kept.places]
        with database.planned_cursor() as cursor:
            cursor.execute(kept.sql, filled)
            rows = [list(row) for row in cursor.fetchall()]
        for place, convert, expression in kept.converters:
            for row in rows:
                row[place] = convert(row[place], expression, database)
        return rows

    def takes(self, values: dict[str, Any]) -> bool:
        """Tell whether these are the values the query was made for."""
        return values.keys() == self.kinds.keys() and all(
            isinstance(values[name], kind) for name, kind in self.kinds.items()
        )

    @cached_property
    def kept(self) -> "Kept":
        """Return what is the same at every use."""
        standing = {name: stand_in(kind) for name, kind in self.kinds.items()}
        kept = keep(self.build(**standing), {value: name for name, value in standing.items()})
        if {name for name, _ in kept.places if name} != set(self.kinds):
            raise ValueError("a value of a prepared query does not stand in its SQL as it is")
        return kept


@dataclass(frozen=True, slots=True)
class Kept:
    """A query's SQL, and how Django makes objects of its rows."""

    sql: str
    places: list[tuple[str, Any]]
    """Of each value in the SQL its name, or what stands fixed."""
    model: type[models.Model]
    fields: list[str]
    start: int
    converters: list[tuple[int, Callable, Any]]
    related: list[Any]
    annotations: list[tuple[str, int]]
    """Of each value that the query works out beside the fields: its name and its column."""
    named_tuple: type

    def as_object(self, columns: list[Any]) -> Any:
        """Return a row as Django's queryset would."""
        own = columns[self.start : self.start + len(self.fields)]
        found = self.model.from_db(DEFAULT_DB_ALIAS, self.fields, own)
        for populator in self.related:
            populator.populate(columns, found)
        for name, place in self.annotations:
            setattr(found, name, columns[place])
        return found

    def named(self, columns: list[Any]) -> Any:
        """Return a row's own columns by name."""
        own = columns[self.start : self.start + len(self.fields)]
        return self.named_tuple._make(own)  # type: ignore[attr-defined]


def keep(queryset: models.QuerySet, names: dict[Any, str]) -> Kept:
    """Compile a queryset as Django does before it asks (ModelIterable), and keep the outcome."""
    database = _database()
    compiler = queryset.query.get_compiler(connection=database)
    sql, params = compiler.as_sql()
    info: Any = compiler.klass_info
    first, last = info["select_fields"][0], info["select_fields"][-1] + 1
    fields = [column[0].target.attname for column in compiler.select[first:last]]
    converters = compiler.get_converters([column[0] for column in compiler.select])
    return Kept(
        sql=sql,
        places=[(names.get(value, ""), value) for value in params],
        model=info["model"],
        fields=fields,
        start=first,
        converters=[
            (place, convert, expression)
            for place, (several, expression) in converters.items()
            for convert in several
        ],
        related=get_related_populators(  # type: ignore[call-arg]
            info, compiler.select, DEFAULT_DB_ALIAS
        ),
        annotations=list(compiler.annotation_col_map.items()),
        named_tuple=namedtuple("Columns", fields),
    )


class NotWritten(RuntimeError):
    """A row that should be changed is not there: nothing may be reported as saved."""


class Write:
    """Inserts or updates of single rows, sent together as one statement.

    All of it happens or nothing. A row is found by its id and, where it has one, its company.
    """

    FEW = 2
    """So many rows at most make a statement that comes back in the same words."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.values: list[Any] = []
        self.database = _database()

    def insert(self, row: models.Model) -> None:
        """Add a new row."""
        fields: Any = row._meta.concrete_fields
        columns = ", ".join(self.quoted(field.column) for field in fields)
        marks = ", ".join(["%s"] * len(fields))
        table = self.quoted(row._meta.db_table)
        self.parts.append(f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING 1")  # noqa: S608
        self.values += self.values_of(row, fields)
        row._state.adding, row._state.db = False, self.database.alias

    def update(self, row: models.Model, names: Sequence[str]) -> None:
        """Write these fields of a row that is there."""
        meta: Any = row._meta
        fields = [meta.get_field(name) for name in names]
        keys = [field for field in meta.concrete_fields if field.name in ("company", "id")]
        columns = ", ".join(f"{self.quoted(field.column)} = %s" for field in fields)
        found = " AND ".join(f"{self.quoted(field.column)} = %s" for field in keys)
        table = self.quoted(meta.db_table)
        self.parts.append(f"UPDATE {table} SET {columns} WHERE {found} RETURNING 1")  # noqa: S608
        self.values += [*self.values_of(row, fields), *self.values_of(row, keys)]

    def send(self) -> None:
        """Do it. Raises NotWritten when a row is missing; the caller's transaction must end."""
        if not self.parts:
            return
        named = ", ".join(f"w{place} AS ({part})" for place, part in enumerate(self.parts))
        counted = " + ".join(f"(SELECT count(*) FROM w{n})" for n in range(len(self.parts)))  # noqa: S608
        is_usual = len(self.parts) <= self.FEW
        database = self.database
        with database.planned_cursor() if is_usual else database.cursor() as cursor:
            cursor.execute(f"WITH {named} SELECT {counted}", self.values)
            [written] = cursor.fetchone()
        if written != len(self.parts):
            raise NotWritten(f"{len(self.parts) - written} rows are not there")

    def values_of(self, row: models.Model, fields: Sequence[Any]) -> Iterator[Any]:
        """Return what a row holds in these fields, as the database takes it."""
        for field in fields:
            yield field.get_db_prep_save(getattr(row, field.attname), self.database)

    def quoted(self, name: str | None) -> str:
        """Return a name as it stands in SQL."""
        return self.database.ops.quote_name(str(name))


def _database() -> DatabaseWrapper:
    """Return this thread's connection itself: reaching it through Django's proxy adds up."""
    return cast("DatabaseWrapper", connections[DEFAULT_DB_ALIAS])
