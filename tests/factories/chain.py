"""Lines and suppliers of a chain, made through the services."""

from companies.models import User
from convenant.tenancy.scope import company_scope
from diligence.models import Assessment, SourcingLine, Supplier
from diligence.services.chain.lines import LineDetails, add_line
from diligence.services.chain.suppliers import SupplierDetails, create
from tests.factories.companies import UserFactory

ALUMINIUM = {"metal": "ME-AL", "form": "primary", "stage": "ST05"}


def supplier(assessment: Assessment, name: str, *, by: User | None = None, **said) -> Supplier:
    """Put a supplier on file as it is, without asking who it may be."""
    with company_scope(assessment.company_id):
        return create(
            assessment.company, SupplierDetails(name=name, **said), by=by or UserFactory()
        )


def line(assessment: Assessment, *, by: User | None = None, **said) -> SourcingLine:
    """Add a line: new aluminium from a smelter, unless said otherwise; `supplier` may be a name."""
    by = by or UserFactory()
    with company_scope(assessment.company_id):
        name = said.get("supplier")
        if isinstance(name, str):
            said["supplier"] = supplier(assessment, name, by=by)
        return add_line(assessment, LineDetails(**ALUMINIUM | said), by=by)
