"""The actions on a dossier's money, for the table of actions."""

from typing import Any, cast

from django.utils.translation import gettext_lazy as _

from haidang.desk.actions import Action, Common, Panel
from haidang.desk.forms import fees as forms
from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Command, Receipt


def _request_form(view: dossiers.View, **kwargs: Any) -> forms.RequestPaymentForm:
    return forms.RequestPaymentForm(sheet=view.fees, **kwargs)


def _collect_form(view: dossiers.View, **kwargs: Any) -> forms.CollectForm:
    return forms.CollectForm(sheet=view.fees, **kwargs)


def _record_form(view: dossiers.View, **kwargs: Any) -> forms.RecordPaymentForm:
    return forms.RecordPaymentForm(due=dossiers.dong_words(view.fees.due_vnd), **kwargs)


def _waive_form(view: dossiers.View, **kwargs: Any) -> forms.WaiveForm:
    return forms.WaiveForm(sheet=view.fees, **kwargs)


def _retract_form(_view: dossiers.View, **kwargs: Any) -> forms.RetractForm:
    return forms.RetractForm(**kwargs)


def _cancel_form(view: dossiers.View, **kwargs: Any) -> forms.CancelReceiptForm:
    return forms.CancelReceiptForm(sheet=view.fees, **kwargs)


def _request(panel: Panel, common: Common) -> Receipt:
    form = cast(forms.RequestPaymentForm, panel.form)
    found = form.cleaned_data
    return dossiers.request_payment(choice=form.choice, note=found["note"], due_on=found["due_on"], **common)


def _collect(panel: Panel, common: Common) -> Receipt:
    form = cast(forms.CollectForm, panel.form)
    return dossiers.collect_fee(choice=form.choice, **_taken(panel), **common)


def _record(panel: Panel, common: Common) -> Receipt:
    return dossiers.record_payment(**_taken(panel), **common)


def _taken(panel: Panel) -> dict[str, Any]:
    return {name: panel.form.cleaned_data[name] for name in ("amount_vnd", "method", "reference")}


def _waive(panel: Panel, common: Common) -> Receipt:
    found = panel.form.cleaned_data
    exemption, ground = found.get("exemption", ""), found["ground"]
    return dossiers.waive_fee(exemption=exemption, ground=ground, evidence=found["evidence"], **common)


def _retract(panel: Panel, common: Common) -> Receipt:
    return dossiers.retract_fee(reason=panel.form.cleaned_data["reason"], **common)


def _cancel(panel: Panel, common: Common) -> Receipt:
    found = panel.form.cleaned_data
    return dossiers.cancel_receipt(
        receipt_id=found["receipt_id"], is_refund=found["is_refund"], reason=found["reason"], **common
    )


RECORD = Action(
    slug="ghi-nhan-nop-phi",
    commands=frozenset({Command.RECORD_PAYMENT}),
    title=_("Ghi nhận đã nộp phí, lệ phí"),
    button=_("Ghi nhận, cấp số phiếu thu"),
    done=_("Đã ghi nhận khoản nộp và cấp số phiếu thu."),
    make=_record_form,
    run=_record,
    is_onward=True,
)
REQUEST = Action(
    slug="yeu-cau-nop-phi",
    commands=frozenset({Command.REQUEST_PAYMENT}),
    title=_("Yêu cầu nộp phí, lệ phí"),
    button=_("Gửi yêu cầu nộp"),
    done=_("Đã gửi yêu cầu nộp phí, lệ phí cho người nộp hồ sơ."),
    make=_request_form,
    run=_request,
)
COLLECT = Action(
    slug="thu-phi",
    commands=frozenset({Command.COLLECT_FEE}),
    title=_("Thu phí, lệ phí tại quầy"),
    button=_("Thu, cấp số phiếu thu"),
    done=_("Đã thu phí, lệ phí và cấp số phiếu thu."),
    make=_collect_form,
    run=_collect,
)
WAIVE = Action(
    slug="mien-phi",
    commands=frozenset({Command.WAIVE_FEE}),
    title=_("Miễn phí, lệ phí"),
    button=_("Ghi nhận miễn phí"),
    done=_("Đã ghi nhận việc miễn phí, lệ phí."),
    make=_waive_form,
    run=_waive,
)
RETRACT = Action(
    slug="thu-hoi-yeu-cau-phi",
    commands=frozenset({Command.RETRACT_FEE}),
    title=_("Thu hồi yêu cầu nộp phí"),
    button=_("Thu hồi yêu cầu"),
    done=_("Đã thu hồi yêu cầu nộp phí, lệ phí."),
    make=_retract_form,
    run=_retract,
)
CANCEL = Action(
    slug="huy-phieu-thu",
    commands=frozenset({Command.CANCEL_RECEIPT}),
    title=_("Hủy phiếu thu"),
    button=_("Hủy phiếu thu"),
    done=_("Đã hủy phiếu thu; số phiếu không cấp lại."),
    make=_cancel_form,
    run=_cancel,
    is_grave=True,
)
