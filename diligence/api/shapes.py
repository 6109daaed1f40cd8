"""The shapes of a file: its standing, its questions and its answers."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from companies.api.serializers import LineSerializer, ProblemSerializer
from diligence.framework.answers import State
from diligence.models import Assessment

UNKNOWN_FIELD = serializers.ErrorDetail(_("Dit veld bestaat niet. Haal het weg."), "unknown_field")
OPEN = "open"
"""How the API names the state of a question that waits for an answer."""
STATES_SENT = [state.value for state in State]
STATES = [OPEN, *STATES_SENT]
LANGUAGES = ["nl", "en"]
ROW = {
    "type": "object",
    "properties": {
        "id": {
            "type": "string",
            "description": "Lasting UUID of the row; leave out for a new one.",
        },
        "cells": {
            "type": "object",
            "description": "By column key; an empty cell is absent.",
            "additionalProperties": {
                "oneOf": [
                    {"type": "string"},
                    {"type": "number"},
                    {"type": "array", "items": {"type": "string"}},
                    {"type": "null"},
                ]
            },
        },
    },
    "required": ["cells"],
}
VALUE = {
    "description": "By kind of question: `maturity` 0 to 4; `choice` an option's key; `multiple` "
    "keys; `short_text` and `long_text` a text; `number` a decimal with a point, as text or "
    "number, answered as text; `date` YYYY-MM-DD; `link` an https address; `table` rows in their "
    "order. Null: empty.",
    "oneOf": [
        {"type": "null"},
        {"type": "number"},
        {"type": "string"},
        {"type": "array", "items": {"oneOf": [{"type": "string"}, ROW]}},
    ],
}


@extend_schema_field(VALUE)
class ValueField(serializers.JSONField):
    """The value of an answer, in the form that its kind of question has."""


class StepSerializer(serializers.Serializer):
    """One OECD step of a file."""

    key = serializers.CharField()
    asked = serializers.IntegerField(help_text="Questions asked of this company.")
    settled = serializers.IntegerField(help_text="Of those, dealt with.")
    filled = serializers.IntegerField(help_text="The same in per cent, rounded down.")
    score = serializers.CharField(
        allow_null=True, help_text="Per cent with one decimal; null while nothing scores."
    )


class StandingSerializer(serializers.Serializer):
    """How far a file is. Derived from the answers at each save."""

    asked = serializers.IntegerField(help_text="Questions asked of this company.")
    settled = serializers.IntegerField(help_text="Of those, dealt with.")
    later = serializers.IntegerField(help_text="Put off.")
    unsure = serializers.IntegerField(help_text="Answered, with the request to look twice.")
    filled = serializers.IntegerField(help_text="Dealt with in per cent, rounded down.")
    score = serializers.CharField(allow_null=True, help_text="Per cent with one decimal.")
    band = serializers.CharField(allow_null=True, help_text="Key of the band the score is in.")
    expected = serializers.IntegerField(
        allow_null=True, help_text="The score expected of this size in this year of membership."
    )
    size = serializers.CharField(allow_null=True, help_text="Key of the size class.")
    chain = serializers.ListField(
        child=serializers.CharField(), help_text="Keys of the places in the chain."
    )
    steps = StepSerializer(many=True)


class AssessmentSerializer(serializers.Serializer):
    """A company's file of one monitoring year."""

    year = serializers.IntegerField()
    status = serializers.ChoiceField(choices=Assessment.Status.choices)
    deadline = serializers.DateField()
    membership_year = serializers.IntegerField(help_text="Which year of membership this is.")
    opened_at = serializers.DateTimeField()
    touched_at = serializers.DateTimeField(allow_null=True, help_text="Last change of an answer.")
    touched_by = serializers.CharField(help_text="By whom; may be empty.")
    submitted_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    questionnaire = serializers.CharField(help_text="SHA-256 of the questionnaire of this year.")
    standing = StandingSerializer()


class AnswerSerializer(serializers.Serializer):
    """A question's answer as it stands; `version` 0 when there is none yet."""

    question = serializers.CharField(help_text="The question's lasting key.")
    part = serializers.CharField(help_text="`profile` or the sub-action: `1.1`.")
    kind = serializers.CharField(help_text="Kind of question: decides the form of `value`.")
    asked = serializers.BooleanField(
        help_text="Whether the question is asked of this company now; if not, it never counts."
    )
    state = serializers.ChoiceField(choices=STATES)
    value = ValueField(allow_null=True)
    explanation = serializers.CharField(help_text="Words beside a value, or beside “don't know”.")
    reason = serializers.CharField(help_text="Why the question does not apply.")
    unsure = serializers.BooleanField(help_text="The reviewer is asked to look twice.")
    language = serializers.ChoiceField(choices=LANGUAGES, help_text="Language of the words.")
    version = serializers.IntegerField(min_value=0, help_text="Goes up by one at each change.")
    changed_at = serializers.DateTimeField(allow_null=True)
    changed_by = serializers.CharField(help_text="By whom; may be empty.")


class SavedSerializer(AnswerSerializer):
    """The answer as it was saved, and how far the file is now."""

    merged = serializers.BooleanField(
        help_text="A colleague's rows stand beside yours: read `value` again."
    )
    standing = StandingSerializer()


class AnswerInput(serializers.Serializer):
    """An answer to be saved. It replaces the whole answer: what is left out becomes empty."""

    state = serializers.ChoiceField(
        choices=STATES_SENT,
        default=State.ANSWERED.value,
        help_text="`not_applicable` needs a `reason`; `dont_know` and `later` need nothing.",
    )
    value = ValueField(required=False, allow_null=True, default=None)
    explanation = serializers.CharField(required=False, allow_blank=True, default="")
    reason = serializers.CharField(required=False, allow_blank=True, default="")
    unsure = serializers.BooleanField(required=False, default=False)
    language = serializers.ChoiceField(
        choices=LANGUAGES, required=False, help_text="Of the words; else that of Accept-Language."
    )

    def to_internal_value(self, data: Any) -> dict:
        """Refuse fields that do not exist: a misspelt one would silently empty the answer."""
        if isinstance(data, dict):
            unknown = set(data) - set(self.fields)
            if unknown:
                raise serializers.ValidationError({key: [UNKNOWN_FIELD] for key in unknown})
        return super().to_internal_value(data)


class AnswerLine(LineSerializer):
    """One thing that is wrong with an answer, and where in a table it stands."""

    column = serializers.CharField(required=False, help_text="Key of the column.")
    row = serializers.CharField(required=False, help_text="Id of the row.")
    row_number = serializers.IntegerField(
        required=False, allow_null=True, help_text="Its place as sent, from 1."
    )


class AnswerProblem(ProblemSerializer):
    """Why an answer was not saved."""

    errors = AnswerLine(many=True, required=False)


class ConflictProblem(ProblemSerializer):
    """A colleague was first. What you sent is kept for you, and nothing was overwritten."""

    current = AnswerSerializer(required=False, help_text="What stands now.")
    conflict = serializers.UUIDField(required=False, help_text="Under which what you sent is kept.")
