"""Axe looks at a page that is open in the browser, and tells only what is wrong with it."""

from axe_playwright_python.base import AXE_SCRIPT

STANDARDS = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
]
RUN = "async (options) => (await axe.run(options)).violations"


def violations(page, **options) -> list[dict]:
    """Return what breaches a rule; options as `axe.run` of axe-core takes them.

    Of what is right it keeps no list: writing down a selector for each thing that passed took
    longer than looking at it.
    """
    page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN, {"resultTypes": ["violations"], **options})


def breaches_of_standards(page) -> list[dict]:
    """Return what breaches the accessibility guidelines; style sheets aren't fetched again."""
    return violations(page, runOnly=STANDARDS, preload=False)
