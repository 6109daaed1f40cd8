"""One line of a chain, as every sum, drawing and risk proposal reads it."""

from dataclasses import dataclass
from decimal import Decimal

KNOWN, PROBABLE, PROXY = "known", "probable", "proxy"
CERTAINTIES = (KNOWN, PROBABLE, PROXY)
"""A document says so; somebody says so; nobody knows, so world figures or nothing stand in."""


@dataclass(frozen=True, slots=True)
class ChainLine:
    """A metal in a form passes this stage in this country, at this supplier.

    `metal`, `stage` are keys of the catalogues, `form` of the question `profile.forms_bought`.
    `country` is ISO 3166-1 alpha-2; None when it is not known. `supplier` is the id of a Supplier;
    None when nobody is named. `tier` counts from the company: 1 sells to it. `weight` is the share
    of one sourcing line that lies here: 1, or less for each country of an estimate; the shares of
    one sourcing line add up to exactly 1. It never tells a volume.
    """

    key: str
    metal: str
    form: str
    stage: str
    country: str | None
    region: str | None
    supplier: str | None
    tier: int | None
    certainty: str
    weight: Decimal
