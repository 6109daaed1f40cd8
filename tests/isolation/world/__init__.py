"""Two competitors, the secretariat, a party and nobody; one company's rows carry a canary.

Each module makes the objects of one subject and names the addresses that need them; a new object
goes into the module of its subject, with a canary in every text.
"""

from tests.isolation.world.building import World, build
from tests.isolation.world.evidence import document_with_file
from tests.isolation.world.prints import fingerprint
from tests.isolation.world.reports import finished_report
from tests.isolation.world.words import CANARY, INTERN, TOKEN, YEAR

__all__ = [
    "CANARY",
    "INTERN",
    "TOKEN",
    "YEAR",
    "World",
    "build",
    "document_with_file",
    "fingerprint",
    "finished_report",
]
