"""However an author slips, the validator answers; and what it accepts can be used."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from diligence.framework.checks import Problem
from diligence.framework.loader import edition_from_folder
from tests.diligence.framework.checks.desk import Desk
from tests.diligence.framework.sample import EDITIONS

FILES = sorted(path.name for path in (EDITIONS / "2031").glob("*.yaml"))
JUNK = ["true", "3", "[]", "{}", "[1, a]", "{a: b}", "", "~", "'x'", "no", "[{a: 1}]", "- a"]

slips = st.tuples(
    st.sampled_from(FILES),
    st.integers(0, 10_000),
    st.sampled_from(["leave out", "twice", "indent", *JUNK]),
)


def slip(folder: Path, name: str, place: int, how: str) -> None:
    """Do to one line of a file what authors do."""
    lines = (folder / name).read_text().split("\n")
    at = place % len(lines)
    before, colon, _ = lines[at].partition(":")
    changed = {"leave out": [], "twice": [lines[at]] * 2, "indent": [f"  {lines[at]}"]}
    lines[at : at + 1] = changed.get(how, [f"{before}{colon} {how}"])
    (folder / name).write_text("\n".join(lines))


@settings(deadline=None, max_examples=60, database=None)
@given(st.lists(slips, min_size=1, max_size=3))
def test_the_validator_never_fails_and_what_it_accepts_is_an_edition(slipped) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "2031"
        shutil.copytree(EDITIONS / "2031", folder)
        for name, place, how in slipped:
            slip(folder, name, place, how)
        problems = Desk(folder).problems()

        assert problems == sorted(problems)
        assert all(isinstance(problem, Problem) and problem.line > 0 for problem in problems)
        if all(problem.is_warning for problem in problems):
            assert edition_from_folder(folder).questions
