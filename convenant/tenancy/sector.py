"""The sector scope: see every row, write none. One module may open it; import-linter holds that."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError

from convenant.databases import REPLICA
from convenant.tenancy import replica
from convenant.tenancy.scope import SECTOR, open_scope

log = logging.getLogger(__name__)
Found = TypeVar("Found")


@contextmanager
def sector_scope(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Read across companies until the block ends; writes are refused by the database."""
    with open_scope(SECTOR, using):
        yield


def read_sector(read: Callable[[], Found]) -> Found:
    """Return what this reads across companies: from the replica when there is one that will do.

    `read` may be called twice, and must have fetched all it needs when it returns.
    """
    if replica.may_be_asked():
        try:
            replica.check_age()
            with replica.read_here(), sector_scope(REPLICA):
                return read()
        except ObjectDoesNotExist:
            log.info("What the replica does not have is looked for in the primary.")
        except replica.NotToRead as why:
            log.warning("The primary is read instead of the replica: %s.", why)
        except (DatabaseError, InterfaceError):
            log.warning("The primary is read instead of the replica: it failed.", exc_info=True)
            replica.leave_alone()
    with sector_scope():
        return read()
