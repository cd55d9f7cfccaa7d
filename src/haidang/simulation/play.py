"""Plays stories through the real commands of `dossiers`, each at its own moment and under its own key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Command, Receipt
from haidang.identity import api as identity
from haidang.identity.api import AgencyView, Role, User
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.simulation.answers import answers
from haidang.simulation.matter import Matter
from haidang.simulation.papers import Shelf
from haidang.simulation.pen import OWNER, Act
from haidang.simulation.profile import Names
from haidang.simulation.rates import Rates
from haidang.simulation.staff import Staff
from haidang.workflow import api as workflow


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts and with what: officers, accounts of owners by name, the files, and where words come from."""

    staff: Staff
    owners: dict[str, User]
    shelf: Shelf
    names: Names
    rates: Rates
    is_reorganised: bool = False
    """Whether agencies merge, split or end within the time that is played."""


@dataclass(slots=True)
class Turn:
    """One act about to be played: the common part of every command."""

    cast: Cast
    matter: Matter
    act: Act
    code: str
    actor: User
    key: str
    version: int

    @property
    def common(self) -> dict[str, Any]:
        """What every command on an existing dossier takes."""
        return {
            "code": self.code,
            "actor": self.actor,
            "now": self.act.at,
            "key": self.key,
            "expected_version": self.version,
        }


@dataclass(frozen=True, slots=True)
class Played:
    """How far a story was played: the dossier's code, its number of acts, and whether people have taken it over."""

    code: str
    acts: int
    is_left: bool = False


def play(cast: Cast, matter: Matter, acts: Sequence[Act], *, seed: int, before: Played | None) -> Played:
    """Plays `acts` that come after those played `before`; stops for good where somebody else has acted."""
    played = before or Played("", 0)
    for position, act in enumerate(acts):
        if position < played.acts:
            continue
        turn = Turn(
            cast,
            matter,
            act,
            played.code,
            _actor(cast, matter, act),
            f"sim-{seed}-{matter.number}-{position}",
            position,
        )
        try:
            receipt = _COMMANDS[act.command](turn)
        except dossiers.Conflict:
            return Played(played.code, played.acts, is_left=True)
        except Refused as refusal:
            refusal.add_note(f"{turn.key} {act.command} {matter.procedure.code} {matter.agency.code} {refusal.field}")
            raise
        played = Played(receipt.code, position + 1)
    return played


def _actor(cast: Cast, matter: Matter, act: Act) -> User:
    if act.by == OWNER:
        return cast.owners[matter.person.username]
    place = _place(matter, act)
    if cast.is_reorganised:
        on = clock.local(act.at).date()
        heir = identity.now_known_as(place.id, procedure_code=matter.procedure.code, on=on)
        if heir is not None:
            return cast.staff.at_heir(heir.id, act.by, on=on, seat=matter.seat)
    return cast.staff.at(place.id, act.by, seat=matter.seat)


def _place(matter: Matter, act: Act) -> AgencyView:
    """Where an officer acts: at the place of intake for its counter and its steps, at the agency that was asked."""
    step_at = act.details.get("place")
    if step_at == "asked":
        return matter.asked
    at_counter = act.by == Role.RECEPTION and step_at is None
    return matter.intake if at_counter or step_at == "intake" else matter.agency


def _submit(turn: Turn) -> Receipt:
    matter, person = turn.matter, turn.matter.person
    filing = dossiers.Filing(
        procedure_code=matter.procedure.code,
        case_key=matter.case_key,
        agency_id=matter.agency.id,
        intake_agency_id=matter.intake.id,
        help_agency_id=matter.helper.id if matter.helper else None,
        channel=matter.channel,
        owner=dossiers.Owner(
            person.full_name, person.id_number, person.kind, person.phone, person.email, person.address
        ),
        answers=answers(matter, names=turn.cast.names, rates=turn.cast.rates),
        documents=[turn.cast.shelf.handed_in(paper, matter.seat + place) for place, paper in enumerate(matter.papers)],
    )
    return dossiers.submit(filing=filing, actor=turn.actor, now=turn.act.at, key=turn.key)


def _check_document(turn: Turn) -> Receipt:
    details = turn.act.details
    document = _documents(turn)[details["document"]]
    return dossiers.check_document(
        document_id=str(document), verdict=details["verdict"], reason=details["reason"], **turn.common
    )


def _documents(turn: Turn) -> list[Any]:
    rows = dossiers.Document.objects.filter(dossier__code=turn.code, kind=dossiers.Document.Kind.INPUT)
    return list(rows.order_by("round", "position").values_list("pk", flat=True))


def _accept(turn: Turn) -> Receipt:
    return dossiers.accept(working_days=turn.matter.working_days, **turn.common)


