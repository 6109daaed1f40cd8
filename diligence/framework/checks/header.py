"""The header: bands and sizes that rise, expectations for every size, a scoring rule we have."""

from __future__ import annotations

from diligence.framework.checks.draft import Draft, Item
from diligence.framework.checks.problem import did_you_mean
from diligence.framework.scoring import RULES


def check_header(draft: Draft) -> None:
    """What the fields of the header say together."""
    content = draft.header.content
    if content.get("follows") is not None and content.get("follows") == content.get("code"):
        draft.refuse(draft.header, "An edition cannot follow itself.", "follows")
    _check_scoring(draft)
    _check_bands(draft)
    _check_sizes(draft)
    _check_expected(draft)


def _check_scoring(draft: Draft) -> None:
    scoring = draft.header.content.get("scoring", {})
    rule, version = scoring.get("rule"), scoring.get("version")
    if rule and version and (rule, version) not in RULES:
        known = ", ".join(f"{name} {number}" for name, number in sorted(RULES))
        text = f"There is no scoring rule '{rule}' {version}. There is: {known}."
        draft.refuse(draft.header, text, "scoring", "version")
    if scoring.get("dont_know_counts_as", 0) > draft.highest_level:
        text = "'dont_know_counts_as' is above 'highest_level'."
        draft.refuse(draft.header, text, "scoring", "dont_know_counts_as")


def _check_bands(draft: Draft) -> None:
    before: int | None = None
    for index, band in enumerate(draft.header.content.get("bands", [])):
        if "key" not in band or "from" not in band:
            continue
        start = band["from"]
        if before is None and start != 0:
            text = f"Bands must start at 0 and rise; '{band['key']}' starts at {start}."
            draft.refuse(draft.header, text, "bands", index, "from")
        elif before is not None and start <= before:
            text = (
                f"Bands must start at 0 and rise; '{band['key']}' starts at {start} but follows "
                f"{before}."
            )
            draft.refuse(draft.header, text, "bands", index, "from")
        before = start


def _check_sizes(draft: Draft) -> None:
    sizes = draft.header.content.get("sizes", [])
    before = 0.0
    for index, size in enumerate(sizes):
        item = Item(draft.header.file, ("sizes", index), "sizes", size)
        up_to, is_last = size.get("up_to"), index == len(sizes) - 1
        if (up_to is None) != is_last:
            draft.refuse(item, "The last size has no 'up_to', and only the last.")
        elif up_to is not None and up_to <= before:
            text = f"Sizes must rise; '{size.get('key')}' goes up to {up_to} but follows {before}."
            draft.refuse(item, text, "up_to")
        before = up_to if up_to is not None else before


def _check_expected(draft: Draft) -> None:
    expected = draft.header.content.get("expected")
    if expected is None:
        return
    for size in draft.sizes:
        if size not in expected:
            draft.refuse(draft.header, f"'expected' lacks '{size}'.", "expected")
    years = max(map(len, expected.values()), default=0)
    for size, targets in expected.items():
        if size not in draft.sizes:
            near = did_you_mean(size, draft.sizes)
            text = f"'expected' has '{size}', which is not a size.{near}"
            draft.refuse(draft.header, text, "expected", size)
        elif len(targets) != years:
            text = f"'expected' has {len(targets)} years for '{size}'; {years} elsewhere."
            draft.refuse(draft.header, text, "expected", size)
