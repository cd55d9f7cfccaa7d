"""Forecasts of open dossiers, beside what a province with 50,000 of them needs if they are made within ten minutes.

The rows are plain ones as the commands leave them, without their journal: what forecasts read, and as many of it.
"""

import os
import random
import sys
from datetime import datetime, timedelta
from time import process_time
from typing import Any

OPEN, FINISHED = 5_000, 10_000
NEEDED = 50_000 / 600
PROCEDURES, AGENCIES, STEPS = 40, 30, ("Thẩm định hồ sơ", "Lãnh đạo phòng xem xét", "Lãnh đạo sở phê duyệt")
START = datetime.fromisoformat("2024-07-01T08:00+07:00")
NOW = datetime.fromisoformat("2024-11-04T09:00+07:00")
Row = dict[str, Any]


def rows() -> list[Row]:
    """Makes the rows in a home of its own; open dossiers per second of CPU time, learning included."""
    from haidang.config import installation

    installation.start_django()
    installation.prepare()
    _fill()
    from haidang.steering import api as steering

    begin = process_time()
    count = steering.refresh_forecasts(NOW)
    rate = count / (process_time() - begin)
    work = f"forecasts of {count:,} open dossiers, learnt from {FINISHED:,} (limit: 50,000 in ten minutes)"
    return [{"work": work, "ours": rate, "peer": NEEDED, "ratio": rate / NEEDED, "unit": "dossiers/s"}]


def _fill() -> None:
    from haidang.catalogue.models import ProcedureVersion
    from haidang.dossiers.models import ClockInterval, Dossier, DueDate
    from haidang.identity import api as identity
    from haidang.identity.models import Agency, CalendarVersion
    from haidang.workflow.models import ProcessInstance, ProcessVersion, StepInstance

    rng = random.Random(50)
    versions = list(ProcedureVersion.objects.order_by("pk")[:PROCEDURES])
    agencies = list(Agency.objects.order_by("pk")[:AGENCIES])
    calendar, process = CalendarVersion.objects.latest("number"), ProcessVersion.objects.order_by("pk")[0]
    system = identity.system_account(now=NOW)
    for begin in range(0, OPEN + FINISHED, 2_500):
        plans = [_plan(rng, number, is_open=number >= FINISHED) for number in range(begin, begin + 2_500)]
        agency = [rng.choice(agencies) for _ in plans]
        instances = ProcessInstance.objects.bulk_create(
            ProcessInstance(
                process=process, subject=f"dossier:{plan['code']}", agency=place, started_at=plan["moments"][0],
                ended_at=plan["moments"][-1] if plan["is_over"] else None,
            )
            for plan, place in zip(plans, agency, strict=True)
        )  # fmt: skip
        made = Dossier.objects.bulk_create(
            _dossier(Dossier, plan, agency=place, instance=instance, version=rng.choice(versions), calendar=calendar)
            for plan, place, instance in zip(plans, agency, instances, strict=True)
        )
        StepInstance.objects.bulk_create(
            step
            for plan, place, instance in zip(plans, agency, instances, strict=True)
            for step in _steps(StepInstance, plan, place, instance)
        )
        common = [(dossier, plan["moments"][0]) for dossier, plan in zip(made, plans, strict=True)]
        ClockInterval.objects.bulk_create(
            ClockInterval(dossier=each, seq=1, since=since, started_by=system) for each, since in common
        )
        DueDate.objects.bulk_create(
            DueDate(dossier=each, seq=2, since=since, due_at=each.due_at) for each, since in common
        )


def _plan(rng: random.Random, number: int, *, is_open: bool) -> Row:
    """When a dossier was received and when each of its steps ended; an open one has not done all of them."""
    received = (NOW - timedelta(days=6)) if is_open else START + timedelta(minutes=rng.randrange(100 * 24 * 60))
    moments = [received]
    for _step in range(rng.randrange(len(STEPS)) if is_open else len(STEPS)):
        moments.append(min(moments[-1] + timedelta(hours=rng.expovariate(1 / 30)), NOW))
    code = f"000.00.00.H06-{received:%y%m%d}-{number:05d}"
    return {"code": code, "moments": moments, "is_over": not is_open, "term": rng.randrange(3, 12)}


def _dossier(table: Any, plan: Row, *, agency: Any, instance: Any, version: Any, calendar: Any) -> Any:
    received = plan["moments"][0]
    end = plan["moments"][-1] if plan["is_over"] else None
    return table(
        code=plan["code"], state=9 if end else 4, procedure_code=version.procedure.code, procedure_version=version,
        agency=agency, intake_agency=agency, channel="online", submitted_at=received, receive_by=received,
        received_at=received, due_at=received + timedelta(days=plan["term"]), closed_at=end, finished_at=end,
        form_number=1, head_hash="", calendar_version=calendar, pause_policy="pause", process=instance,
    )  # fmt: skip


def _steps(table: Any, plan: Row, agency: Any, instance: Any) -> list[Any]:
    moments = plan["moments"]
    return [
        table(
            instance=instance, node=f"s{place}", move=place, name=name, role="specialist", agency=agency, hours=8.0,
            status="done" if place + 1 < len(moments) else "open", opened_at=moments[place], due_at=moments[place],
            closed_at=moments[place + 1] if place + 1 < len(moments) else None,
        )
        for place, name in enumerate(STEPS[: len(moments)])
    ]  # fmt: skip


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("HAIDANG_HOME", folder)
        for row in rows():
            sys.stdout.write(f"{row['work']}: {row['ours']:.0f}/s (needed {row['peer']:.0f}/s)\n")
