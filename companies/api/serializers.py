"""The shapes of people, companies and problems."""

from rest_framework import serializers

from companies.models import ApiKey, Company, User
from companies.permissions import Permission, Scope


class LineSerializer(serializers.Serializer):
    """One thing that is wrong with what was sent."""

    field = serializers.CharField(help_text="Where: `value`, `rows.2.cells`, … Empty: the whole.")
    code = serializers.CharField(help_text="What, for machines.")
    detail = serializers.CharField(help_text="What to do, for people.")


class ProblemSerializer(serializers.Serializer):
    """Why a request was refused (RFC 9457)."""

    type = serializers.CharField(help_text="Leads to the explanation of the code.")
    status = serializers.IntegerField(help_text="The HTTP status once more.")
    code = serializers.CharField(help_text="A lasting name of the reason.")
    detail = serializers.CharField(help_text="What to do, in the language of Accept-Language.")


class InvalidSerializer(ProblemSerializer):
    """A refusal that says field by field what is wrong; `errors` is absent for other reasons."""

    errors = LineSerializer(many=True, required=False)


class CompanySerializer(serializers.ModelSerializer):
    """A company as it stands in the covenant's register."""

    status = serializers.ChoiceField(choices=Company.Status.choices)

    class Meta:
        model = Company
        fields = ["slug", "name", "city", "kvk_number", "status", "joined_on"]
        extra_kwargs = {
            "slug": {"help_text": "The company's name in addresses."},
            "kvk_number": {"help_text": "Number in the Dutch trade register, eight digits."},
            "joined_on": {"help_text": "When it joined the covenant."},
        }


class ProfileSerializer(CompanySerializer):
    """The company, and what the caller may do in it."""

    role = serializers.CharField(help_text="The role of the caller; empty for the secretariat.")
    grants = serializers.ListField(
        child=serializers.ChoiceField(choices=[one.value for one in Permission]),
        help_text="What that role allows now.",
    )

    class Meta(CompanySerializer.Meta):
        fields = [*CompanySerializer.Meta.fields, "role", "grants"]


class KeySerializer(serializers.ModelSerializer):
    """The key that was used for this call."""

    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices))

    class Meta:
        model = ApiKey
        fields = ["name", "scopes", "expires_at"]


class MeSerializer(serializers.ModelSerializer):
    """Who is calling, with what, and where they may come."""

    is_secretariat = serializers.BooleanField()
    key = KeySerializer(allow_null=True, help_text="Null for a person on our own pages.")
    companies = CompanySerializer(many=True, help_text="The companies with a seat of this person.")

    class Meta:
        model = User
        fields = ["name", "email", "is_secretariat", "key", "companies"]
