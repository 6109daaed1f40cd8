"""Prove that the logs are whole: nothing altered, removed, put in or in another order."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from companies.log.chain import Head
from companies.models import Company, LogDay
from companies.services.log_check import check_log, head_of, heads_in, sentence
from convenant.tenancy.scope import company_scope
from diligence.services.log_check import check_content


class Command(BaseCommand):
    """`verify_log [--company SLUG] [--heads FILE]...`; leaves with 1 when something is wrong."""

    help = "Check every company's log against its chain, and against heads that were kept."

    def add_arguments(self, parser):
        """Take one company, and files or mails with heads that left the system."""
        parser.add_argument("--company", metavar="SLUG", help="this company only")
        parser.add_argument(
            "--heads",
            metavar="FILE",
            type=Path,
            action="append",
            default=[],
            help="a mail of a day",
        )

    def handle(self, **options):
        """Go through the companies; say what is wrong in sentences."""
        companies = Company.objects.order_by("slug")
        if options["company"]:
            companies = companies.filter(slug=options["company"])
            if not companies:
                raise CommandError(f"There is no company {options['company']}.")
        heads = self.heads(options["heads"])
        wrong = sum(self.check_one(company, heads, options["verbosity"]) for company in companies)
        if not options["company"]:
            wrong += self.check_gone(heads, {company.pk for company in companies})
        if wrong:
            raise CommandError(f"{wrong} faults found.")
        self.stdout.write(f"{len(companies)} logs are whole, {len(heads)} kept heads fit.")

    def heads(self, files: list[Path]) -> list[Head]:
        """Return what was kept here, and what the files hold."""
        heads = [head for day in LogDay.objects.order_by("day") for head in heads_in(day.text)]
        for file in files:
            try:
                found = heads_in(file.read_text(encoding="utf-8", errors="replace"))
            except OSError as error:
                raise CommandError(f"{file} can't be read: {error.strerror}.") from error
            if not found:
                raise CommandError(f"{file} holds no heads.")
            heads += found
        return list(dict.fromkeys(heads))

    def check_one(self, company: Company, heads: list[Head], verbosity: int) -> int:
        """Say what is wrong with one company's log; return how much that is."""
        with company_scope(company.pk):
            faults = [sentence(finding) for finding in check_log(company, heads)]
            faults += check_content(company)
            head = head_of(company)
        for fault in faults:
            self.stderr.write(f"{company.slug}: {fault}")
        if not faults and verbosity > 1:
            end = f"{head.seq} entries, head {head.hash}" if head else "no entries"
            self.stdout.write(f"{company.slug}: {end}")
        return len(faults)

    def check_gone(self, heads: list[Head], known: set) -> int:
        """Say which companies once had a log and are no more."""
        gone = {head.company_id for head in heads} - known
        for company in sorted(gone):
            self.stderr.write(f"The company {company} once had a log; it is no more.")
        return len(gone)
