"""Whole files that count in the figures of the sector, and the steps that make them count."""

from django.db import transaction

from convenant.tenancy.scope import company_scope, officer_scope
from diligence.models import Assessment
from diligence.services import states
from diligence.services.assessments import submit
from tests.diligence.files import complete_file
from tests.factories import ApproverFactory, CompanyFactory, ReviewerFactory
from tests.factories.risks import many_risks, sourced

STEPS = ("submit", "take_back", "accept", "reopen", "close", "unclose")


def ready_file(company, **more) -> tuple[Assessment, object]:
    """Return a whole draft with two risks and a line, and who may hand it in."""
    approver = ApproverFactory(of=company)
    file = complete_file(company, by=approver, **more)
    many_risks(file, 2, by=approver)
    sourced(file)
    return file, approver


def counted_file(name: str, *steps: str, **more) -> Assessment:
    """Return a file that was handed in, and went these steps after that."""
    file, approver = ready_file(CompanyFactory(name=name), **more)
    for verb in ("submit", *steps):
        assert step(file, verb, approver), verb
    return again(file)


def again(file: Assessment) -> Assessment:
    """Return the file as it stands now."""
    with company_scope(file.company_id):
        return Assessment.objects.with_cycle().select_related("company").get(pk=file.pk)


def step(file: Assessment, verb: str, approver) -> bool:
    """Take a step as whoever takes it; tell whether it could be taken."""
    file, reviewer = again(file), ReviewerFactory(secretariat_role="administrator")
    ways = {
        "submit": lambda: submit(file, by=approver),
        "take_back": lambda: states.take_back(file, "Een fout.", by=approver),
        "accept": lambda: states.accept(file, by=reviewer),
        "reopen": lambda: states.reopen(file, "Toch niet.", by=reviewer),
        "close": lambda: states.close(file, by=reviewer),
        "unclose": lambda: states.unclose(file, "Te vroeg.", by=reviewer),
    }
    scope = company_scope if verb in ("submit", "take_back") else officer_scope
    try:
        with scope(file.company_id), transaction.atomic():
            ways[verb]()
    except (states.IllegalStep, states.StillTalking):
        return False
    return True