def _request_supplement(turn: Turn) -> Receipt:
    details, paper = turn.act.details, _paper(turn)
    item = dossiers.MissingItem(paper.title[:500], details["why"], paper.requirement_key)
    return dossiers.request_supplement(items=[item], reason=details["reason"], **turn.common)


def _supplement(turn: Turn) -> Receipt:
    upload = turn.cast.shelf.handed_in(_paper(turn), turn.matter.seat + turn.version)
    return dossiers.supplement(documents=[upload], note=turn.act.details["note"], **turn.common)


def _paper(turn: Turn) -> Any:
    """The document that an act is about; one that came later replaces the last of those handed in at first."""
    papers = turn.matter.papers
    return papers[min(turn.act.details["document"], len(papers) - 1)]


def _step_id(turn: Turn) -> int:
    """The open step that the act is about; 0 if somebody else has done it, and the command will say so."""
    open_steps = workflow.StepInstance.objects.filter(
        instance__subject=f"dossier:{turn.code}",
        status=workflow.StepInstance.Status.OPEN,
        node=turn.act.details["node"],
    )
    return next(iter(open_steps.values_list("pk", flat=True)), 0)


def _complete_step(turn: Turn) -> Receipt:
    details = turn.act.details
    asked = turn.matter.asked.id if details["asks"] else None
    return dossiers.complete_step(
        step_id=_step_id(turn), note=details["note"], choice=details["choice"], asked_agency_id=asked, **turn.common
    )


def _return_step(turn: Turn) -> Receipt:
    details = turn.act.details
    return dossiers.return_step(
        step_id=_step_id(turn), target=details["target"], reason=details["reason"], **turn.common
    )


def _claim(turn: Turn) -> Receipt:
    return dossiers.claim(step_id=_step_id(turn), **turn.common)


def _note(turn: Turn) -> Receipt:
    return dossiers.note(text=turn.act.details["text"], **turn.common)


def _recall(turn: Turn) -> Receipt:
    return dossiers.recall(reason=turn.act.details["reason"], **turn.common)


def _reappoint(turn: Turn) -> Receipt:
    details = turn.act.details
    return dossiers.reappoint(
        new_date=dossiers.NewDate(working_days=details["working_days"]),
        reason=details["reason"],
        unit=details["unit"],
        signer_id=turn.actor.pk,
        **turn.common,
    )


def _finish(turn: Turn) -> Receipt:
    result = turn.cast.shelf.result(turn.code, turn.matter.seat)
    return dossiers.finish(results=[result], note=turn.act.details["note"], **turn.common)


def _cancel_receipt(turn: Turn) -> Receipt:
    receipts = dossiers.FeeReceipt.objects.filter(dossier__code=turn.code, cancelled_at__isnull=True)
    # No receipt: somebody else has acted, and the command will say so.
    receipt_id = receipts.values_list("pk", flat=True).last() or 0
    return dossiers.cancel_receipt(receipt_id=receipt_id, **turn.act.details, **turn.common)


def _with_details(verb: Callable[..., Receipt]) -> Callable[[Turn], Receipt]:
    return lambda turn: verb(**turn.act.details, **turn.common)


_COMMANDS: dict[Command, Callable[[Turn], Receipt]] = {
    Command.SUBMIT: _submit,
    Command.CHECK_DOCUMENT: _check_document,
    Command.ACCEPT: _accept,
    Command.REJECT: _with_details(dossiers.reject),
    Command.REQUEST_SUPPLEMENT: _request_supplement,
    Command.SUPPLEMENT: _supplement,
    Command.COMPLETE_STEP: _complete_step,
    Command.RETURN_STEP: _return_step,
    Command.RECALL: _recall,
    Command.CLAIM: _claim,
    Command.NOTE: _note,
    Command.PAUSE: _with_details(dossiers.pause),
    Command.REQUEST_PAYMENT: _with_details(dossiers.request_payment),
    Command.RECORD_PAYMENT: _with_details(dossiers.record_payment),
    Command.COLLECT_FEE: _with_details(dossiers.collect_fee),
    Command.WAIVE_FEE: _with_details(dossiers.waive_fee),
    Command.RETRACT_FEE: _with_details(dossiers.retract_fee),
    Command.CANCEL_RECEIPT: _cancel_receipt,
    Command.RESUME: _with_details(dossiers.resume),
    Command.REAPPOINT: _reappoint,
    Command.WITHDRAW: _with_details(dossiers.withdraw),
    Command.STOP: _with_details(dossiers.stop),
    Command.FINISH: _finish,
    Command.RETURN_RESULT: _with_details(dossiers.return_result),
    Command.RATE: _with_details(dossiers.rate),
}
