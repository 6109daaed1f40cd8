"""The sector scope: see every row, write none. One module may open it; import-linter holds that."""

from collections.abc import Iterator
from contextlib import contextmanager

from convenant.tenancy.scope import SECTOR, open_scope


@contextmanager
def sector_scope() -> Iterator[None]:
    """Read across companies until the block ends; writes are refused by the database."""
    with open_scope(SECTOR):
        yield
