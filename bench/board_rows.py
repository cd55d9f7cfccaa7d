"""Rows of a province of any size as the commands leave them, copied into PostgreSQL; no board reads their journals."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

OFFERED = 40
"""Procedures that one agency handles."""
DAYS_BACK = 730
DAY = timedelta(days=1)
_Columns = tuple[str, ...]


def fill(dossiers: int, open_: int) -> None:
    """So many dossiers, the last of them open, with clocks, due dates, open steps; then what a night's vacuum does."""
    from django.db import connection

    rng = random.Random(2024)
    made = list(_dossiers(rng, dossiers, open_))
    with connection.cursor() as cursor:
        _copy(cursor, "workflow_processinstance", *_instances(made))
        _copy(cursor, "workflow_stepinstance", *_steps(rng, made))
        _copy(cursor, "dossiers_dossier", *_rows(made))
        _copy(cursor, "dossiers_duedate", *_due_dates(made))
        _copy(cursor, "dossiers_clockinterval", *_clocks(made))
        cursor.execute("VACUUM ANALYZE")


def leaders(count: int) -> list[Any]:
    """Half of them lead the province, half a district or department each."""
    from haidang.identity import api as identity
    from haidang.platform import clock

    on = clock.today()
    province, *others = identity.agencies(on)
    found = []
    for number in range(count):
        place = province if number % 2 == 0 else others[number % len(others)]
        user = identity.create_account(
            username=f"bench{number}",
            password="Biển-Vũng-Tàu-2024",
            kind="officer",
            full_name=f"Lãnh đạo {number}",
            now=clock.now(),
        )
        identity.assign_role(
            user=user, agency_code=place.code, role="leader", valid_from=on - DAY, with_descendants=True
        )
        found.append(user)
    return found


