"""The shapes of released figures. docs/api.md tells what they mean."""

from rest_framework import serializers

from workgroups.disclosure.published import Kind
from workgroups.models import Release

HIDDEN = "Null when withheld; `why` then says the reason. Nought is `0`."


class BriefSerializer(serializers.Serializer):
    """A release of sector figures, without its tables."""

    number = serializers.CharField()
    title = serializers.CharField()
    audience = serializers.ChoiceField(choices=Release.Audience.values)
    years = serializers.ListField(child=serializers.IntegerField())
    fixed_on = serializers.DateField(help_text="The files count as they were accepted on this day.")
    published_on = serializers.DateField()
    companies = serializers.IntegerField(help_text="Members whose files are in it.")
    rules = serializers.CharField(help_text="Version of the rules that keep members unknown.")
    sha256 = serializers.CharField(help_text="Hash of the tables.")
    sources_sha256 = serializers.CharField(help_text="Hash of the hashes of the frozen files.")
    code = serializers.CharField(help_text="Tells whether it still counts, on the page `check`.")
    address = serializers.CharField()
    check = serializers.CharField()
    corrects = serializers.CharField(help_text="Number of the release it takes the place of.")
    correction = serializers.CharField()


class CellSerializer(serializers.Serializer):
    """One figure."""

    key = serializers.ListField(child=serializers.CharField())
    value = serializers.CharField(allow_null=True, help_text=HIDDEN)
    low = serializers.CharField(allow_null=True, help_text="The least a band can mean.")
    high = serializers.CharField(allow_null=True, help_text="The most a band can mean.")
    why = serializers.CharField(help_text="Why there is no figure, or not an exact one.")


class TableSerializer(serializers.Serializer):
    """One table."""

    name = serializers.CharField()
    title = serializers.CharField()
    year = serializers.IntegerField()
    dims = serializers.ListField(child=serializers.CharField())
    kind = serializers.ChoiceField(choices=[one.value for one in Kind])
    unit = serializers.CharField()
    counted = serializers.CharField(allow_null=True, help_text="Members behind the figures.")
    of = serializers.CharField(allow_null=True, help_text="Members there were.")
    note = serializers.CharField()
    names = serializers.DictField(
        child=serializers.DictField(child=serializers.CharField()),
        help_text="By dimension: what its keys are called.",
    )
    cells = CellSerializer(many=True)


class ReleaseSerializer(serializers.Serializer):
    """A release with all its figures."""

    format = serializers.CharField()
    release = BriefSerializer()
    tables = TableSerializer(many=True)
    why = serializers.DictField(
        child=serializers.CharField(), help_text="What each reason means, in words."
    )
