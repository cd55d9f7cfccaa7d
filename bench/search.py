"""Search latency over all procedures, beside a plain fuzzy scan and a database's text search in the same run."""

import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from haidang.catalogue.importing import records
from haidang.catalogue.importing.readers import open_records
from haidang.catalogue.searching.index import Entry, Index, build
from haidang.platform.text import fold

PROFILE = Path(__file__).resolve().parent.parent / "src" / "haidang" / "profiles" / "brvt_2024" / "procedures.jsonl.gz"
NATIONAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "tthc" / "tthc_national_2026-07.jsonl.gz"
LIMIT_MS = 50.0
QUERIES = 300


def names() -> list[tuple[str, str]]:
    """Codes and names of all procedures at hand: the national file where it stands beside the checkout."""
    path = NATIONAL if NATIONAL.exists() else PROFILE
    readings = (records.read(records.decode(raw.text)) for raw in open_records(path))
    return [(reading.code, reading.facts.name) for reading in readings]


def queries(found: list[tuple[str, str]]) -> list[str]:
    """What people type: without diacritics, a few words, the last one cut, every third with a slip."""
    chance = random.Random(2024)
    made = []
    for number in range(QUERIES):
        words = fold(chance.choice(found)[1]).split()[:8]
        text = " ".join(words)[: chance.randint(8, 40)]
        if number % 3 == 0 and len(text) > 4:
            at = chance.randrange(len(text) - 1)
            text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        made.append(text)
    return made


def timed(answer: Callable[[str], object], asked: Sequence[str]) -> list[float]:
    """Milliseconds of CPU of each query: steadier than the clock on a busy machine."""
    spent = []
    for text in asked:
        start = time.thread_time()
        answer(text)
        spent.append((time.thread_time() - start) * 1000)
    return spent


def full_text(found: list[tuple[str, str]]) -> Callable[[str], object]:
    """SQLite's FTS5 over folded names, prefix on the last word."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE name USING fts5(text)")
    database.executemany("INSERT INTO name VALUES (?)", [(fold(name),) for _code, name in found])

    def answer(text: str) -> object:
        terms = " ".join(f'"{word}"' for word in fold(text).replace('"', " ").split())
        return database.execute(
            "SELECT rowid FROM name WHERE name MATCH ? ORDER BY rank LIMIT 20", (f"{terms} *",)
        ).fetchall()

    return answer


def rows() -> list[dict[str, Any]]:
    """Rows of the bench: keys work, ours, peer, ratio, unit. Smaller is better; ratio is peer / ours."""
    found = names()
    asked = queries(found)
    folded = [fold(name) for _code, name in found]
    start = time.thread_time()
    index: Index = build(Entry(code, name, fold(name), offered=True) for code, name in found)
    build_ms = (time.thread_time() - start) * 1000
    ours = sorted(timed(lambda text: index.find(text, within=index.all), asked))
    scan = timed(lambda text: process.extract(fold(text), folded, scorer=fuzz.partial_ratio, limit=20), asked[:60])
    start = time.thread_time()
    fts = full_text(found)
    peer_ms = (time.thread_time() - start) * 1000
    match = timed(fts, asked)
    middle, late = statistics.median(ours), ours[int(len(ours) * 0.99)]
    what = f"search over {len(found)} procedures"
    return [
        row(f"{what}, p50 (peer: rapidfuzz partial_ratio over all)", middle, statistics.median(scan)),
        row(f"{what}, p50 (peer: SQLite FTS5, forgives no slip)", middle, statistics.median(match)),
        row(f"{what}, p99 (peer: the limit)", late, LIMIT_MS),
        row(f"index of {len(found)} procedures built (peer: SQLite FTS5)", build_ms, peer_ms),
    ]


def row(work: str, ours: float, peer: float) -> dict[str, Any]:
    """One row in milliseconds."""
    return {
        "work": work,
        "ours": round(ours, 3),
        "peer": round(peer, 3),
        "ratio": round(peer / ours, 2),
        "unit": "ms CPU",
    }


if __name__ == "__main__":
    for one in rows():
        print(one)