def session_of(user: Any) -> str:
    """The cookie of somebody who has signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _dossiers(rng: random.Random, count: int, open_: int) -> Iterator[dict[str, Any]]:
    from haidang.catalogue.models import ProcedureVersion
    from haidang.identity import api as identity
    from haidang.platform import clock

    now = clock.now()
    versions = list(ProcedureVersion.objects.values_list("pk", "procedure__code"))
    offers = [(view.id, rng.sample(versions, OFFERED)) for view in identity.agencies(clock.today())]
    for number in range(1, count + 1):
        agency_id, offered = offers[rng.randrange(len(offers))]
        version, code = offered[rng.randrange(OFFERED)]
        is_open = number > count - open_
        yield {
            "id": number,
            "agency": agency_id,
            "version": version,
            "code": code,
            **(_open(rng, now) if is_open else _finished(rng, now)),
        }


def _open(rng: random.Random, now: Any) -> dict[str, Any]:
    received = now - DAY * (rng.random() * 20)
    due = received + DAY * rng.randrange(3, 30) + timedelta(minutes=rng.randrange(500))
    found = {"received": received, "due": due, "warn": due - DAY, "finished": None, "paused": False, "state": 4}
    chance = rng.random()
    if chance < 0.05:
        return found | {"received": None, "due": None, "warn": None, "state": 1, "by": received + DAY * 15}
    if chance < 0.15:
        return found | {"due": None, "warn": None, "paused": True, "state": 5 if chance < 0.12 else 4}
    return found


def _finished(rng: random.Random, now: Any) -> dict[str, Any]:
    finished = now - DAY * (rng.random() * DAYS_BACK)
    received = finished - DAY * (rng.random() * 20)
    due = finished + DAY * (rng.random() * 10 - 0.8)
    due = max(due, received)
    return {"received": received, "due": due, "warn": due - DAY, "finished": finished, "paused": False, "state": 10}


def _rows(made: list[dict[str, Any]]) -> tuple[_Columns, Iterator[tuple[Any, ...]]]:
    from haidang.dossiers.models import Dossier

    columns = tuple(field.column for field in Dossier._meta.fields)
    blank = {field.column: _blank(field) for field in Dossier._meta.fields}

    def rows() -> Iterator[tuple[Any, ...]]:
        for each in made:
            received = each["received"]
            began = received or each["by"] - DAY * 15
            values = blank | {
                "id": each["id"], "code": f"000.00.00.H06-{began:%y%m%d}-{each['id']:07d}", "state": each["state"],
                "procedure_code": each["code"], "procedure_version_id": each["version"], "agency_id": each["agency"],
                "intake_agency_id": each["agency"], "channel": "online", "owner_name": "Nguyễn Văn A",
                "submitted_at": began, "receive_by": each.get("by") or began + DAY, "received_at": received,
                "promised_at": each["due"], "due_at": each["due"], "warn_at": each["warn"],
                "is_paused": each["paused"], "finished_at": each["finished"], "closed_at": each["finished"],
                "returned_at": each["finished"], "process_id": each["id"] if _has_steps(each) else None,
            }  # fmt: skip
            yield tuple(values[column] for column in columns)

    return columns, rows()


def _blank(field: Any) -> Any:
    if field.null:
        return None
    kind = field.get_internal_type()
    return {"BinaryField": b"", "BooleanField": False, "CharField": "", "TextField": ""}.get(kind, 1)


def _has_steps(each: dict[str, Any]) -> bool:
    return each["finished"] is None and each["received"] is not None


def _instances(made: list[dict[str, Any]]) -> tuple[_Columns, Iterator[tuple[Any, ...]]]:
    from haidang.workflow.models import ProcessVersion

    process = ProcessVersion.objects.values_list("pk", flat=True)[0]
    columns = ("id", "process_id", "subject", "agency_id", "moves", "started_at", "ended_at")
    return columns, (
        (each["id"], process, f"dossier:{each['id']}", each["agency"], "[]", each["received"], None)
        for each in made
        if _has_steps(each)
    )


def _steps(rng: random.Random, made: list[dict[str, Any]]) -> tuple[_Columns, Iterator[tuple[Any, ...]]]:
    columns = (
        "id", "instance_id", "node", "move", "name", "role", "agency_id", "unit", "hours", "status", "choice",
        "opened_at", "due_at",
    )  # fmt: skip
    names = ("Tiếp nhận", "Thẩm định hồ sơ", "Lãnh đạo phòng duyệt", "Lãnh đạo cơ quan ký")
    return columns, (
        (
            each["id"],
            each["id"],
            "n",
            1,
            names[rng.randrange(4)],
            "specialist",
            each["agency"],
            f"u{rng.randrange(5)}",
            8,
            "open",
            "",
            each["received"],
            each["received"] + DAY,
        )
        for each in made
        if _has_steps(each)
    )


def _due_dates(made: list[dict[str, Any]]) -> tuple[_Columns, Iterator[tuple[Any, ...]]]:
    columns = ("id", "dossier_id", "seq", "since", "until", "due_at", "early_before")
    return columns, (
        (each["id"], each["id"], 1, each["received"], None, each["due"], each["due"])
        for each in made
        if each["received"]
    )


def _clocks(made: list[dict[str, Any]]) -> tuple[_Columns, Iterator[tuple[Any, ...]]]:
    from haidang.identity.api import User
    from haidang.platform import clock

    officer = User.objects.create_user("bench", kind="officer", full_name="Bench", joined_at=clock.now())
    columns = ("id", "dossier_id", "seq", "ground", "reason", "started_by_id", "since", "until")
    return columns, (
        (
            each["id"],
            each["id"],
            1,
            ("supplement" if each["state"] == 5 else "other_agency") if each["paused"] else "",
            "",
            officer.pk,
            each["received"],
            each["finished"],
        )
        for each in made
        if each["received"]
    )


def _copy(cursor: Any, table: str, columns: _Columns, rows: Iterator[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)
