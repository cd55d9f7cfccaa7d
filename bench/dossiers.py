"""Dossiers per second through the commands, beside the same rows inserted bare on the same database.

Each database is measured in a process and an installation of its own: the embedded one always, PostgreSQL when
`DATABASE_URL` names a server. A dossier's way is seven commands, so seven transactions: submit, accept, three steps,
finish, return. The peer writes the very rows that the commands left, in as many transactions, without any rule,
right, hash, encryption, index or update of what is already there.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import urlsplit, urlunsplit

DOSSIERS, WARM_UP = 120, 5
COMMANDS = 7
NOW = datetime.fromisoformat("2024-11-04T09:00+07:00")
PROCESS = "commune-same-day"


def rows() -> list[dict[str, Any]]:
    """Rows of the bench: keys work, ours, peer, ratio, unit."""
    found = _measured("SQLite", url="")
    server = os.environ.get("DATABASE_URL", "")
    if server.startswith(("postgres:", "postgresql:")):
        with _fresh_database(server) as url:
            found += _measured("PostgreSQL", url=url)
    return found


def _measured(name: str, *, url: str) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"HAIDANG_HOME": home, "DATABASE_URL": url}
        command = [sys.executable, "-m", "bench.dossiers", name]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return list(json.loads(done.stdout))


@contextmanager
def _fresh_database(server: str) -> Iterator[str]:
    import psycopg

    name = f"haidang_bench_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def measure(name: str) -> list[dict[str, Any]]:
    """Both ways on the database of this process."""
    from haidang.config import installation

    installation.start_django()
    installation.prepare()
    carry = _way()
    for _number in range(WARM_UP):
        carry()
    first = _last_ids()
    ours = _timed(lambda: [carry() for _number in range(DOSSIERS)])
    written = _acts(first)
    bare = _timed(lambda: _insert(written))
    return [
        {
            "work": f"submit + accept + 3 steps + finish + return, {name} (peer: the same rows inserted bare)",
            "ours": round(DOSSIERS / ours[0], 1),
            "peer": round(DOSSIERS / bare[0], 1),
            "ratio": round(bare[0] / ours[0], 3),
            "unit": "dossiers/s",
        },
        {
            "work": f"one command, {name} (peer: its rows inserted bare)",
            "ours": round(ours[1] / DOSSIERS / COMMANDS * 1000, 2),
            "peer": round(bare[1] / DOSSIERS / COMMANDS * 1000, 2),
            "ratio": round(bare[1] / ours[1], 3),
            "unit": "ms CPU",
        },
    ]


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and seconds of CPU."""
    clock, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - cpu


def _way() -> Callable[[], None]:
    """A function that carries one more dossier of a real procedure all the way."""
    from haidang.dossiers import api as dossiers
    from haidang.workflow import api as workflow

    filing, people = _filing(), _people()
    seconds, keys = count(), (f"bench-{number:09d}" for number in count())
    plan = workflow.plan_of(workflow.current(PROCESS).pk)
    steps = [task.role for _node, task in plan.tasks()]
    result = _upload("result")

    def carry() -> None:
        # Every dossier has its own second, by which its rows are found again.
        now = NOW + timedelta(seconds=next(seconds))
        receipt = dossiers.submit(filing=filing, actor=people["citizen"], now=now, key=next(keys))
        rest: dict[str, Any] = {"code": receipt.code, "now": now}
        dossiers.accept(actor=people["reception"], key=next(keys), **rest)
        for role in steps:
            (step,) = workflow.open_steps(f"dossier:{receipt.code}")
            dossiers.complete_step(step_id=step.pk, actor=people[role], key=next(keys), **rest)
        dossiers.finish(results=[result], actor=people["specialist"], key=next(keys), **rest)
        dossiers.return_result(how="direct", actor=people["reception"], key=next(keys), **rest)

    return carry


def _procedure() -> Any:
    """The first offered procedure with the three-step process and one time limit that can be filed online."""
    from haidang.catalogue import api as catalogue

    on = NOW.date()
    for code in catalogue.procedures_of(_agency().id, on=on):
        found = catalogue.published(code, on=on)
        online = [case for case in found.content.cases if case.service_level != "none"]
        if found.content.process_code == PROCESS and online and catalogue.term_for(found, "online"):
            return found, online[0]
    raise LookupError(f"the profile offers no procedure with the process {PROCESS}")


def _agency() -> Any:
    from haidang.identity import api as identity

    return identity.agency("H06.30.01", on=NOW.date())


def _filing() -> Any:
    from haidang.catalogue import api as catalogue
    from haidang.dossiers import api as dossiers

    published, case = _procedure()
    form = catalogue.form_for(published, case.key)
    return dossiers.Filing(
        procedure_code=published.code,
        case_key=case.key,
        agency_id=_agency().id,
        channel="online",
        owner=dossiers.Owner(name="Nguyễn Thị An", id_number="077085001234", phone="0612345678"),
        answers={field.key: _answer(field) for field in form.fields if field.required},
        documents=[_upload("one"), _upload("two")],
    )


