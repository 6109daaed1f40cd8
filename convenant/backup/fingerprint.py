"""What a database holds, small enough to write down and compare: rows, policies, grants, code.

A table's rows are a count and the XOR of their md5 sums, so their order doesn't matter. The
schema is a list of lines. Two databases with the same fingerprint differ in nothing that counts.
"""

import re
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

TABLES = """
SELECT nspname, relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE relkind = ANY(%s) AND nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 1, 2
"""
ROWS = """
SELECT count(*),
       coalesce(bit_xor(('x' || left(md5(one::text), 16))::bit(64)), 0::bit(64))::text
    || coalesce(bit_xor(('x' || right(md5(one::text), 16))::bit(64)), 0::bit(64))::text
FROM {} AS one
"""
SCHEMA = Path(__file__).with_name("schema.sql")


def fingerprint(connection: psycopg.Connection) -> dict[str, Any]:
    """Return what the database holds, as of the connection's running transaction."""
    lines = connection.execute(SCHEMA.read_bytes()).fetchall()
    return {
        "rows": {
            f"{schema}.{name}": rows(connection, schema, name)
            for schema, name in connection.execute(TABLES, [["r", "p"]]).fetchall()
        },
        "sequences": {
            f"{schema}.{name}": place(connection, schema, name)
            for schema, name in connection.execute(TABLES, [["S"]]).fetchall()
        },
        "schema": sorted(settled(line) for (line,) in lines),
    }


def settled(line: str) -> str:
    """Return a line of schema.sql in the one spelling that it keeps.

    PostgreSQL tells `column IN ('a', 'b')` with the cast around the list at first, and around each
    member once it was dumped and read back. Of `a BETWEEN 1 AND 5 AND b` it forgets the brackets
    around the first two of the three.
    """

    def around_each(found: re.Match) -> str:
        members = found[1].split(", ")
        return f"ARRAY[{', '.join(f'({member})::text' for member in members)}]"

    line = " ".join(line.split())
    line = re.sub(r"\(ARRAY\[([^\]]*)\]\)::text\[\]", around_each, line)
    return without_needless_brackets(line) if " CHECK " in line else line


def without_needless_brackets(condition: str) -> str:
    """Return a condition in which an AND that stands in an AND is in one row with it."""
    levels: list[list[str]] = [[]]
    for piece in re.findall(r"[()]|[^()]+", condition):
        if piece == "(":
            levels.append([])
        elif piece == ")" and len(levels) > 1:
            inner = _in_one_row(levels.pop())
            levels[-1].append(f"({''.join(inner)})")
        else:
            levels[-1].append(piece)
    return "".join(levels[0])


def _in_one_row(pieces: list[str]) -> list[str]:
    if set(pieces[1::2]) != {" AND "}:
        return pieces
    return [piece[1:-1] if _is_row(piece) else piece for piece in pieces]


def _is_row(piece: str) -> bool:
    """Tell whether a piece in brackets is two or more others in brackets with AND between."""
    return re.fullmatch(r"\((\(.*\))( AND \(.*\))+\)", piece) is not None and " OR " not in piece


def rows(connection: psycopg.Connection, schema: str, name: str) -> list[Any]:
    """Return how many rows a table has and the XOR of their sums, in hexadecimal."""
    query = sql.SQL(ROWS).format(sql.Identifier(schema, name))
    count, bits = connection.execute(query).fetchone() or (0, "0")
    return [count, f"{int(bits, 2):032x}"]


def place(connection: psycopg.Connection, schema: str, name: str) -> list[Any]:
    """Return where a sequence stands."""
    query = sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(schema, name))
    return list(connection.execute(query).fetchone() or ())


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return each difference between two fingerprints as a sentence."""
    found = []
    for part in ("rows", "sequences"):
        for name in sorted(before[part].keys() | after[part].keys()):
            was, now = before[part].get(name), after[part].get(name)
            if was != now:
                found.append(f"{part} of {name}: {was} in the backup, {now} here")
    was, now = set(before["schema"]), set(after["schema"])
    found += [f"missing here: {line}" for line in sorted(was - now)]
    found += [f"not in the backup: {line}" for line in sorted(now - was)]
    return found
