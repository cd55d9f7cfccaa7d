"""What each command did to the rows, told from its journal line alone: one fold a command.

These are written a second time on purpose, not shared with the verbs: a fold that called the verb could not find a
verb that writes one thing and tells the journal another.
"""

from collections.abc import Callable
from datetime import date, datetime

from haidang.dossiers.lifecycle import Command
from haidang.dossiers.replay.rebuilt import Line, Rebuilt, Row

Fold = Callable[[Rebuilt, Line], None]


def _submitted(found: Rebuilt, line: Line) -> None:
    data = line.data
    found.dossier |= {
        "procedure_code": data["procedure"],
        "procedure_version_id": data["procedure_version"],
        "case_key": data["case"],
        "form_code": data["form"][0],
        "form_number": data["form"][1],
        "agency_id": data["agency"],
        "intake_agency_id": data["intake_agency"],
        # Lines written before the place of help was known have none.
        "help_agency_id": data.get("help_agency"),
        "channel": data["channel"],
        "applicant_id": data["applicant"],
        "owner_id_index": data["owner_index"],
        "submitted_at": line.at,
        "receive_by": datetime.fromisoformat(data["receive_by"]),
    }
    _add_documents(found, data["documents"], line, kind="input", round_=0)


def _accepted(found: Rebuilt, line: Line) -> None:
    data = line.data
    found.dossier |= {
        "received_at": line.at,
        "term": data["term"],
        "convention": data["convention"],
        "pause_policy": data["pause_policy"],
        "calendar_version_id": data["calendar_version"],
    }
    found.start_clock(line)


def _rejected(found: Rebuilt, line: Line) -> None:
    found.dossier["closed_at"] = line.at
    _fee_settled(found, line)


def _document_checked(found: Rebuilt, line: Line) -> None:
    row = next(item for item in found.documents if item["id"] == line.data["document"])
    row |= {"verdict": line.data["verdict"], "verdict_reason": line.data["reason"]}


def _supplement_requested(found: Rebuilt, line: Line) -> None:
    data = line.data
    found.dossier["supplement_count"] = data["number"]
    found.supplements.append(
        {
            "number": data["number"],
            "reason": data["reason"],
            "items": data["items"],
            "requested_at": line.at,
            "requested_by_id": line.actor_id,
            "answered_at": None,
        }
    )
    if found.is_received:
        found.turn_clock("supplement", data["reason"], line)


def _supplemented(found: Rebuilt, line: Line) -> None:
    found.supplements[-1]["answered_at"] = line.at
    _add_documents(found, line.data["documents"], line, kind="input", round_=line.data["number"])
    if found.is_received:
        found.turn_clock("", line.data["note"], line)


def _paused(found: Rebuilt, line: Line) -> None:
    found.turn_clock(line.data["ground"], line.data["reason"], line)


def _payment_requested(found: Rebuilt, line: Line) -> None:
    if "fee" not in line.data:
        # Journals from before fees were requested by lines.
        _paused(found, line)
        return
    _ask(found, line)
    found.dossier["money"] = line.data["money"]
    if line.data["ground"]:
        found.turn_clock(line.data["ground"], line.data["reason"], line)


def _fee_collected(found: Rebuilt, line: Line) -> None:
    _ask(found, line)
    _fee_paid(found, line)


def _fee_paid(found: Rebuilt, line: Line) -> None:
    told = line.data["receipt"]
    found.receipts.append(
        {
            "agency_id": told["agency"],
            "series": told["series"],
            "number": told["number"],
            "amount_vnd": told["amount_vnd"],
            "method": told["method"],
            "reference": told["reference"],
            "paid_at": line.at,
            "collected_by_id": line.actor_id,
            "cancelled_at": None,
            "cancelled_by_id": None,
            "cancel_reason": "",
        }
    )
    _fee_settled(found, line)


def _fee_waived(found: Rebuilt, line: Line) -> None:
    told = line.data["fee"]
    if told["number"] > len(found.fee_requests):
        found.fee_requests.append(_fee_request(told, line) | {"lines": [], "total_vnd": 0, "note": "", "due_on": None})
    found.fee_requests[told["number"] - 1] |= {"exemptions": told["exemptions"]}
    _fee_settled(found, line)


def _fee_settled(found: Rebuilt, line: Line) -> None:
    """A request closed or opened again, and a clock that stood still for it going on."""
    told = line.data.get("fee")
    if told:
        found.fee_requests[told["number"] - 1] |= {
            "status": told["status"],
            "settled_at": None if told["status"] == "requested" else line.at,
        }
    if "money" in line.data:
        found.dossier["money"] = line.data["money"]
    if "resumes" in line.data:
        found.turn_clock("", line.data["resumes"], line)


def _receipt_cancelled(found: Rebuilt, line: Line) -> None:
    told = line.data["receipt"]
    wanted = (told["agency"], told["series"], told["number"])
    row = next(item for item in found.receipts if (item["agency_id"], item["series"], item["number"]) == wanted)
    row |= {"cancelled_at": line.at, "cancelled_by_id": line.actor_id, "cancel_reason": line.data["reason"]}
    _fee_settled(found, line)


