"""The shapes of what the secretariat sees across companies."""

from rest_framework import serializers

from diligence.api.shapes import LANGUAGES
from workgroups.aggregation.members import Stage
from workgroups.models import ReportRun


class MemberStepSerializer(serializers.Serializer):
    """One OECD step of one member."""

    key = serializers.CharField()
    settled = serializers.IntegerField(help_text="Questions dealt with.")
    asked = serializers.IntegerField(help_text="Questions asked.")
    filled = serializers.IntegerField(help_text="Dealt with, in per cent.")
    score = serializers.CharField(allow_null=True)


class MemberSerializer(serializers.Serializer):
    """One member in one year."""

    slug = serializers.CharField()
    name = serializers.CharField()
    city = serializers.CharField()
    stage = serializers.ChoiceField(choices=[stage.value for stage in Stage])
    is_late = serializers.BooleanField(help_text="The deadline passed without handing in.")
    filled = serializers.IntegerField(help_text="Dealt with, in per cent.")
    score = serializers.FloatField(allow_null=True)
    expected = serializers.CharField(allow_null=True)
    band = serializers.CharField(allow_null=True)
    size = serializers.CharField(allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)
    activity_at = serializers.DateTimeField(allow_null=True)
    steps = MemberStepSerializer(many=True)


class YearSerializer(serializers.Serializer):
    """A monitoring year of the covenant."""

    year = serializers.IntegerField()
    opens_on = serializers.DateField()
    deadline = serializers.DateField()
    questionnaire = serializers.CharField(help_text="SHA-256 of its questionnaire.")


class RunInput(serializers.Serializer):
    """Which reports to make."""

    language = serializers.ChoiceField(choices=LANGUAGES, help_text="Language of the reports.")


class LeftOutSerializer(serializers.Serializer):
    """A member whose report is not in the ZIP."""

    slug = serializers.CharField()
    name = serializers.CharField()
    why = serializers.CharField(
        help_text="`failed`, `damaged`, `no_file`, or the status of a file not handed in."
    )
    code = serializers.CharField(help_text="What to tell the help desk when it failed.")


class RunSerializer(serializers.Serializer):
    """The making of all members' reports."""

    id = serializers.UUIDField()
    language = serializers.ChoiceField(choices=LANGUAGES)
    status = serializers.ChoiceField(choices=ReportRun.Status.values)
    percent = serializers.IntegerField(min_value=0, max_value=100)
    total = serializers.IntegerField(help_text="Reports there are to be.")
    done = serializers.IntegerField(help_text="Of those, settled.")
    left_out = LeftOutSerializer(many=True)
    requested_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    size = serializers.IntegerField(help_text="Bytes of the ZIP.")
    error_code = serializers.CharField()
