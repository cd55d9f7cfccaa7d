"""What of the published fees is due for a dossier, in the words of refusals; reads only, inside or outside an act."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from haidang.catalogue import api as catalogue
from haidang.dossiers import fees
from haidang.dossiers.errors import Invalid, WrongState
from haidang.dossiers.fees import Entered, Money, Quote, Relief, Tariff
from haidang.dossiers.labels import COMMAND_LABELS
from haidang.dossiers.lifecycle import Command, State
from haidang.dossiers.models import Dossier


@dataclass(frozen=True, slots=True)
class FeeChoice:
    """What an officer chose of the published fees; see `fees.quote`. `evidence`: the papers that show an exemption."""

    quantities: Mapping[str, int] = field(default_factory=dict)
    claimed: Sequence[str] = ()
    entered: Mapping[str, Entered] = field(default_factory=dict)
    evidence: str = ""

    def plain(self) -> dict[str, Any]:
        """The choice as plain values, for the fingerprint of its idempotency key."""
        return {
            "quantities": dict(self.quantities),
            "claimed": list(self.claimed),
            "entered": {key: asdict(item) for key, item in self.entered.items()},
            "evidence": self.evidence,
        }


def tariffs(content: catalogue.ProcedureContent, *, case_key: str, channel: str) -> list[Tariff]:
    """The published fees of a dossier of that case and channel."""
    return [
        Tariff(
            key=fee.key,
            name=fee.name or str(catalogue.FEE_KIND_LABELS.get(fee.type, catalogue.FEE_KIND_LABELS["fee"])),
            amount_vnd=fee.amount_vnd,
            kind=fee.type,
            note=fee.note,
            per=fee.per,
        )
        for fee in catalogue.fees_for(content, case_key=case_key, channel=channel)
    ]


def sure(content: catalogue.ProcedureContent, found: list[Tariff]) -> set[str]:
    """Keys of the fees of a dossier that are due without asking: its only one, or those by the province's own rules.

    What the nation lists for a channel is often one fee for each kind of case, of which only one is due.
    """
    if content.fee_decision:
        return {tariff.key for tariff in found if not tariff.per}
    return {tariff.key for tariff in found} if len(found) == 1 else set()


def reliefs(content: catalogue.ProcedureContent) -> list[Relief]:
    """The published exemptions of a procedure."""
    return [Relief(item.key, item.name, item.percent, item.ground, item.fees) for item in content.exemptions]


def of(dossier: Dossier) -> catalogue.ProcedureContent:
    """What the procedure said when the dossier was filed."""
    return catalogue.version(dossier.procedure_version_id).content


def is_charged(dossier: Dossier) -> bool:
    """Whether the procedure has a fee for this dossier."""
    return bool(tariffs(of(dossier), case_key=dossier.case_key, channel=dossier.channel))


def allows(command: Command, dossier: Dossier) -> bool:
    """Whether the dossier's fees allow an act on money now."""
    return fees.allows(
        command,
        state=State(dossier.state),
        standing=Money(dossier.money),
        is_charged=is_charged(dossier),
        is_receipted=dossier.fee_receipts.filter(cancelled_at__isnull=True).exists(),
    )


def require(command: Command, dossier: Dossier) -> None:
    """Raises WrongState where the dossier's fees do not allow `command` now."""
    if not allows(command, dossier):
        raise WrongState(
            _("Không thể “%(command)s”: %(why)s")
            % {"command": COMMAND_LABELS[command], "why": _why_not(command, dossier)}
        )


def _why_not(command: Command, dossier: Dossier) -> Any:
    if command is Command.CANCEL_RECEIPT:
        return _("hồ sơ không có phiếu thu nào còn hiệu lực.")
    if command in {Command.REQUEST_PAYMENT, Command.COLLECT_FEE} and dossier.money == Money.REQUESTED:
        return _("hồ sơ đang có một yêu cầu chờ nộp.")
    if command in {Command.RECORD_PAYMENT, Command.RETRACT_FEE} or is_charged(dossier):
        return _("hồ sơ không có yêu cầu nào chờ nộp.")
    return _("thủ tục không quy định phí, lệ phí cho hồ sơ này.")


def quote(dossier: Dossier, choice: FeeChoice) -> Quote:
    """What `choice` comes to under the dossier's own version; raises Invalid in words for anything not whole."""
    content = of(dossier)
    try:
        found = fees.quote(
            tariffs(content, case_key=dossier.case_key, channel=dossier.channel),
            reliefs(content),
            case=dossier.case_key,
            channel=dossier.channel,
            quantities=choice.quantities,
            claimed=choice.claimed,
            entered=choice.entered,
        )
    except fees.Unacceptable as error:
        raise Invalid(_UNACCEPTABLE[error.problem], field="fees") from error
    for item in found.open_items:
        raise Invalid(_MISSING[item.missing] % {"name": item.name}, field="fees")
    if not found.lines:
        raise Invalid(_("Hãy chọn ít nhất một khoản phí, lệ phí."), field="fees")
    if choice.claimed and not choice.evidence.strip():
        raise Invalid(_("Hãy ghi giấy tờ chứng minh đối tượng được miễn, giảm."), field="evidence")
    return found


_UNACCEPTABLE = {
    "unknown-exemption": _("Thủ tục không có trường hợp miễn, giảm này. Hãy tải lại trang."),
    "unknown-fee": _("Hồ sơ này không phải nộp khoản đã chọn. Hãy tải lại trang."),
    "quantity": _("Số lượng không hợp lệ."),
    "amount-is-fixed": _("Khoản này đã có mức thu theo quy định, không nhập số tiền khác."),
    "amount": _("Số tiền không hợp lệ."),
    "too-much": _("Tổng số tiền quá lớn. Hãy kiểm tra lại số lượng và số tiền."),
}
_MISSING = {
    "quantity": _("Hãy nhập số lượng của “%(name)s”."),
    "amount": _("Quy định không ghi mức thu của “%(name)s” bằng số. Hãy nhập số tiền và lý do."),
    "reason": _("Hãy ghi lý do của số tiền đã nhập cho “%(name)s”."),
}
