"""Figures 9 and 10: a report against WeasyPrint alone (run inside one database; prints JSON)."""

import json
import sys
import time

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from companies.models import User  # noqa: E402
from convenant.queue.models import OutboxItem  # noqa: E402
from convenant.tenancy.scope import company_scope  # noqa: E402
from diligence.models import Assessment, ProgressReport  # noqa: E402
from diligence.reports.content import report_content  # noqa: E402
from diligence.reports.pdf import VARIANT, html_of, typeset  # noqa: E402
from diligence.services import reports  # noqa: E402
from diligence.tasks import make  # noqa: E402

PLAIN = "body { font: 10pt/1.4 sans-serif } table { border-collapse: collapse } td { padding: 2pt }"


def seconds(work) -> tuple[float, object]:
    """Return the CPU seconds of this process that some work took, and its result."""
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


def alone(html: str, variant: str | None) -> int:
    """Let WeasyPrint draw the same page with plain CSS; return how many pages it has."""
    import weasyprint

    document = weasyprint.HTML(string=html).render(
        stylesheets=[weasyprint.CSS(string=PLAIN)], pdf_variant=variant
    )
    document.write_pdf(pdf_variant=variant)
    return len(document.pages)


def ask(company: str, year: int) -> ProgressReport:
    """Ask for a report of this company, without handing it to a worker."""
    with company_scope(company):
        file = Assessment.objects.for_company(company).with_cycle().select_related("company")
        report = reports.request_report(
            file.get(cycle__year=year), "nl", by=User.objects.get(name="Bob Beoordelaar")
        )
        ProgressReport.objects.filter(pk=report.pk).update(status="queued", stage="", percent=0)
        transaction.on_commit(lambda: OutboxItem.objects.filter(task=reports.TASK).delete())
    return report


def gathered(company: str, report: ProgressReport):
    """Return the content of a report."""
    with company_scope(company):
        mine = ProgressReport.objects.select_related("snapshot").get(pk=report.pk)
        return report_content(mine)


def main(companies: list[str], year: int, rounds: int) -> dict:
    """Take turns: the whole task, its drawing, and WeasyPrint alone, with PDF/UA and without."""
    told: dict[str, list] = {"whole": [], "drawing": [], "ours": [], "ua": [], "plain": []}
    for company in companies[:2]:  # fonts, style sheet and templates are read once a process
        make(company, str(ask(company, year).pk))
    for number in range(rounds):
        company = companies[number % len(companies)]
        report = ask(company, year)
        content = gathered(company, report)
        html = html_of(content)
        with CaptureQueriesContext(connection) as caught:
            gathered(company, report)
        whole, _ = seconds(lambda c=company, r=report: make(c, str(r.pk)))
        ours, pdf = seconds(lambda h=html, c=content: typeset(h, at=c.made_at))
        ua, ua_pages = seconds(lambda h=html: alone(h, VARIANT))
        plain, plain_pages = seconds(lambda h=html: alone(h, None))
        told["whole"].append(whole)
        told["drawing"].append(ours)
        told["ours"].append(ours / pdf.pages)
        told["ua"].append(ua / ua_pages)
        told["plain"].append(plain / plain_pages)
        told["statements"] = sum(one["sql"] not in ("BEGIN", "COMMIT") for one in caught)
        told["pages"] = pdf.pages
    return told


if __name__ == "__main__":
    facts = json.loads(sys.argv[1])
    print(json.dumps(main(facts["accepted"], facts["year"], int(sys.argv[2]))))
