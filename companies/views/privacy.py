"""What is kept of people and companies, how long, and what was removed."""

from django.views.generic import TemplateView

from companies.models import DeletionProof
from companies.terms import TERMS


class Privacy(TemplateView):
    """The statement, with the terms as the product keeps them and the last removal of each kind."""

    template_name = "companies/privacy.html"

    def get_context_data(self, **kwargs) -> dict:
        """Add the terms, each with its newest proof. One query."""
        newest = DeletionProof.objects.order_by("category", "-at").distinct("category")
        proofs = {proof.category: proof for proof in newest}
        terms = [(term, proofs.get(term.category)) for term in TERMS]
        return super().get_context_data(
            of_people=[(term, proof) for term, proof in terms if not term.of_companies],
            of_companies=[(term, proof) for term, proof in terms if term.of_companies],
            **kwargs,
        )
