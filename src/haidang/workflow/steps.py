"""Reads our own attributes of a user task: who does it, where, in how many hours, with which decisions."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from haidang.identity.api import Role
from haidang.workflow.plan import Option, Task
from haidang.workflow.reading import Element, ours

AGENCIES = ("competent", "intake", "superior", "asked")
LEAST_HOURS, MOST_HOURS = 0.25, 10_000.0
_SUFFIX = re.compile(r"^\d{1,3}(\.\d{1,3}){0,2}$")
_KEY = re.compile(r"^[a-z][a-z0-9_-]{0,39}$")
_UNIT = re.compile(r"^[a-z0-9][a-z0-9_-]{0,39}$")


def read_task(element: Element, *, prefix: str) -> tuple[Task | None, list[str]]:
    """The step that a user task describes, or why it describes none; ids of other steps get `prefix`."""
    problems = [*_role(element), *_agency(element), *_hours(element), *_choices(element), *_unit(element)]
    if problems:
        return None, problems
    task = Task(
        role=ours(element, "role"),
        agency=ours(element, "agency") or "competent",
        unit=ours(element, "unit"),
        hours=_number(ours(element, "hours")) or 0,
        not_by=tuple(prefix + name for name in ours(element, "notBy").split()),
        choices=_options(ours(element, "choices")),
    )
    return task, []


def _role(element: Element) -> Iterator[str]:
    role = ours(element, "role")
    if not role:
        yield _("chưa ghi vai trò thực hiện (thuộc tính hd:role: %(roles)s).") % {"roles": ", ".join(Role.values)}
    elif role not in Role.values:
        yield _("vai trò “%(role)s” không có; hãy chọn một trong: %(roles)s.") % {
            "role": role,
            "roles": ", ".join(Role.values),
        }


def _agency(element: Element) -> Iterator[str]:
    agency = ours(element, "agency")
    if agency and agency not in AGENCIES and not _SUFFIX.match(agency):
        yield _("cơ quan “%(agency)s” (hd:agency) phải là %(known)s hoặc phần đuôi của mã cơ quan, ví dụ 09.") % {
            "agency": agency,
            "known": ", ".join(AGENCIES),
        }


def _hours(element: Element) -> Iterator[str]:
    text = ours(element, "hours")
    number = _number(text)
    if not text:
        yield _("chưa ghi số giờ làm việc được giao (thuộc tính hd:hours).")
    elif number is None or not LEAST_HOURS <= number <= MOST_HOURS:
        yield _("số giờ “%(hours)s” (hd:hours) phải là một số từ 0.25 đến 10000.") % {"hours": text}


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,6}(\.\d{1,4})?", text) else None


def _unit(element: Element) -> Iterator[str]:
    unit = ours(element, "unit")
    if unit and not _UNIT.match(unit):
        yield _("mã đơn vị “%(unit)s” (hd:unit) chỉ gồm chữ thường không dấu, số, gạch (tối đa 40).") % {"unit": unit}


def _choices(element: Element) -> Iterator[str]:
    options = _options(ours(element, "choices"))
    for option in options:
        if not _KEY.match(option.key) or not 0 < len(option.label) <= 100:
            yield _("lựa chọn “%(choice)s” (hd:choices) phải có dạng ma=Nhãn, mã là chữ thường không dấu.") % {
                "choice": f"{option.key}={option.label}"
            }
    if len({option.key for option in options}) != len(options):
        yield _("hai lựa chọn (hd:choices) trùng mã.")
    if len(options) == 1:
        yield _("chỉ có một lựa chọn (hd:choices); hãy ghi từ hai trở lên hoặc bỏ đi.")


def _options(text: str) -> tuple[Option, ...]:
    if not text:
        return ()
    pairs = (part.partition("=") for part in text.split("|"))
    return tuple(Option(key.strip(), " ".join(label.split())) for key, _sign, label in pairs)
