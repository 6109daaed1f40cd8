"""What the tests of proof share: the addresses, and a form with files."""

from django.urls import reverse

from diligence.models import Evidence

QUESTION = "embed.policy"
OTHER = "embed.topic_policies"
PROOF = ("proof", 2026, QUESTION)
AT_OTHER = ("proof", 2026, OTHER)
JSON = {"HTTP_ACCEPT": "application/json"}


def address(name: str, *args, slug: str = "de-maas") -> str:
    """Return an address of the company."""
    return reverse(f"diligence:{name}", args=[slug, *args])


def put(client, *files, where=PROOF, headers=None, **more):
    """Post files as the form does."""
    return client.post(address(*where), {"files": list(files), **more}, **(headers or {}))


def documents(in_scope, company) -> list[Evidence]:
    """Return all documents of a company, removed ones too."""
    with in_scope(company):
        return list(Evidence.objects.with_file().order_by("title"))
