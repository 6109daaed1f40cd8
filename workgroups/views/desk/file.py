"""One member's file under review."""

from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.services.desk.assigning import reviewers
from diligence.services.desk.holding import review_of
from workgroups.views.desk.base import ReviewMixin
from workgroups.views.desk.hold import holder_in_words


class ReviewFile(ReviewMixin, TemplateView):
    """The file of a year, with who is at it."""

    grants = {"get": Permission.FILE_VIEW}
    template_name = "workgroups/desk/file.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather the page."""
        review, user = review_of(self.assessment), self.request.user
        context = {
            "year": self.kwargs["year"],
            "review": review,
            "may_review": self.may_review,
            "is_mine": review.is_held_by(user),
            "holder": holder_in_words(review) if review.is_held_by_another(user) else "",
            "reviewers": reviewers() if self.may_review else (),
        }
        return super().get_context_data(**kwargs | context)
