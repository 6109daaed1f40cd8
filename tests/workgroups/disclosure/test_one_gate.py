"""No address of a party, the public or a member leads to what reads across members."""

import grimp
import pytest
from django.urls import URLPattern, get_resolver

INSIDE = ("sector/", "review/", "api/v1/sector/", "companies/<slug:company>/<int:year>/review/")
BEHIND = ("workgroups.services.gate", "workgroups.summary_queries", "workgroups.queries.disclosure")
OURS = ("convenant", "companies", "diligence", "workgroups")


def addresses(patterns, start=""):
    """Yield every address with the module that answers it."""
    for each in patterns:
        path = start + str(each.pattern)
        if isinstance(each, URLPattern):
            view = getattr(each.callback, "view_class", None) or getattr(
                each.callback, "cls", each.callback
            )
            yield path, view.__module__
        else:
            yield from addresses(each.url_patterns, path)


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph(*OURS, cache_dir=None)


def test_no_address_outside_the_secretariat_reaches_past_the_gate(graph):
    found = {
        module
        for path, module in addresses(get_resolver().url_patterns)
        if module.split(".")[0] in OURS and not path.startswith(INSIDE)
    }
    assert len(found) > 20
    chains = {
        (module, behind): chain
        for module in sorted(found)
        for behind in BEHIND
        if (chain := graph.find_shortest_chain(module, behind))
    }
    assert chains == {}


def test_the_walk_would_see_a_way_past_the_gate(graph):
    """The gate itself reads them; so a module that imports it is found."""
    assert graph.find_shortest_chain("workgroups.services.gate", "workgroups.summary_queries")