def _answer(field: Any) -> str:
    if field.choices:
        return str(field.choices[0].key)
    plain = {"date": "02/01/1985", "phone": "0612345678", "email": "an@vidu.example", "id_number": "077085001234"}
    return plain.get(field.kind) or (str(field.minimum or 1) if field.kind == "number" else "Đề nghị giải quyết")


def _upload(text: str) -> Any:
    from io import BytesIO

    import pikepdf

    from haidang.dossiers import api as dossiers
    from haidang.platform import files

    document, out = pikepdf.new(), BytesIO()
    document.add_blank_page()
    document.docinfo["/Title"] = text
    document.save(out)
    return dossiers.Upload(files.store([out.getvalue()], name=f"{text}.pdf"), text)


def _people() -> dict[str, Any]:
    from haidang.identity import api as identity

    agency = _agency().code
    people = {}
    for role in ("citizen", "reception", "specialist", "leader"):
        is_citizen = role == "citizen"
        people[role] = identity.create_account(
            username=f"bench.{role}",
            password=secrets.token_urlsafe(),
            kind="citizen" if is_citizen else "officer",
            full_name="Nguyễn Thị An",
            id_number="077085001234" if is_citizen else "",
            now=NOW,
        )
        if not is_citizen:
            identity.assign_role(user=people[role], agency_code=agency, role=role, valid_from=NOW.date())
    return people


def _tables() -> dict[str, Callable[[dict[str, Any]], int]]:
    """The tables that the commands write, each with the number of the act that left a row of it."""
    from haidang.dossiers.models import ClockInterval, Document, Dossier
    from haidang.platform.models import IdempotencyRecord, JournalEntry, OutboxMessage
    from haidang.workflow.api import ProcessInstance, StepInstance

    return {
        JournalEntry._meta.db_table: lambda row: row["seq"],
        OutboxMessage._meta.db_table: lambda row: row["seq"],
        IdempotencyRecord._meta.db_table: lambda row: json.loads(row["answer"])["event_seq"],
        Dossier._meta.db_table: lambda _row: 1,
        Document._meta.db_table: lambda row: 1 if row["kind"] == "input" else COMMANDS - 1,
        ClockInterval._meta.db_table: lambda _row: 2,
        ProcessInstance._meta.db_table: lambda _row: 2,
        StepInstance._meta.db_table: lambda row: 2 + row["move"],
    }


def _last_ids() -> dict[str, int]:
    from django.db import connection

    with connection.cursor() as cursor:
        found = {}
        for table in _tables():
            cursor.execute(f"SELECT COUNT(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
    return found


def _acts(first: dict[str, int]) -> list[list[tuple[str, tuple[Any, ...]]]]:
    """What was written after `first`, act by act, as (statement, values); and empty tables to write it to again."""
    from django.db import connection

    acts: list[list[tuple[str, tuple[Any, ...]]]] = [[] for _act in range(DOSSIERS * COMMANDS)]
    with connection.cursor() as cursor:
        for table, act_of in _tables().items():
            order = "added_at, kind" if table.endswith("_document") else "id"
            cursor.execute(f"SELECT * FROM {table} ORDER BY {order}")
            names = [column[0] for column in cursor.description]
            plain = cursor.fetchall()[first[table] :]
            cursor.execute(f"CREATE TABLE bare_{table} AS SELECT * FROM {table} WHERE 1 = 0")
            statement = f"INSERT INTO bare_{table} VALUES ({', '.join(['%s'] * len(names))})"
            seen: dict[int, int] = {}
            for values in plain:
                act = act_of(dict(zip(names, values, strict=True)))
                # The n-th row that an act leaves in a table belongs to the dossier that it was left for.
                number = seen[act] = seen.get(act, -1) + 1
                per_act = 2 if table.endswith("_document") and act == 1 else 1
                acts[number // per_act * COMMANDS + act - 1].append((statement, values))
    return acts


def _insert(acts: list[list[tuple[str, tuple[Any, ...]]]]) -> None:
    """Writes each act's rows in one transaction, as directly as the driver allows."""
    from django.db import connection

    connection.ensure_connection()
    driver = connection.connection
    mark = "?" if connection.vendor == "sqlite" else "%s"
    begin = "BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN"
    cursor = driver.cursor()
    for act in acts:
        cursor.execute(begin)
        for statement, values in act:
            cursor.execute(statement.replace("%s", mark), values)
        cursor.execute("COMMIT")


if __name__ == "__main__":
    json.dump(measure(sys.argv[1]), sys.stdout)
