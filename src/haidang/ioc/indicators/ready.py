"""Publishes the indicators that a province's profile comes with; what people have published since stays."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from haidang.identity import api as identity
from haidang.ioc.indicators.publishing import publish
from haidang.ioc.indicators.tables import IndicatorVersion
from haidang.platform.canonical import canonical

FILE = "indicators.json"
REASON = "Bộ chỉ số kèm theo hồ sơ tỉnh"


def install(folder: Path, *, province_code: str, now: datetime, valid_from: date) -> int:
    """Publishes every indicator of the profile that is new or has changed there; returns how many."""
    path, made = folder / FILE, 0
    for content in json.loads(path.read_text()) if path.exists() else []:
        content["owner"] = f"{province_code}.{content['owner']}" if content["owner"] else province_code
        made += _install(content, now=now, valid_from=valid_from)
    return made


def _install(content: dict[str, Any], *, now: datetime, valid_from: date) -> int:
    house = identity.system_account(now=now)
    rows = IndicatorVersion.objects.filter(indicator__code=content["code"]).order_by("-number")
    last = rows.select_related("published_by").first()
    if last is not None and (not identity.is_system(last.published_by) or last.content == content):
        return 0
    number = last.number if last else 0
    publish(
        content=content,
        reason=REASON,
        schemas={},
        actor=house,
        now=now,
        key=f"profile-{content['code']}-{number + 1}-{len(canonical(content))}",
        after=number,
        valid_from=valid_from,
    )
    return 1
