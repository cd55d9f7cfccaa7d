"""The site of the samples: a WSGI application, served by `haidang simulate-sectors` or asked in this process.

`/CODE.json`, `/CODE.csv`, `/CODE.xlsx`; queries: trang (page, 500 rows), tu (rows of that day and later), rac (percent
of garbage), doi_ten (old:new, several by commas).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qs, quote

import httpx

from haidang.ioc.sources.samples.catalogue import SAMPLES, rows
from haidang.ioc.sources.samples.faults import Faults
from haidang.ioc.sources.samples.writing import MARK, as_csv, as_excel, as_json

PAGE = 500
Start = Callable[[str, list[tuple[str, str]]], Any]
_DAYS = ("ngay", "thang", "gio", "Tháng")


@dataclass(frozen=True, slots=True)
class Site:
    """`today` says on which day the data stand; `faults` are those of every answer unless the query names others."""

    today: Callable[[], date]
    faults: Faults | None = None

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answers a request."""
        name, _dot, suffix = environ.get("PATH_INFO", "/").strip("/").partition(".")
        query = {key: values[0] for key, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        if name not in SAMPLES or suffix not in ("json", "csv", "xlsx"):
            start("404 Not Found" if name else "200 OK", [("Content-Type", "text/plain; charset=utf-8")])
            return ["\n".join([MARK, *(f"/{code}.json /{code}.csv /{code}.xlsx" for code in SAMPLES)]).encode()]
        found = [row for row in rows(name, self.today(), _faults(query) or self.faults) if _is_since(row, query)]
        content, kind = _written(name, found, suffix, query)
        start("200 OK", [("Content-Type", kind), ("Content-Length", str(len(content)))])
        return [content]


def _written(name: str, found: list[dict[str, Any]], suffix: str, query: dict[str, str]) -> tuple[bytes, str]:
    if suffix == "csv":
        return as_csv(found), "text/csv; charset=utf-8"
    if suffix == "xlsx":
        return as_excel(found), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    number = int(query["trang"]) if query.get("trang", "").isdecimal() else 1
    others = "".join(f"&{key}={quote(value)}" for key, value in query.items() if key != "trang")
    further = f"/{name}.json?trang={number + 1}{others}" if len(found) > PAGE * number else None
    return as_json(found[PAGE * (number - 1) : PAGE * number], further=further), "application/json"


def _is_since(row: dict[str, Any], query: dict[str, str]) -> bool:
    held = next((str(row[name]) for name in _DAYS if name in row), "")
    return not query.get("tu") or held >= query["tu"]


def _faults(query: dict[str, str]) -> Faults | None:
    garbage = query.get("rac", "")
    renames = dict(pair.split(":", 1) for pair in query.get("doi_ten", "").split(",") if ":" in pair)
    percent = float(garbage) if garbage.replace(".", "", 1).isdecimal() else 0.0
    return Faults(percent, renames) if percent or renames else None


def transport(today: date) -> httpx.BaseTransport:
    """A transport for httpx that answers in this process as the site stands on `today`."""
    return httpx.WSGITransport(app=Site(lambda: today))
