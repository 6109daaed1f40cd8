"""The secretariat's standard remarks: to read, add, change and take out of use."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from companies.access import sector_grants
from companies.models import User
from companies.permissions import SectorPermission
from workgroups.models import TextBlock
from workgroups.views.desk.base import DeskMixin

EMPTY = {"required": gettext_lazy("Vul dit in. Een bouwsteen staat er altijd in twee talen.")}


class BlockForm(forms.ModelForm):
    """One remark in both languages."""

    class Meta:
        model = TextBlock
        fields = ["title_nl", "text_nl", "title_en", "text_en", "position"]
        labels = {
            "title_nl": gettext_lazy("Naam in het Nederlands"),
            "text_nl": gettext_lazy("Tekst in het Nederlands"),
            "title_en": gettext_lazy("Naam in het Engels"),
            "text_en": gettext_lazy("Tekst in het Engels"),
            "position": gettext_lazy("Plaats in de lijst"),
        }
        help_texts = {"position": gettext_lazy("Een lager getal staat hoger.")}
        error_messages = dict.fromkeys(fields, EMPTY)
        widgets = {
            "text_nl": forms.Textarea(attrs={"rows": 3, "lang": "nl"}),
            "text_en": forms.Textarea(attrs={"rows": 3, "lang": "en"}),
        }


class Blocks(DeskMixin, TemplateView):
    """All remarks, those out of use below, and a form for a new one."""

    grants = {"get": SectorPermission.SECTOR_VIEW, "post": SectorPermission.FILES_DIVIDE}
    template_name = "workgroups/desk/blocks.html"

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Add a remark, or show what is wrong with it."""
        form = BlockForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        keep(form, request.user)
        messages.success(request, _("De bouwsteen is toegevoegd."))
        return redirect("desk:blocks")

    def get_context_data(self, form: BlockForm | None = None, **kwargs) -> dict:
        """Gather them. One query."""
        every = list(TextBlock.objects.all())
        context = {
            "form": form or BlockForm(),
            "blocks": [block for block in every if block.retired_at is None],
            "retired": [block for block in every if block.retired_at],
            "may_change": may_change(self.request),
        }
        return super().get_context_data(**kwargs | context)


class Block(DeskMixin, TemplateView):
    """One remark, to change."""

    grants = {"get": SectorPermission.FILES_DIVIDE, "post": SectorPermission.FILES_DIVIDE}
    template_name = "workgroups/desk/block.html"

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Keep what was changed, or show what is wrong with it."""
        form = BlockForm(request.POST, instance=self.block())
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        keep(form, request.user)
        messages.success(request, _("De bouwsteen is gewijzigd. Wat al geschreven is, blijft."))
        return redirect("desk:blocks")

    def get_context_data(self, form: BlockForm | None = None, **kwargs) -> dict:
        """Show the form. One query."""
        return super().get_context_data(
            **kwargs | {"form": form or BlockForm(instance=self.block())}
        )

    def block(self) -> TextBlock:
        """Return the one in the address."""
        return get_object_or_404(TextBlock, pk=self.kwargs["pk"])


class Retire(DeskMixin, View):
    """Take a remark out of use, or back into it."""

    grants = {"post": SectorPermission.FILES_DIVIDE}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Turn it round."""
        block = get_object_or_404(TextBlock, pk=kwargs["pk"])
        is_back = request.POST.get("act") == "restore"
        turn(block, is_back, request.user)
        done = _("De bouwsteen is weer in gebruik.")
        messages.success(request, done if is_back else _("De bouwsteen is uit gebruik."))
        return redirect("desk:blocks")


def keep(form: BlockForm, by: User) -> None:
    """Store a sound remark, with who wrote it."""
    block = form.save(commit=False)
    block.changed_by, block.changed_at = by, timezone.now()
    block.save()


def may_change(request: HttpRequest) -> bool:
    """Tell whether this person manages the remarks."""
    return SectorPermission.FILES_DIVIDE in sector_grants(request.user)


def turn(block: TextBlock, is_back: bool, by: User) -> None:
    """Take a remark out of use, or back into it, and keep who did."""
    block.retired_at = None if is_back else timezone.now()
    block.changed_by, block.changed_at = by, timezone.now()
    block.save(update_fields=["retired_at", "changed_by", "changed_at"])
