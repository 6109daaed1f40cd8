"""What a person decides about a declaration."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.permissions import Permission
from diligence.models import Declaration
from diligence.services.answers import AssessmentClosed
from diligence.services.chain.lines import TooManyLines
from diligence.services.declarations import deciding
from diligence.services.declarations.intake import NothingToRead, read_again
from diligence.services.declarations.overview import overview_of
from diligence.views.declarations.pages import DeclarationPage


class Deciding(DeclarationPage):
    """A decision: what it did is told on the page of the declaration."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Decide, or say why that is not possible any more."""
        declaration = self.declaration()
        try:
            answer = self.decide(declaration)
        except AssessmentClosed:
            messages.error(request, _("Dit jaar is ingediend, dus er verandert niets meer aan."))
        except (deciding.NotThisState, NothingToRead):
            text = _("Iemand anders was u voor. Hier ziet u hoe de verklaring er nu voor staat.")
            messages.info(request, text)
        except TooManyLines:
            text = _(
                "Uw keten van dit jaar is vol. Kies minder metalen, of haal regels weg die u niet "
                "meer nodig hebt."
            )
            messages.error(request, text)
        else:
            if answer is not None:
                return answer
        return redirect(self.url_of(declaration))

    def decide(self, declaration: Declaration) -> HttpResponse | None:
        """Do it; return a page when there is more to ask."""
        raise NotImplementedError


class Accept(Deciding):
    """Take the declaration over in the chain."""

    def decide(self, declaration: Declaration) -> HttpResponse | None:
        """Take over what was chosen; ask again when something is missing."""
        if declaration.state != Declaration.State.PREVIEW:
            raise deciding.NotThisState(declaration.state)
        form = self.form(declaration, overview_of(declaration), self.request.POST)
        if not form.is_valid():
            context = self.get_context_data(form=form)
            return self.render_to_response(context, status=422)
        chosen = form.cleaned_data
        taken = deciding.accept(
            declaration, chosen["supplier"], chosen.get("minerals", ()), by=self.request.user
        )
        messages.success(self.request, taken_in_words(taken))
        return None


class Drop(Deciding):
    """Leave the declaration aside."""

    def decide(self, declaration: Declaration) -> None:
        """Leave it aside; the file stays."""
        deciding.drop(declaration, by=self.request.user)
        messages.success(
            self.request,
            _("U nam deze verklaring niet over. Het bestand blijft bij uw bewijs staan."),
        )


class Undo(Deciding):
    """Take back that it was accepted."""

    def decide(self, declaration: Declaration) -> None:
        """Take its lines out of the chain again."""
        count = deciding.undo(declaration, by=self.request.user)
        text = ngettext(
            "Teruggedraaid: %(n)s regel is uit uw keten gehaald.",
            "Teruggedraaid: %(n)s regels zijn uit uw keten gehaald.",
            count,
        )
        messages.success(self.request, text % {"n": count})


class Again(Deciding):
    """Have it read once more after a fault of ours."""

    def decide(self, declaration: Declaration) -> None:
        """Ask for it again."""
        read_again(declaration, by=self.request.user)


def taken_in_words(taken: deciding.Taken) -> str:
    """Return what accepting did, in sentences."""
    text = ngettext(
        "Overgenomen: %(n)s nieuwe regel in uw keten.",
        "Overgenomen: %(n)s nieuwe regels in uw keten.",
        taken.lines,
    )
    found = [text % {"n": taken.lines}]
    if taken.known:
        text = ngettext(
            "%(n)s smelterij stond er al in.", "%(n)s smelterijen stonden er al in.", taken.known
        )
        found.append(text % {"n": taken.known})
    if taken.gone:
        text = ngettext(
            "%(n)s regel is eruit gehaald: die smelterij wordt niet meer genoemd.",
            "%(n)s regels zijn eruit gehaald: die smelterijen worden niet meer genoemd.",
            taken.gone,
        )
        found.append(text % {"n": taken.gone})
    if taken.left_out:
        text = ngettext(
            "%(n)s smelterij is alleen bij de verklaring bewaard.",
            "%(n)s smelterijen zijn alleen bij de verklaring bewaard.",
            taken.left_out,
        )
        found.append(text % {"n": taken.left_out})
    return " ".join(found)
