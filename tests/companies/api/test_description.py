"""The description of the API: whole, valid, and true to the addresses there are."""

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema

from companies.api.description import description
from tests.api import Program
from tests.isolation.routes import all_routes

OPERATIONS = [
    (path, method, told)
    for path, methods in description()["paths"].items()
    for method, told in methods.items()
]
FOR_ANYBODY = "/api/v1/figures/"
"""Published figures are read without signing in."""


def test_it_is_valid_openapi_and_nothing_had_to_be_guessed():
    validate_schema(description())
    assert description()["openapi"] == "3.1.0"
    assert not GENERATOR_STATS


def test_every_address_of_the_api_is_in_it():
    routes = [route for route in all_routes() if route.is_api]
    own = {"api:schema"}  # the description itself
    assert len(description()["paths"]) == len([one for one in routes if one.name not in own])


@pytest.mark.parametrize(("path", "method", "told"), OPERATIONS, ids=str)
def test_every_operation_is_told_in_words(path, method, told):
    assert told["summary"] and told["description"] and told["operationId"]
    is_open = path.startswith(FOR_ANYBODY)
    assert told["security"] == [{"apiKey": []}, {"session": []}] + [{}] * is_open
    assert ({"429"} if is_open else {"401", "429"}) <= set(told["responses"])
    names = [one["name"] for one in told["parameters"]]
    assert ("Idempotency-Key" in names) == (method in ("put", "post"))
    if method in ("put", "post"):
        assert {"400", "403", "409", "413", "415", "422"} <= set(told["responses"])
        content = told.get("requestBody", {}).get("content", {})
        assert all("examples" in one or "multipart" in kind for kind, one in content.items())


def test_names_are_not_used_twice():
    names = [told["operationId"] for _path, _method, told in OPERATIONS]
    assert len(names) == len(set(names))


@pytest.mark.django_db
def test_anybody_may_read_it():
    reply = Program().get("/schema/")
    assert reply.status_code == 200
    assert reply.json() == description()
