"""Whether answers, their versions and the snapshots are the ones that were written in the log."""

from django.db import connection

from companies.models import Company

ALTERED, GONE, UNTOLD, STANDS, FROZEN = "altered", "gone", "untold", "stands", "frozen"
SENTENCES = {
    ALTERED: "Version {version} of {question} ({id}) was altered after it was saved.",
    GONE: "Version {version} of {question} ({id}) was removed.",
    UNTOLD: "Version {version} of {question} ({id}) is not in the log.",
    STANDS: "The answer to {question} ({id}) is not its version {version}.",
    FROZEN: "A frozen file ({id}) was altered after it was made.",
}
COMPARE = """
WITH told AS (
    SELECT (data ->> 'revision')::uuid AS id, data ->> 'sha256' AS sha256,
        data ->> 'question' AS question, data ->> 'version' AS version
    FROM companies_event
    WHERE company_id = %(company)s AND verb IN ('answer.saved', 'answer.emptied')
), kept AS (
    SELECT id, convenant.revision_hash(revision) AS sha256, question, version::text
    FROM diligence_answerrevision revision WHERE company_id = %(company)s
)
SELECT CASE WHEN kept.id IS NULL THEN 'gone' WHEN told.id IS NULL THEN 'untold' ELSE 'altered' END,
    coalesce(told.id, kept.id), coalesce(told.question, kept.question),
    coalesce(told.version, kept.version)
FROM told FULL JOIN kept ON kept.id = told.id
WHERE kept.sha256 IS DISTINCT FROM told.sha256
UNION ALL
SELECT 'stands', answer.id, answer.question, answer.version::text
FROM diligence_answer answer
    LEFT JOIN diligence_answerrevision kept
        ON kept.answer_id = answer.id AND kept.version = answer.version
WHERE answer.company_id = %(company)s
    AND (kept.question, kept.state, kept.value, kept.explanation, kept.reason, kept.unsure)
    IS DISTINCT FROM (answer.question, answer.state, answer.value, answer.explanation,
        answer.reason, answer.unsure)
UNION ALL
SELECT 'frozen', id, '', '' FROM diligence_snapshot
WHERE company_id = %(company)s
    AND encode(sha256(convert_to(content, 'UTF8')), 'hex') <> sha256
ORDER BY 3, 4, 2
"""


def check_content(company: Company) -> list[str]:
    """Return in words what differs from what was written down. One statement, in its scope."""
    with connection.cursor() as cursor:
        cursor.execute(COMPARE, {"company": company.pk})
        return [
            SENTENCES[fault].format(id=pk, question=question, version=version)
            for fault, pk, question, version in cursor.fetchall()
        ]
