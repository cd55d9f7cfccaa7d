"""The leaders' board on PostgreSQL over a million dossiers, 50,000 of them open, as 16 leaders ask for it.

The real server answers signed-in leaders of the province and of districts: each taps once a second, then each asks
again as soon as he is answered, which shows what the server can do at most. Its figures are those of a recount in
Python, dossier by dossier, by the pure rule `dossiers.risk`. The limit is the 200 ms that the first page may take;
beside it stands the same aggregate written by hand in SQL. Needs `DATABASE_URL` of a PostgreSQL server on which a
database may be made; otherwise there is nothing to report.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from typing import Any

DOSSIERS, OPEN = int(os.environ.get("BENCH_DOSSIERS", "1000000")), 50_000
LEADERS, SECONDS = 16, 20
LIMIT_MS = 200
Row = dict[str, Any]


def rows() -> list[Row]:
    """Rows of the bench: keys work, ours, peer, ratio, unit."""
    from bench.dossiers import _fresh_database

    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith(("postgres:", "postgresql:")):
        return []
    with _fresh_database(server) as url, tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"HAIDANG_HOME": home, "DATABASE_URL": url}
        done = subprocess.run(
            [sys.executable, "-m", "bench.board"], env=environment, stdout=subprocess.PIPE, text=True, check=True
        )
    return list(json.loads(done.stdout))


def measure() -> list[Row]:
    """Fills the database of this process, serves it, asks and recounts."""
    from bench import board_rows
    from haidang.config import installation

    installation.start_django()
    installation.prepare()
    board_rows.fill(DOSSIERS, OPEN)
    return ask(board_rows.leaders(LEADERS))


def ask(users: list[Any]) -> list[Row]:
    """Serves what the database holds, asks and recounts."""
    from bench import board_rows

    cold, sql = _cold_ms(users[0]), _sql_ms()
    with _served() as (port, server):
        cookies = [board_rows.session_of(user) for user in users]
        _check(port, cookies[0], users[0])
        _check(port, cookies[1], users[1])
        _ask_all(port, cookies, seconds=3)
        calm = _ask_all(port, cookies, seconds=SECONDS, pause=1.0)
        begin = _cpu(server)
        rushed = _ask_all(port, cookies, seconds=SECONDS)
        cpu_ms = (_cpu(server) - begin) * 1000 / len(rushed)
    name = f"board's first page, {DOSSIERS:,} dossiers ({OPEN:,} open), {LEADERS} leaders"
    return [
        *_rows(f"{name}, a tap a second each", calm),
        *_rows(f"{name}, without a pause", rushed),
        _row(f"{name}: CPU of the server a page (peer: its two aggregates in SQL by hand)", cpu_ms, sql, "ms"),
        _row("board counted anew, nothing remembered (peer: its two aggregates in SQL by hand)", cold, sql, "ms"),
    ]


def _rows(name: str, times: list[float]) -> list[Row]:
    return [
        _row(f"{name}: p95 of {len(times)} pages (limit: {LIMIT_MS} ms)", quantiles(times, n=20)[-1], LIMIT_MS, "ms"),
        _row(f"{name}: median (limit: {LIMIT_MS} ms)", median(times), LIMIT_MS, "ms"),
    ]


def _row(work: str, ours: float, peer: float, unit: str) -> Row:
    return {"work": work, "ours": round(ours, 1), "peer": round(peer, 1), "ratio": round(peer / ours, 2), "unit": unit}


def _cold_ms(user: Any) -> float:
    """The board of the whole province counted by its own code, best of five, by the clock."""
    from django.conf import settings

    from haidang.dossiers.api import boards
    from haidang.platform import clock

    settings.BOARD_SECONDS = 0
    return _best(lambda: boards.board(boards.Asked(), boards.reach_of(user, on=clock.today()), now=clock.now()))


def _sql_ms() -> float:
    """What the figures of the first page cost if somebody writes the two aggregates by hand."""
    from django.db import connection

    from haidang.platform import clock

    now = clock.now()

    def both() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT agency_id, count(*), count(*) FILTER (WHERE due_at < %(now)s OR (due_at IS NULL"
                " AND receive_by < %(now)s AND NOT is_paused AND state <> 5)),"
                " count(*) FILTER (WHERE due_at >= %(now)s AND warn_at <= %(now)s),"
                " count(*) FILTER (WHERE due_at IS NULL AND (is_paused OR state = 5)) FROM dossiers_dossier"
                " WHERE state IN (1, 2, 4, 5, 6) GROUP BY agency_id",
                {"now": now},
            )
            cursor.fetchall()
            cursor.execute(
                "SELECT agency_id, count(*), count(*) FILTER (WHERE finished_at <= due_at) FROM dossiers_dossier"
                " WHERE finished_at >= %s AND finished_at <= %s GROUP BY agency_id",
                [now - timedelta(days=30), now],
            )
            cursor.fetchall()

    return _best(both)


def _best(work: Any) -> float:
    def once() -> float:
        begin = time.perf_counter()
        work()
        return (time.perf_counter() - begin) * 1000

    once()
    return min(once() for _ in range(5))


@contextmanager
def _served() -> Iterator[tuple[int, int]]:
    """The site as `haidang serve` runs it, its worker elsewhere, until the block ends: its port and process."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "haidang", "serve", "--no-worker", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        for _attempt in range(200):
            try:
                _get(HTTPConnection("127.0.0.1", port, timeout=5), "", "/")
                break
            except OSError:
                time.sleep(0.2)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def _get(connection: HTTPConnection, cookie: str, path: str) -> str:
    connection.request("GET", path, headers={"Cookie": f"sessionid={cookie}", "Host": "localhost"})
    answer = connection.getresponse()
    body = answer.read().decode()
    if cookie and answer.status != 200:
        raise AssertionError(f"{answer.status} for {path}")
    return body


