"""A small world for tests, built through the real doors: people, officers, procedures, and dossiers in any state.

Everything is made when it is first asked for, inside the test's transaction.
"""

import itertools
import json
import tempfile
import threading
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image

from haidang.catalogue import api as catalogue
from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Command, State
from haidang.identity import api as identity
from haidang.platform import files

PASSWORD = "Biển-Vũng-Tàu-2024"
CITIZEN_ID, OTHER_CITIZEN_ID, BUSINESS_ID = "077085001234", "077190005678", "3500101234"

# Procedures of the tests: one for each way in which a term can run. Sở Tư pháp and Sở Nội vụ execute them.
PAUSE, RESTART, RUNS_ON, NO_TERM, HOURS = "9.100001", "9.100002", "9.100003", "9.100004", "9.100005"
# Two more: one whose rules stop the clock while a fee is not paid, one that costs nothing.
PAY_PAUSES, FREE = "9.100006", "9.100007"
FEE_VND, COPY_FEE_VND = 50_000, 8_000
DEPARTMENT, OTHER_DEPARTMENT, DISTRICT = "H06.03", "H06.02", "H06.30"
CASE, OTHER_CASE = "c1", "c2"
FIRST_DAY = date(2024, 1, 2)
"""From when the tests' procedures and roles are valid."""
STEP_ROLES = ("specialist", "leader", "reception")

# Who acts for each command when a test does not say; an officer's role at the dossier's agency, or the citizen.
BY_ROLE = {
    Command.ACCEPT: "reception",
    Command.REJECT: "reception",
    Command.CHECK_DOCUMENT: "specialist",
    Command.REQUEST_SUPPLEMENT: "specialist",
    Command.RETURN_STEP: "specialist",
    Command.RECALL: "specialist",
    Command.PAUSE: "specialist",
    Command.REQUEST_PAYMENT: "specialist",
    Command.RECORD_PAYMENT: "reception",
    Command.COLLECT_FEE: "reception",
    Command.WAIVE_FEE: "reception",
    Command.RETRACT_FEE: "specialist",
    Command.CANCEL_RECEIPT: "leader",
    Command.RESUME: "specialist",
    Command.REAPPOINT: "leader",
    Command.STOP: "leader",
    Command.FINISH: "specialist",
    Command.RETURN_RESULT: "reception",
    Command.ASSIGN: "manager",
    Command.NOTE: "specialist",
}
ON_STEPS = {Command.COMPLETE_STEP, Command.RETURN_STEP, Command.CLAIM, Command.RELEASE, Command.ASSIGN}


def moment(text):
    """A local moment: "2024-11-04T09:00"."""
    return datetime.fromisoformat(f"{text}+07:00")


@cache
def pdf_bytes(text="a"):
    """A whole, plain PDF of one page; another text gives another content."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    document.docinfo["/Title"] = text
    out = BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


@cache
def image_bytes(kind="PNG", size=(40, 30)):
    out = BytesIO()
    Image.new("RGB", size, (40, 90, 160)).save(out, kind)
    return out.getvalue()


def procedure_record(code, *, policy="pause", time=None, process="commune-same-day", fee=FEE_VND):
    """A procedure of the tests as a line of a profile; `time` is its term on every channel, as {"value", "unit"}."""
    documents = [
        {"key": "d1", "name": "Tờ khai", "originals": 1},
        {"key": "d2", "name": "Giấy tờ tùy thân", "copies": 1},
    ]
    cases = [{"key": CASE, "name": "Cấp mới", "documents": documents}, {"key": OTHER_CASE, "name": "Cấp lại"}]
    more = {"time": time} if time else {}
    if fee:
        more["fees"] = [{"type": "charge", "amount_vnd": fee}]
    channels = [{"channel": name, **more} for name in ("online", "direct", "postal")]
    return {
        "code": code,
        "facts": {"name": f"Cấp phép thử nghiệm {code[-1]}", "cases": cases, "channels": channels},
        "offer": {
            "executing": [{"agency": "03"}, {"agency": "02"}],
            "process_code": process,
            "pause_policy": policy,
        },
    }


def procedure_records():
    """The tests' procedures as lines of a profile."""
    days, hours = {"value": 5, "unit": "working_day"}, {"value": 16, "unit": "working_hour"}
    return [
        procedure_record(PAUSE, time=days),
        procedure_record(RESTART, policy="restart", time=days),
        procedure_record(RUNS_ON, policy="none", time=days),
        procedure_record(NO_TERM),
        procedure_record(HOURS, time=hours),
        procedure_record(PAY_PAUSES, time=days),
        procedure_record(FREE, time=days, fee=None),
    ]


