"""Put every tenant table behind the database's own lock, and every pointer inside one company."""

from django.db import migrations

from convenant.tenancy.operations import (
    append_only,
    isolate_by_company,
    same_company,
    written_by_triggers,
)

TABLES = [
    "diligence_assessment",
    "diligence_answer",
    "diligence_answerrevision",
    "diligence_answerconflict",
    "diligence_colleaguenote",
    "diligence_partwork",
    "diligence_snapshot",
    "diligence_progressreport",
]
POINTERS = [
    ("diligence_answer", "assessment_id", "diligence_assessment"),
    ("diligence_answerrevision", "answer_id", "diligence_answer"),
    ("diligence_answerconflict", "answer_id", "diligence_answer"),
    ("diligence_colleaguenote", "assessment_id", "diligence_assessment"),
    ("diligence_partwork", "assessment_id", "diligence_assessment"),
    ("diligence_snapshot", "assessment_id", "diligence_assessment"),
    ("diligence_progressreport", "snapshot_id", "diligence_snapshot"),
]


class Migration(migrations.Migration):
    """Row-level security and composite foreign keys."""

    dependencies = [("diligence", "0001_initial"), ("tenancy", "0001_scope_functions")]

    operations = [
        *[isolate_by_company(table) for table in TABLES],
        *[same_company(*pointer) for pointer in POINTERS],
        append_only("diligence_snapshot"),
        written_by_triggers("diligence_answerrevision"),
    ]
