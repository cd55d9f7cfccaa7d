"""Checking and publishing processes, and the plans of published ones."""

import hashlib
import re
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from lxml import etree

from haidang.identity import api as identity
from haidang.identity.api import User
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.workflow.bpmn import parse
from haidang.workflow.models import ProcessVersion
from haidang.workflow.plan import Plan
from haidang.workflow.reading import Problem, read
from haidang.workflow.soundness import check_soundness
from haidang.workflow.structure import check_structure

_CODE = re.compile(r"^[a-z][a-z0-9-]{1,59}$")


class ProcessRefused(Refused):
    """A process that cannot be published or walked as asked. `problems` says element by element why not."""

    code = "process-refused"
    problems: tuple[Problem, ...] = ()


def check(bpmn: bytes) -> list[Problem]:
    """Everything that stands against publishing a file; empty if nothing does. Never raises for any content."""
    plan, problems = parse(bpmn)
    if plan is None:
        return problems
    return check_structure(plan) or check_soundness(plan)


def publish_as(actor: User, code: str, *, name: str, bpmn: bytes, now: datetime) -> ProcessVersion:
    """`publish` by an administrator, who must manage the processes of the whole province."""
    province = identity.agency(settings.PROVINCE_CODE, on=clock.local(now).date())
    permission = identity.Permission.PROCESSES_MANAGE
    if not identity.may(actor, permission, agency_id=province.id, procedure_code="", on=clock.local(now).date()):
        raise ProcessRefused(_("Chỉ quản trị viên của toàn tỉnh được công bố quy trình."), code="not-allowed")
    return publish(code, name=name, bpmn=bpmn, now=now)


def publish(code: str, *, name: str, bpmn: bytes, now: datetime) -> ProcessVersion:
    """Publishes the next version of process `code`; the same content again publishes nothing. Raises ProcessRefused."""
    name = " ".join(name.split())
    if not _CODE.match(code):
        raise ProcessRefused(_("Mã quy trình chỉ gồm chữ thường không dấu, số và gạch nối (2–60 ký tự)."), field="code")
    if not 2 <= len(name) <= 200:
        raise ProcessRefused(_("Hãy nhập tên quy trình (2–200 ký tự)."), field="name")
    _refuse(check(bpmn))
    text = etree.tostring(read(bpmn), encoding="unicode")
    content_hash = hashlib.sha256(text.encode()).hexdigest()
    last = ProcessVersion.objects.filter(code=code).order_by("-number").first()
    if last and (last.content_hash, last.name) == (content_hash, name):
        return last
    try:
        with transaction.atomic():
            return ProcessVersion.objects.create(
                code=code,
                number=last.number + 1 if last else 1,
                name=name,
                bpmn=text,
                content_hash=content_hash,
                published_at=now,
            )
    except IntegrityError as error:
        raise ProcessRefused(_("Vừa có người khác công bố quy trình này. Hãy xem lại rồi công bố lại.")) from error


def _refuse(problems: list[Problem]) -> None:
    if problems:
        refusal = ProcessRefused(_("Không công bố được quy trình: %(why)s") % {"why": problems[0]}, field="bpmn")
        refusal.problems = tuple(problems)
        raise refusal


def current(code: str) -> ProcessVersion:
    """The newest published version of process `code`. Raises ProcessRefused."""
    found = ProcessVersion.objects.filter(code=code).order_by("-number").first()
    if found is None:
        raise ProcessRefused(_("Chưa công bố quy trình nội bộ “%(code)s”.") % {"code": code})
    return found


def plan_of(version_id: int) -> Plan:
    """The plan of a published version. Raises ProcessVersion.DoesNotExist."""
    content_hash = ProcessVersion.objects.values_list("content_hash", flat=True).get(pk=version_id)
    return _plan(version_id, content_hash)


def plans() -> dict[int, Plan]:
    """The plans of all published versions, by id; each file is read once in the life of a process."""
    return {
        pk: _plan(pk, content_hash) for pk, content_hash in ProcessVersion.objects.values_list("pk", "content_hash")
    }


@lru_cache(maxsize=512)
def _plan(version_id: int, content_hash: str) -> Plan:
    # The hash is part of the key because ids come back after a rollback, contents do not.
    text = ProcessVersion.objects.values_list("bpmn", flat=True).get(pk=version_id, content_hash=content_hash)
    plan, problems = parse(text.encode())
    if plan is None:
        raise ProcessRefused(str(problems[0]))
    return plan
