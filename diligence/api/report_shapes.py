"""The shapes of handing in and of reports."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from companies.api.serializers import ProblemSerializer
from diligence.api.shapes import LANGUAGES
from diligence.framework.crosswalk import standards
from diligence.models import ProgressReport
from diligence.services.check import Weight

NO_AUTHORITY = _("Bevestig dat u de antwoorden hebt nagekeken en namens uw bedrijf indient.")
NO_SUMMARY = _("Een uittreksel is volledig of openbaar; er is geen samenvatting van.")
STANDARDS = [each.address for each in standards() if each.rows]
GIVEN_UP = "given_up"
STATES = [*ProgressReport.Status.values, GIVEN_UP]


class SubmissionInput(serializers.Serializer):
    """The word of somebody who may speak for the company."""

    authority = serializers.BooleanField(
        help_text="True: the answers were checked, and are handed in on behalf of the company."
    )

    def validate_authority(self, given: bool) -> bool:
        """Refuse anything but a yes."""
        if not given:
            raise serializers.ValidationError(NO_AUTHORITY, code="authority_missing")
        return given


class SubmissionSerializer(serializers.Serializer):
    """The receipt of what was handed in."""

    year = serializers.IntegerField()
    submitted_at = serializers.DateTimeField()
    sha256 = serializers.CharField(help_text="Hash of everything as it was handed in: the proof.")


class FindingSerializer(serializers.Serializer):
    """One thing that must be dealt with first."""

    code = serializers.ChoiceField(choices=[weight.value for weight in Weight])
    questions = serializers.ListField(child=serializers.CharField(), help_text="Their keys.")
    detail = serializers.CharField(help_text="What is wrong, in words; empty for open questions.")


class NotReadyProblem(ProblemSerializer):
    """Why the file can't be handed in yet."""

    findings = FindingSerializer(many=True, required=False)


class ReportInput(serializers.Serializer):
    """Which report to make."""

    language = serializers.ChoiceField(choices=LANGUAGES, help_text="Language of the report.")
    variant = serializers.ChoiceField(
        choices=ProgressReport.Variant.values,
        default=ProgressReport.Variant.FULL.value,
        help_text=(
            "`public` leaves out suppliers, volumes and what is confidential; `summary` is a short "
            "report for a board, and leaves them out too."
        ),
    )
    standard = serializers.ChoiceField(
        choices=STANDARDS,
        default="",
        allow_blank=True,
        help_text="Make an extract for this law or standard; empty: the whole report.",
    )

    def validate(self, attrs: dict) -> dict:
        """Refuse a summary of an extract: there is none."""
        if attrs["standard"] and attrs["variant"] == ProgressReport.Variant.SUMMARY:
            raise serializers.ValidationError({"variant": NO_SUMMARY}, code="invalid")
        return attrs


class ReportSerializer(serializers.Serializer):
    """A report: how far it is, and once it is ready what tells it from another."""

    id = serializers.UUIDField()
    language = serializers.ChoiceField(choices=LANGUAGES)
    variant = serializers.ChoiceField(choices=ProgressReport.Variant.values)
    standard = serializers.CharField(
        help_text="Of which law or standard it is an extract; empty for the whole report."
    )
    status = serializers.ChoiceField(
        choices=STATES, help_text="`given_up`: nobody makes it any more; ask for it again."
    )
    percent = serializers.IntegerField(min_value=0, max_value=100)
    requested_at = serializers.DateTimeField()
    requested_by = serializers.CharField(help_text="By whom; may be empty.")
    finished_at = serializers.DateTimeField(allow_null=True)
    snapshot = serializers.CharField(help_text="SHA-256 of the content it is made from.")
    pages = serializers.IntegerField()
    size = serializers.IntegerField(help_text="Bytes of the PDF.")
    sha256 = serializers.CharField(help_text="SHA-256 of the PDF; empty until it is ready.")
    code = serializers.CharField(help_text="Control code printed in it.")
    error_code = serializers.CharField(help_text="What to tell the help desk when it failed.")
