"""Turns a procedure as the national portal's service gives it (`LayThuTuc`) into the shape of its JSON lines.

Field names: DOMAIN §1.2. The service gives no counts of originals and copies, so its documents stand only where no
other source lists any (`folding`). In which words it gives units of time is in no source: the plain Vietnamese ones
are understood, for others the words are kept and no time is made of them.
"""

from typing import Any

from haidang.catalogue.importing.oddities import Cleaner
from haidang.platform.text import fold

_CHANNELS = {"1": "DIRECT", "2": "ONLINE", "3": "POSTAL"}
_UNITS = {
    "ngai lam viec": "WORKING_DAY",
    "gio lam viec": "HOUR",
    "gio": "HOUR",
    "ngai": "DAY",
    "thang": "MONTH",
    "nam": "YEAR",
}


def as_line(record: dict[str, Any], cleaner: Cleaner) -> dict[str, Any]:
    """The record's facts under the names of the JSON lines; the steps are left to `steps`."""
    papers = cleaner.objects(record.get("THANHPHANHOSO"))
    return {
        "name": record.get("TENTTHC"),
        "fields": _coded(record.get("LINHVUCTHUCHIEN"), "MALINHVUC", "TENLINHVUC", cleaner),
        "subjects": [item.get("TENDOITUONG") for item in cleaner.objects(record.get("DOITUONGTHUCHIEN"))],
        "executing": [item.get("TENDONVI") for item in cleaner.objects(record.get("COQUANTHUCHIEN"))],
        "methods": [line for item in cleaner.objects(record.get("CACHTHUCTHUCHIEN")) for line in _ways(item, cleaner)],
        "dossier": [{"case": "", "docs": [_paper(item) for item in papers]}] if papers else [],
        "results": _coded(record.get("KETQUATHUCHIEN"), "MAKETQUA", "TENKETQUA", cleaner),
        "legal": _coded(record.get("CANCUPHAPLY"), "SOVANBAN", "TENVANBAN", cleaner),
        "requirements": record.get("YEUCAU"),
    }


def steps(record: dict[str, Any], cleaner: Cleaner) -> tuple[str, ...]:
    """The steps of all cases, each case named where there are several."""
    found = []
    for case in cleaner.objects(record.get("TRINHTUTHUCHIEN")):
        title = cleaner.text(case.get("TRUONGHOP"))
        texts = [cleaner.lines(item.get("TENTRINHTU")) for item in cleaner.objects(case.get("TRINHTU"))]
        found += ["\n".join(part for part in (title, text) if part) for text in texts if text]
    return tuple(found)


def _coded(value: Any, code: str, name: str, cleaner: Cleaner) -> list[dict[str, Any]]:
    return [{"code": item.get(code), "name": item.get(name)} for item in cleaner.objects(value)]


def _ways(item: dict[str, Any], cleaner: Cleaner) -> list[dict[str, Any]]:
    channel = _CHANNELS.get(str(item.get("KENH")), item.get("KENH"))
    found = []
    for time in cleaner.objects(item.get("THOIGIAN")):
        unit = cleaner.text(time.get("DONVITINH"))
        found.append(
            {
                "channel": channel,
                "time": _number(time.get("THOIGIANGIAIQUYET")),
                "unit": _UNITS.get(fold(unit), unit),
                "note": time.get("MOTA"),
                "fees": [
                    {"value": _number(fee.get("SOTIEN")), "note": fee.get("MOTA")}
                    for fee in cleaner.objects(time.get("PHILEPHI"))
                ],
            }
        )
    return found


def _number(value: Any) -> Any:
    """A number that the service may give as text; anything else as it is."""
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else value


def _paper(item: dict[str, Any]) -> dict[str, Any]:
    form = item.get("TENMAUDON")
    templates = [{"name": form, "url": item.get("URL") or ""}] if form else []
    return {"code": item.get("MAGIAYTO"), "name": item.get("GIAYTO"), "templates": templates}