def _ask_all(port: int, cookies: list[str], *, seconds: float, pause: float = 0.0) -> list[float]:
    """Milliseconds of every page that all leaders together were given; each waits `pause` seconds between two."""
    found: list[float] = []
    until = time.perf_counter() + seconds

    def keep_asking(cookie: str, wait: float) -> None:
        time.sleep(wait)
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        while (begin := time.perf_counter()) < until:
            _get(connection, cookie, "/dieu-hanh/")
            found.append((time.perf_counter() - begin) * 1000)
            time.sleep(pause)

    waits = [pause * place / len(cookies) for place in range(len(cookies))]
    threads = [threading.Thread(target=keep_asking, args=each) for each in zip(cookies, waits, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def _cpu(pid: int) -> float:
    """Seconds of CPU that a process and its children have used."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], stdout=subprocess.PIPE, text=True, check=False)
    return sum(_ticks(each) for each in [pid, *map(int, listed.stdout.split())]) / os.sysconf("SC_CLK_TCK")


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _check(port: int, cookie: str, user: Any) -> None:
    """Every figure of the served page is that of a recount in Python at the moment that the page names."""
    from bench import board_recount

    page = _get(HTTPConnection("127.0.0.1", port, timeout=60), cookie, "/dieu-hanh/")
    as_of = datetime.fromisoformat(re.search(r'<time id="luc" datetime="([^"]+)"', page)[1])  # type: ignore[index]
    shown, expected = board_recount.shown(page), board_recount.recount(user, as_of)
    if wrong := {key: (count, expected[key]) for key, count in shown.items() if count != expected[key]}:
        raise AssertionError(f"shown and recounted: {wrong}")
    lines, names = {line for line, _name in shown}, {name for line, name in shown if line}
    if missing := {key for key in expected if key[1] in names and key[0] not in lines}:
        raise AssertionError(f"not shown: {sorted(missing)}")


if __name__ == "__main__":
    json.dump(measure(), sys.stdout)
