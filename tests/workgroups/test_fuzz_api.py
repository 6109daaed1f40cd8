"""The API is called with whatever its own description allows, and with what it does not.

As an editor, a reader and the secretariat. No fault of ours, no status that is not described, and
every answer has the shape that was promised. The calls are the same each time.
"""

from collections import Counter
from functools import cache
from urllib.parse import urlsplit

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from companies.api.description import description
from companies.models import Company
from tests.api import key_for
from tests.diligence.files import complete_file
from tests.factories import CompanyFactory, EditorFactory, ReaderFactory, ReviewerFactory
from tests.isolation.world import document_with_file, finished_report
from tests.workgroups.releases.made import prepared, published
from workgroups.models import ReportRun

pytestmark = pytest.mark.django_db
QUESTIONS = ("embed.policy", "profile.fte", "identify.sourcing", "profile.forms_bought")
NOT_SENT = {"Host", "Content-Length", "Transfer-Encoding", "Cookie", "Authorization"}
WHO = {
    "an editor": (EditorFactory, ("read", "write", "reports")),
    "a reader": (ReaderFactory, ("read", "reports")),
    "the secretariat": (ReviewerFactory, ("sector", "read", "reports")),
}


@cache
def operations() -> dict[str, schemathesis.APIOperation]:
    """Return every operation that is described, by name."""
    schema = schemathesis.openapi.from_dict(description())
    found = [result.ok() for result in schema.get_all_operations()]
    return {operation.definition.raw["operationId"]: operation for operation in found}


@pytest.fixture
def company() -> Company:
    """Return a company with a full file, a report and a run of reports."""
    return CompanyFactory(slug="de-maas", name="Gieterij De Maas")


@pytest.fixture
def places(company, in_scope) -> dict[str, list]:
    """Return what really stands at addresses, so that calls arrive somewhere."""
    from diligence.models import Snapshot
    from diligence.services.snapshots import freeze

    file = complete_file(company)
    with in_scope(company):
        owner = EditorFactory(of=company)
        report = finished_report(freeze(file, Snapshot.Kind.DRAFT), owner)
        version = document_with_file(file, owner)
    released = published(prepared([file]))
    run = ReportRun.objects.create(cycle=file.cycle, language="nl", status="running")
    return {
        "company": ["de-maas"],
        "year": [2026],
        "question": list(QUESTIONS),
        "number": [released.number],
        "standard": ["csddd", "cmr"],
        "form": ["json", "xlsx"],
        "id": [str(one) for one in (report.pk, run.pk, version.pk, version.evidence_id)],
    }


@pytest.fixture
def caller(request, company) -> dict[str, str]:
    """Return the headers of who calls."""
    factory, scopes = WHO[request.param]
    is_secretariat = factory is ReviewerFactory
    user = factory() if is_secretariat else factory(of=company)
    secret = key_for(user, None if is_secretariat else company, scopes)
    return {"Authorization": f"Bearer {secret}"}


def send(case: schemathesis.Case, caller: dict[str, str]) -> schemathesis.Response:
    """Call the product as the case says, and return what a checker understands."""
    import requests

    prepared = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
    told = {name: value for name, value in prepared.headers.items() if name not in NOT_SENT}
    body = prepared.body or b""
    address = urlsplit(prepared.url or "")
    reply = Client(raise_request_exception=False).generic(
        prepared.method or "GET",
        f"{address.path}?{address.query}",
        body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass"),
        told.pop("Content-Type", "application/json"),
        headers={name: text_of(value) for name, value in told.items()} | caller,
    )
    return schemathesis.Response(
        status_code=reply.status_code,
        headers={name.lower(): [value] for name, value in reply.headers.items()},
        content=reply.getvalue() if reply.streaming else reply.content,
        request=prepared,
        elapsed=0.1,
        verify=False,
    )


def text_of(value: str | bytes) -> str:
    """Return a header as Django's client takes it."""
    return value if isinstance(value, str) else value.decode("latin-1")


@pytest.mark.parametrize("caller", WHO, indirect=True)
@pytest.mark.parametrize("name", sorted(operations()))
def test_an_operation_keeps_its_word(name, caller, places, settings_of_api):
    operation = operations()[name]
    seen: Counter[int] = Counter()

    @seed(20260)
    @settings(
        max_examples=settings_of_api,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), pick=st.integers(0, 7))
    def call(case: schemathesis.Case, pick: int) -> None:
        for word in case.path_parameters if pick else ():
            known = places[word]
            case.path_parameters[word] = known[pick % len(known)]
        response = send(case, caller)
        seen[response.status_code] += 1
        case.validate_response(
            response,
            checks=[
                schemathesis.checks.not_a_server_error,
                schemathesis.checks.status_code_conformance,
                schemathesis.checks.content_type_conformance,
                schemathesis.checks.response_schema_conformance,
            ],
        )

    call()
    assert sum(seen.values()) >= 1


@pytest.fixture(params=[6, pytest.param(60, marks=pytest.mark.full)], ids=["quick", "long"])
def settings_of_api(request, settings) -> int:
    """Return how many calls each operation gets; their number is no reason to refuse them."""
    settings.API_CALLS_PER_MINUTE = 1_000_000
    return request.param