def fee_rule_records():
    """Fee rules of the tests: two fees, one by the copy, one case with an amount that no rule gives; exemptions."""
    fees = [
        {"key": "le-phi", "name": "Lệ phí cấp phép", "type": "charge", "amount_vnd": FEE_VND},
        {"key": "ban-sao", "name": "Phí bản sao", "amount_vnd": COPY_FEE_VND, "per": "bản"},
        {"key": "tham-dinh", "name": "Phí thẩm định", "note": "Theo tổng vốn đầu tư", "case": OTHER_CASE},
    ]
    exemptions = [
        {"key": "ngheo", "name": "Hộ nghèo", "percent": 100, "ground": "Điều 4 Nghị quyết thử nghiệm"},
        {
            "key": "truc-tuyen", "name": "Nộp trực tuyến", "percent": 50,
            "ground": "Điều 5 Nghị quyết thử nghiệm", "fees": ["le-phi"],
        },
    ]  # fmt: skip
    rules = {
        "decision": "Nghị quyết 01/2024/NQ-HĐND",
        "fees": fees,
        "exemptions": exemptions,
        "payment_pauses": True,
        "payment_ground": "Điều 9 Nghị định thử nghiệm",
    }
    return [{"code": PAY_PAUSES, "fee_rules": rules}]


def import_procedures(now, records=None):
    """Publishes the tests' procedures, or `records`, beside those of the profile."""
    records = records or procedure_records()
    report = import_records(records, now)
    assert (report.created, report.rejected) == (len(records), 0), report


