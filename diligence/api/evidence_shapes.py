"""The shapes of proof."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from companies.api.serializers import LineSerializer, ProblemSerializer
from diligence.framework.catalogues import catalogue
from diligence.models import EvidenceVersion
from diligence.services.evidence import KINDS

USUAL, YES, NO = "usual", "yes", "no"
BOTH_OR_NONE = _("Noem een jaar en een vraag, of geen van beide.")


def kinds() -> list[str]:
    """Return the codes of the kinds of proof."""
    return [entry.key for entry in catalogue(KINDS)]


class FileSerializer(serializers.Serializer):
    """One file of a document."""

    id = serializers.UUIDField(help_text="For fetching the file.")
    number = serializers.IntegerField(help_text="Which version, from 1.")
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.CharField(help_text="Of the stored bytes.")
    state = serializers.ChoiceField(
        choices=EvidenceVersion.State.values, help_text="Only a `clean` file can be fetched."
    )
    uploaded_at = serializers.DateTimeField()


class EvidenceSerializer(serializers.Serializer):
    """A document in the company's library."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    description = serializers.CharField()
    kind = serializers.CharField(help_text="Code of the kind of proof; empty when nobody said.")
    is_confidential = serializers.BooleanField()
    valid_until = serializers.DateField(allow_null=True, help_text="Last day it holds.")
    is_expired = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    file = FileSerializer(allow_null=True, help_text="The newest file.")


class UseSerializer(serializers.Serializer):
    """An answer that a document stands at."""

    year = serializers.IntegerField()
    question = serializers.CharField()


class DocumentSerializer(EvidenceSerializer):
    """A document with all its files and every answer it stands at."""

    versions = FileSerializer(many=True)
    uses = UseSerializer(many=True)


class AddedSerializer(DocumentSerializer):
    """What became of an upload."""

    is_new = serializers.BooleanField(
        help_text="False: the library had this very file already; that document is returned."
    )
    is_rewritten = serializers.BooleanField(
        help_text="Hidden data, such as the place, was taken out of a picture."
    )


class VersionInput(serializers.Serializer):
    """A file."""

    file = serializers.FileField(help_text="The file itself; its name says what it is.")


class EvidenceInput(VersionInput):
    """A file, what is said of it, and where it should stand."""

    title = serializers.CharField(
        max_length=150, required=False, allow_blank=True, help_text="Else the file's name."
    )
    description = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    kind = serializers.CharField(
        required=False, allow_blank=True, help_text="Code of the kind of proof, such as `EV-01`."
    )
    confidential = serializers.ChoiceField(
        choices=[USUAL, YES, NO], default=USUAL, help_text="`usual`: as is usual for its kind."
    )
    valid_until = serializers.DateField(required=False, help_text="Last day it holds.")
    year = serializers.IntegerField(
        required=False,
        min_value=2000,
        max_value=2999,
        help_text="With `question`: where it stands.",
    )
    question = serializers.CharField(required=False, max_length=80, help_text="With `year`.")

    def validate_kind(self, kind: str) -> str:
        """Refuse a kind that does not exist."""
        if kind and kind not in kinds():
            text = _("Kies uit: %(kinds)s.") % {"kinds": ", ".join(kinds())}
            raise serializers.ValidationError(text, code="unknown_kind")
        return kind

    def validate(self, given: dict) -> dict:
        """Refuse half a place."""
        if ("year" in given) != ("question" in given):
            raise serializers.ValidationError({"question": BOTH_OR_NONE}, code="half_a_place")
        return given


class FileProblem(ProblemSerializer):
    """Why a file was not taken."""

    errors = LineSerializer(many=True, required=False)
    reason = serializers.CharField(required=False, help_text="Lasting name of what is wrong.")
