"""Installs a profile's sample sources, and brings each its first delivery."""

import secrets
import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings

from haidang.identity.api import User
from haidang.ioc.sources.contract import Contract, from_plain
from haidang.ioc.sources.errors import Refused
from haidang.ioc.sources.publishing import publish, secrets_of
from haidang.ioc.sources.receiving import Message, receive, sign
from haidang.ioc.sources.running import run
from haidang.ioc.sources.samples.catalogue import rows
from haidang.ioc.sources.samples.faults import Faults
from haidang.ioc.sources.samples.writing import as_csv, as_json
from haidang.ioc.sources.tables import Source, SourceRun
from haidang.platform import clock

FILE = "sources.json"
GARBAGE = Faults(garbage=1.0)
"""One delivery of the demonstration comes with faults, so that there is something to repair."""
SPOILED = "vien_thong_5g"


def contracts(profile: Path) -> list[Contract]:
    """The sample contracts of a profile; owners are named by their suffix below the province."""
    found: dict[str, Any] = msgspec.json.decode((profile / FILE).read_bytes())
    return [from_plain({**item, "agency": f"{settings.PROVINCE_CODE}.{item['agency']}"}) for item in found["sources"]]


def install(profile: Path, *, actor: User, now: datetime) -> int:
    """Publishes the samples that are not there yet; returns how many. Raises what `publish` raises."""
    known = set(Source.objects.values_list("code", flat=True))
    fresh = [contract for contract in contracts(profile) if contract.code not in known]
    for contract in fresh:
        publish(
            contract=contract,
            actor=actor,
            now=now,
            key=f"sample:{contract.code}",
            secrets={"signing_key": secrets.token_urlsafe(32)} if contract.kind == "webhook" else None,
            note="Nguồn mẫu của bản trình diễn",
            expected_number=0,
        )
    return len(fresh)


def deliver_all(profile: Path, *, actor: User, now: datetime) -> list[SourceRun]:
    """Puts what the samples read where they read it, and runs each source once."""
    today = clock.local(now).date()
    codes = [contract.code for contract in contracts(profile)]
    write_files(Path(settings.SOURCE_FOLDER) / "mau", today)
    push("giao_thong_camera", today, now=now)
    return [
        run(code=code, actor=actor, now=now, key=f"sample-run:{code}:{now:%Y%m%d%H%M%S}", trigger="command")
        for code in codes
    ]


def write_files(folder: Path, today: date) -> None:
    """The drop folder's file of 5G stations, with some garbage, and the population database."""
    (folder / "tram-5g").mkdir(parents=True, exist_ok=True)
    (folder / "tram-5g" / f"{today:%Y-%m}.csv").write_bytes(as_csv(rows(SPOILED, today, GARBAGE)))
    found = rows("dan_so_theo_xa", today)
    names = list(found[0])
    path = folder / "dan-so.db"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"CREATE TABLE dan_so_theo_xa ({', '.join(names)})")
        marks = ", ".join("?" * len(names))
        database.executemany(f"INSERT INTO dan_so_theo_xa VALUES ({marks})", [tuple(row.values()) for row in found])  # noqa: S608
        database.commit()


def push(code: str, today: date, *, now: datetime) -> None:
    """Sends yesterday's counts as the cameras' own system would: signed, once for each day."""
    source = Source.objects.select_related("contract").get(code=code)
    if source.contract is None:
        raise Refused(code)
    body, number = as_json(rows(code, today)), f"{code}-{today.isoformat()}"
    at = str(int(clock.machine_now().timestamp()))
    signature = sign(body, at=at, number=number, signing_key=secrets_of(source.contract)["signing_key"])
    receive(code=code, message=Message(at, number, signature, body), now=now, machine_now=clock.machine_now())