def import_records(records, now):
    """Imports records from a file, as an administrator does."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as handle:
        for record in records:
            handle.write(json.dumps(record, ensure_ascii=False) + "\n")
        handle.flush()
        return catalogue.import_file(Path(handle.name), now=now)


@dataclass
class World:
    """People, agencies and dossiers of one test. `now` is Monday 4 November 2024, 9:00."""

    now: datetime = field(default_factory=lambda: moment("2024-11-04T09:00"))
    province: str = "H06"

    def __post_init__(self):
        self._officers = {}
        self._keys = itertools.count(1)
        self._lock = threading.Lock()

    # People

    @cached_property
    def citizen(self):
        return self.person("an.nguyen", "Nguyễn Thị An", CITIZEN_ID)

    @cached_property
    def other_citizen(self):
        return self.person("binh.tran", "Trần Văn Bình", OTHER_CITIZEN_ID)

    @cached_property
    def business(self):
        return self.person("bienxanh", "Công ty TNHH Biển Xanh", BUSINESS_ID, kind="business")

    @cached_property
    def leader(self):
        """A leader of the province who sees everything below it."""
        return self.officer("leader", self.province, with_descendants=True)

    @cached_property
    def administrator(self):
        return self.officer("administrator", self.province, with_descendants=True)

    def person(self, username, full_name, id_number, kind="citizen"):
        return identity.create_account(
            username=username, password=PASSWORD, kind=kind, full_name=full_name, id_number=id_number,
            phone="0912345678", address="12 Trương Công Định, Vũng Tàu", now=self.now,
        )  # fmt: skip

    def officer(self, role, agency=DEPARTMENT, *, with_descendants=False, procedure_code="", username=""):
        """The officer with that role there, always the same one."""
        name = username or f"{role}.{agency.lower()}{'.all' if with_descendants else ''}{procedure_code}"
        if name not in self._officers:
            user = identity.create_account(
                username=name, password=PASSWORD, kind="officer", full_name=f"Cán bộ {role} {agency}", now=self.now
            )
            identity.assign_role(
                user=user, agency_code=agency, role=role, valid_from=FIRST_DAY,
                with_descendants=with_descendants, procedure_code=procedure_code,
            )  # fmt: skip
            self._officers[name] = user
        return self._officers[name]

    # Agencies and procedures

    def agency(self, code=DEPARTMENT):
        return identity.agency(code, on=self.now.date())

    @cached_property
    def procedures(self):
        import_procedures(moment("2024-01-02T08:00"))
        report = import_records(fee_rule_records(), moment("2024-01-02T08:00"))
        assert (report.updated, report.rejected) == (1, 0), report
        return catalogue

    # Filing

    def key(self):
        return f"test-key-{next(self._keys):06d}"

    def upload(self, title="Tờ khai", *, requirement="d1", text="a"):
        file = files.store([pdf_bytes(text)], name=f"{title}.pdf")
        return dossiers.Upload(file, title, requirement)

    def owner(self, user=None):
        user = user or self.citizen
        return dossiers.Owner(
            name=user.full_name, id_number=user.id_number, kind=user.kind, phone="0987654321",
            email="an@vidu.example", address="34 Lê Lợi, Vũng Tàu",
        )  # fmt: skip

    def answers(self, **changes):
        return {
            "owner_name": "Nguyễn Thị An",
            "owner_id_number": CITIZEN_ID,
            "owner_address": "34 Lê Lợi, Vũng Tàu",
            "owner_phone": "0987654321",
            "request": "Đề nghị cấp phép",
            "copies": "1",
            "return_by": "direct",
        } | changes

    def filing(self, procedure=PAUSE, *, channel="online", agency=DEPARTMENT, owner=None, documents=None, **changes):
        assert self.procedures
        values = {
            "procedure_code": procedure,
            "case_key": CASE,
            "agency_id": self.agency(agency).id,
            "channel": channel,
            "owner": owner or self.owner(),
            "answers": self.answers(),
            "documents": self.two_uploads() if documents is None else documents,
        }
        return dossiers.Filing(**values | changes)

    def two_uploads(self):
        return [self.upload(), self.upload("Giấy tờ tùy thân", requirement="d2", text="b")]

    def submit(self, procedure=PAUSE, *, actor=None, now=None, key=None, channel="online", **filing):
        """Files a dossier, by the citizen online or by the reception officer of its agency; returns the receipt."""
        found = self.filing(procedure, channel=channel, **filing)
        if actor is None:
            agency = filing.get("agency", DEPARTMENT)
            actor = self.citizen if channel == "online" else self.officer("reception", agency)
        return dossiers.submit(filing=found, actor=actor, now=now or self.now, key=key or self.key())

    # Acting

    def act(self, command, code, *, actor=None, now=None, key=None, **values):
        """Does a command with sensible values for whatever the test does not say; returns the receipt."""
        command = Command(command)
        if command in ON_STEPS and "step_id" not in values:
            step = self.open_step(code)
            values["step_id"] = step.pk if step else 0
        values = self._defaults(command, code) | values
        verb = getattr(dossiers, command.value)
        actor = actor or self.actor_for(command, code)
        return verb(code=code, actor=actor, now=now or self.now, key=self.key() if key is None else key, **values)

    def _defaults(self, command, code):
        if command is Command.CHECK_DOCUMENT:
            return {"document_id": str(self.dossier(code).documents.first().pk), "verdict": "accepted"}
        if command is Command.ACCEPT:
            return {"working_days": 5} if self.dossier(code).procedure_code == NO_TERM else {}
        if command is Command.RETURN_STEP:
            return {"target": self.earlier_step(code), "reason": "Thiếu ý kiến về diện tích"}
        if command is Command.ASSIGN:
            step = self.open_step(code)
            return {"assignee_id": self.officer(step.role, step.agency.code).pk if step else 0}
        if command in {Command.FIRE_TIMER, Command.MIGRATE_PROCESS}:
            return self._machinery(command, code)
        simple = {
            Command.REJECT: {"reason": "Không thuộc thẩm quyền"},
            Command.PAUSE: {"ground": "other_agency", "reason": "Công văn 12/STP ngày 04/11/2024"},
            Command.RECORD_PAYMENT: {"amount_vnd": FEE_VND, "method": "cash"},
            Command.WAIVE_FEE: {"ground": "Điều 4 Nghị quyết thử nghiệm", "evidence": "Giấy chứng nhận hộ nghèo"},
            Command.RETRACT_FEE: {"reason": "Yêu cầu nhầm"},
            Command.WITHDRAW: {"reason": "Không còn nhu cầu"},
            Command.STOP: {"reason": "Không đủ điều kiện"},
            Command.RETURN_RESULT: {"how": "direct", "receiver": "Nguyễn Thị An"},
            Command.RATE: {"score": 3},
            Command.NOTE: {"text": "Đã gọi điện cho người nộp"},
        }
        return simple[command] if command in simple else self._made(command, code)

    def _made(self, command, code):
        """Values that must be made or looked up first."""
        match command:
            case Command.REQUEST_SUPPLEMENT:
                missing = dossiers.MissingItem("Giấy tờ tùy thân", "Bản chụp bị mờ", "d2")
                return {"items": [missing], "reason": "Thiếu giấy tờ"}
            case Command.SUPPLEMENT:
                return {"documents": [self.upload("Bổ sung", requirement="d2", text="c")]}
            case Command.REAPPOINT:
                return self.apology(self.actor_for(Command.REAPPOINT, code))
            case Command.REQUEST_PAYMENT:
                return {"choice": self.fee_choice(code)}
            case Command.COLLECT_FEE:
                return {"choice": self.fee_choice(code), "amount_vnd": FEE_VND, "method": "cash"}
            case Command.CANCEL_RECEIPT:
                return {"receipt_id": self.receipt_id(code), "reason": "Ghi nhầm", "is_refund": True}
            case Command.FINISH:
                return {"results": [self.upload("Giấy phép", requirement="", text="result")]}
        return {}

    def _machinery(self, command, code):
        """The timer that is to fire first, or the newest version of the dossier's process; 0 where there is none."""
        from haidang.workflow import api as workflow

        process = self.dossier(code).process
        if command is Command.FIRE_TIMER:
            timers = process.timers.filter(status=workflow.WaitingTimer.Status.WAITING) if process else None
            return {"timer_id": timers.order_by("fire_at").first().pk if timers else 0}
        return {"version_id": workflow.current(process.process.code).pk if process else 0}

    def apology(self, signer, days=3):
        """What an apology says, signed by `signer` as head of the agency."""
        return {
            "new_date": dossiers.NewDate(working_days=days), "reason": "Chờ xác minh thực địa",
            "unit": "Phòng Nghiệp vụ", "signer_id": signer.pk,
        }  # fmt: skip

    def fee_choice(self, code, **changes):
        """The one fee that every procedure of the tests has; those by the copy are left out."""
        by_copy = {"ban-sao": 0} if self.dossier(code).procedure_code == PAY_PAUSES else {}
        return dossiers.FeeChoice(**{"quantities": by_copy} | changes)

    def receipt_id(self, code):
        receipt = self.dossier(code).fee_receipts.filter(cancelled_at__isnull=True).last()
        return receipt.pk if receipt else 0

    def actor_for(self, command, code):
        dossier = self.dossier(code)
        if command in ON_STEPS - {Command.ASSIGN}:
            step = self.open_step(code)
            return self.officer(step.role if step else "specialist", dossier.agency.code)
        if command is Command.RECALL and (last := self.last_doer(code)):
            return last
        if command is Command.FIRE_TIMER:
            return identity.system_account(now=self.now)
        if command is Command.MIGRATE_PROCESS:
            return self.administrator
        if command in BY_ROLE:
            return self.officer(BY_ROLE[command], dossier.agency.code)
        return dossier.applicant or self.citizen

    def dossier(self, code):
        return dossiers.Dossier.objects.select_related("agency", "applicant").get(code=code)

    def open_step(self, code):
        from haidang.workflow import api as workflow

        return next(iter(workflow.open_steps(f"dossier:{code}")), None)

    def earlier_step(self, code):
        """The latest step that the open one can be given back to; empty if there is none."""
        from haidang.workflow import api as workflow

        step = self.open_step(code)
        return next((node for node, _name in workflow.returnable(step)), "") if step else ""

    def last_doer(self, code):
        from haidang.workflow import api as workflow

        done = [step for step in workflow.all_steps(f"dossier:{code}") if step.status == "done"]
        return done[-1].closed_by if done else None

    def finish_steps(self, code, *, now=None):
        while self.open_step(code):
            self.act(Command.COMPLETE_STEP, code, now=now)

    def bring(self, state, procedure=PAUSE, **filing):
        """A dossier brought to `state` by real commands; returns its code."""
        code = self.submit(procedure, **filing).code
        for command in WAYS[State(state)]:
            if command == "steps":
                self.finish_steps(code)
            else:
                self.act(command, code)
        assert self.dossier(code).state == state
        return code


_C = Command
_TO_DONE = (_C.ACCEPT, "steps", _C.FINISH)
WAYS = {
    State.NEW: (),
    State.RECEIVED: (_C.ACCEPT,),
    State.REFUSED: (_C.REJECT,),
    State.PROCESSING: (_C.ACCEPT, _C.COMPLETE_STEP),
    State.SUPPLEMENT: (_C.ACCEPT, _C.COMPLETE_STEP, _C.REQUEST_SUPPLEMENT),
    State.PAYMENT: (_C.ACCEPT, _C.COMPLETE_STEP, _C.REQUEST_PAYMENT),
    State.WITHDRAWN: (_C.ACCEPT, _C.WITHDRAW),
    State.STOPPED: (_C.ACCEPT, _C.COMPLETE_STEP, _C.STOP),
    State.DONE: _TO_DONE,
    State.RETURNED: (*_TO_DONE, _C.RETURN_RESULT),
}
