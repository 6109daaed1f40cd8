"""What every act of a reviewer shares: done and on to the next, or refused with the words kept."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.models import User
from companies.permissions import Permission
from diligence.framework.schema import UnknownQuestion
from diligence.services.desk import verdicts
from diligence.services.desk.assigning import reviewers
from diligence.services.desk.holding import HeldByAnother
from diligence.services.review import threads
from workgroups.views.desk.file import FilePage, Opened, blocks
from workgroups.views.desk.hold import file_url, holder_in_words
from workgroups.views.desk.items import mark_words

TYPED = ("text", "reason", "level")


class Refused(Exception):
    """The act was not done; the text says why and what to do."""


class ActPage(FilePage, TemplateView):
    """Does what the pressed button says; each act stands at the file first."""

    grants = {"post": Permission.FILE_REVIEW}
    template_name = "workgroups/desk/file.html"

    def acts(self) -> Mapping[str, Callable[[str], None]]:
        """Return what can be done here, by the name on the button."""
        raise NotImplementedError

    @property
    def place(self) -> str:
        """Return the key of the item on the page that is acted on."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Do what the pressed button says; what was typed stays when it can't be done."""
        act, _colon, detail = request.POST.get("act", "").partition(":")
        acts = self.acts()
        if act not in acts:
            raise Http404
        try:
            acts[act](detail)
        except UnknownQuestion as error:
            raise Http404 from error
        except HeldByAnother as held:
            return self.refuse(act, holder_in_words(held.review), 409)
        except (verdicts.NotUnderReview, threads.NotNow):
            words = _("Dit dossier ligt niet meer ter beoordeling. Er is niets bewaard.")
            return self.refuse(act, words, 409)
        except Refused as refused:
            return self.refuse(act, str(refused), 422)
        return self.done()

    def typed_text(self) -> str:
        """Return what was typed, behind the standard remark that was chosen without script."""
        sent = self.request.POST
        chosen = dict(blocks()).get(sent.get("block", ""), "")
        return "\n\n".join(filter(None, (chosen, sent.get("text", "").strip())))

    def called(self) -> list[User]:
        """Return the colleagues who were chosen to be told. Raises Refused."""
        chosen = set(self.request.POST.getlist("mentions"))
        if not chosen:
            return []
        people = {str(person.pk): person for person in reviewers()}
        if not chosen <= people.keys():
            raise Refused(_("Kies een collega uit de lijst."))
        return [people[one] for one in sorted(chosen)]

    def done(self) -> HttpResponse:
        """Go on to the next item."""
        goal = self.request.GET.get("next", "")
        return redirect(f"{self.page_url()}#{goal}")

    def page_url(self) -> str:
        """Return the page with the same answers picked."""
        url = file_url(self.request, self.kwargs["year"])
        show = self.request.GET.get("show", "")
        return f"{url}?{urlencode({'show': show})}" if show in mark_words() else url

    def refuse(self, act: str, words: str, status: int) -> HttpResponse:
        """Show the page again with what was typed, and say why nothing was kept."""
        sent = self.request.POST
        typed = {name: sent.get(name, "") for name in TYPED}
        called = frozenset(sent.getlist("mentions"))
        opened = Opened(self.place, act, typed, words, called=called, thread=self.talk)
        context = self.get_context_data(**self.context(opened))
        return self.render_to_response(context, status=status)

    @property
    def talk(self) -> UUID | None:
        """Return the conversation that is acted on; None when it is none."""
        return None