def _ask(found: Rebuilt, line: Line) -> None:
    told = line.data["fee"]
    due_on = date.fromisoformat(told["due_on"]) if told["due_on"] else None
    asked = {name: told[name] for name in ("lines", "total_vnd", "exemptions", "note")}
    found.fee_requests.append(_fee_request(told, line) | asked | {"due_on": due_on})


def _fee_request(told: Row, line: Line) -> Row:
    return {
        "number": told["number"],
        "status": "requested",
        "requested_at": line.at,
        "requested_by_id": line.actor_id,
        "settled_at": None,
    }


def _resumed(found: Rebuilt, line: Line) -> None:
    found.turn_clock("", line.data["reason"], line)


def _reappointed(found: Rebuilt, line: Line) -> None:
    data = line.data
    found.reappointments.append(
        {
            "days": data["days"],
            "due_before": datetime.fromisoformat(data["due_before"]),
            "due_after": datetime.fromisoformat(data["due_at"]),
            "reason": data["reason"],
            "unit": data["unit"],
            "signer_id": data["signer"],
            "made_by_id": line.actor_id,
            "made_at": line.at,
        }
    )
    found.count_anew()


def issued(found: Rebuilt, line: Line) -> None:
    """The paper that a command issued beside what else it did, if any."""
    if paper := line.data.get("paper"):
        found.papers.append(
            {
                "kind": paper["kind"],
                "form_set": paper["form_set"],
                "agency_id": paper["agency"],
                "year": paper["year"],
                "number": paper["number"],
                "signer_id": paper["signer"],
                "content_hash": paper["hash"],
                "verify_code": paper["verify"],
                "issued_at": line.at,
                "issued_by_id": line.actor_id,
            }
        )


def _ended(found: Rebuilt, line: Line) -> None:
    if found.dossier["closed_at"] is None:
        found.end_clock(line)
    _fee_settled(found, line)


def _finished(found: Rebuilt, line: Line) -> None:
    _add_documents(found, line.data["results"], line, kind="result", round_=found.dossier["supplement_count"])
    found.dossier["finished_at"] = line.at
    found.end_clock(line)


def _step_completed(found: Rebuilt, line: Line) -> None:
    if line.data.get("on_behalf_of") is not None:
        found.hold(line, on_behalf_of_id=line.data["on_behalf_of"])


def _step_given(found: Rebuilt, line: Line) -> None:
    found.hold(line, assignee_id=line.data["assignee"], assigned_at=line.at)


def _step_released(found: Rebuilt, line: Line) -> None:
    found.hold(line, assignee_id=None, assigned_at=None)


def _returned(found: Rebuilt, line: Line) -> None:
    found.dossier |= {"returned_at": line.at, "handover": line.data["how"]}


def _rated(found: Rebuilt, line: Line) -> None:
    found.ratings.append({"score": line.data["score"], "comment": line.data["comment"], "at": line.at})


def _only_the_state(_found: Rebuilt, _line: Line) -> None:
    """A command that leaves nothing here but its state, its line and, for all commands alike, its move."""


def _add_documents(found: Rebuilt, described: list[Row], line: Line, *, kind: str, round_: int) -> None:
    found.documents += [
        {
            "id": item["id"],
            "kind": kind,
            "requirement_key": item["requirement"],
            "title": item["title"],
            "name": item["name"],
            "sha256": item["sha256"],
            "size": item["size"],
            "media_type": item["media_type"],
            "round": round_,
            "verdict": "unchecked",
            "verdict_reason": "",
            "added_at": line.at,
            "position": position,
        }
        for position, item in enumerate(described)
    ]


FOLDS: dict[Command, Fold] = {
    Command.SUBMIT: _submitted,
    Command.ACCEPT: _accepted,
    Command.REJECT: _rejected,
    Command.CHECK_DOCUMENT: _document_checked,
    Command.REQUEST_SUPPLEMENT: _supplement_requested,
    Command.SUPPLEMENT: _supplemented,
    Command.COMPLETE_STEP: _step_completed,
    Command.RETURN_STEP: _only_the_state,
    Command.RECALL: _only_the_state,
    Command.MIGRATE_PROCESS: _only_the_state,
    Command.FIRE_TIMER: _only_the_state,
    Command.PAUSE: _paused,
    Command.REQUEST_PAYMENT: _payment_requested,
    Command.RECORD_PAYMENT: _fee_paid,
    Command.COLLECT_FEE: _fee_collected,
    Command.WAIVE_FEE: _fee_waived,
    Command.RETRACT_FEE: _fee_settled,
    Command.CANCEL_RECEIPT: _receipt_cancelled,
    Command.RESUME: _resumed,
    Command.REAPPOINT: _reappointed,
    Command.WITHDRAW: _ended,
    Command.STOP: _ended,
    Command.FINISH: _finished,
    Command.RETURN_RESULT: _returned,
    Command.RATE: _rated,
    Command.CLAIM: _step_given,
    Command.RELEASE: _step_released,
    Command.ASSIGN: _step_given,
    Command.NOTE: _only_the_state,
}
