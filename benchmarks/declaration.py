"""Figure 15: reading a declaration of 600 smelters, against openpyxl walking the same sheets."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import openpyxl

from benchmarks.figures import Figure, noted, ratio
from diligence.smelters import apart
from diligence.smelters.reading import read
from tests.smelters.workbooks import Row, make

SMELTERS = 600
SHEETS = ("Revision", "Declaration", "Smelter List", "Checker", "Product List", "Smelter Look-up")
DAY = date(2026, 6, 1)


def measure(rounds: int) -> list[Figure]:
    """Read the same file in turns; processor time, so that neighbours hardly count."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cmrt.xlsx"
        path.write_bytes(workbook())
        declared = read(path, DAY)
        assert len(declared.smelters) == SMELTERS
        pairs = [(cpu(lambda: read(path, DAY)), cpu(lambda: walk(path))) for _ in range(rounds)]
        began = time.perf_counter()
        apart.read(path, DAY)
        took = time.perf_counter() - began
    ours, theirs = (median(one) * 1000 for one in zip(*pairs, strict=True))
    detail = f"{ours:.0f} ms / {theirs:.0f} ms; ours also checks, merges and looks up"
    name = f"CPU of reading {SMELTERS} smelters / openpyxl walking the same sheets"
    return [
        ratio("15", name, 1.0, [a / b for a, b in pairs], detail),
        noted("15", f"reading {SMELTERS} smelters, process apart", f"{took:.2f} s", "wall time"),
    ]


def workbook() -> bytes:
    """Return a declaration with many smelters, each also in the workbook's own list."""
    metals = ("Tin", "Gold", "Tantalum", "Tungsten")
    rows = [
        Row.known(metals[n % 4], f"Voorbeeld Smelterij {n}", "CHINA", f"CID97{n:04}")
        for n in range(1, SMELTERS + 1)
    ]
    return make(rows=rows)


def walk(path: Path) -> int:
    """Let openpyxl read every cell of the sheets that we read, as fast as it can."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    found = 0
    for name in SHEETS:
        for row in book[name].iter_rows(values_only=True):
            found += sum(value is not None for value in row)
    book.close()
    return found


def cpu(work: Callable[[], object]) -> float:
    """Return the processor time of one go, in seconds."""
    began = time.process_time()
    work()
    return time.process_time() - began
