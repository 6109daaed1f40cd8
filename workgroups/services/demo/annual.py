"""The demo's annual report: of the newest year whose figures are out, written, asked for and made.

The worker makes it, as always; a releaser reads it through and publishes it.
"""

import logging

from companies.models import User
from companies.permissions import SecretariatRole
from diligence.models import Cycle
from workgroups.models import AnnualReport, Release
from workgroups.services.annual.chapters import begin_report, save_chapter
from workgroups.services.annual.making import NotReady, request_edition
from workgroups.services.demo.sector import FOLDER, Sector, content

log = logging.getLogger(__name__)
TEXTS = "annual.yaml"


def add_annual_report(sector: Sector) -> AnnualReport | None:
    """Write the report of the newest year with released figures, and ask for it to be made.

    None when nothing was released. Done once, it does nothing.
    """
    if written := AnnualReport.objects.first():
        return written
    out = Release.objects.filter(state=Release.State.PUBLISHED).defer("tables")
    release = max(out, key=lambda one: (max(one.years), one.number), default=None)
    if release is None:
        return None
    people = {who["role"]: who["email"] for who in sector.written["secretariat"]}
    writer = User.objects.get(email=people[SecretariatRole.REVIEWER])
    report = begin_report(Cycle.objects.get(year=max(release.years)), by=writer)
    texts = content(FOLDER / TEXTS)
    for chapter in report.chapters.all():
        said = texts[chapter.key]
        words = chapter.words() | {"text_nl": said["nl"], "text_en": said["en"]}
        save_chapter(chapter, words, version=chapter.version, by=writer)
    try:
        request_edition(
            report, release, by=User.objects.get(email=people[SecretariatRole.RELEASER])
        )
    except NotReady:
        log.warning("The demo's annual report waits: this release tells too little.", exc_info=True)
    return report
