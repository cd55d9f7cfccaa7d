"""Everything an officer can do to a dossier at the desk: one row per command, in the order of the page."""

from collections.abc import Callable
from typing import Any, cast

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from haidang.desk.actions import Action, Common, Panel
from haidang.desk.attachments import Slot
from haidang.desk.fee_actions import CANCEL, COLLECT, RECORD, REQUEST, RETRACT, WAIVE
from haidang.desk.forms import actions as forms
from haidang.desk.forms.requests import SupplementRequestForm, proposals
from haidang.desk.forms.steps import RecallForm, ReturnStepForm, StepForm
from haidang.desk.office_actions import OFFICE
from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Command, Receipt


def _plain(kind: type[forms.ActionForm]) -> Callable[..., forms.ActionForm]:
    """A form that does not depend on the dossier."""
    return lambda _view, **kwargs: kind(**kwargs)


def _accept_form(view: dossiers.View, **kwargs: Any) -> forms.AcceptForm:
    return forms.AcceptForm(needs_working_days=view.needs_working_days, **kwargs)


def _step_form(view: dossiers.View, **kwargs: Any) -> StepForm:
    if view.own_steps and "initial" in kwargs:
        kwargs["initial"] |= {"step": view.own_steps[0].step.pk}
    return StepForm(steps=view.own_steps, **kwargs)


def _return_step_form(view: dossiers.View, **kwargs: Any) -> ReturnStepForm:
    return ReturnStepForm(steps=view.own_steps, **kwargs)


def _request_form(view: dossiers.View, **kwargs: Any) -> SupplementRequestForm:
    return SupplementRequestForm(proposed=proposals(view), **kwargs)


def _reappoint_form(view: dossiers.View, **kwargs: Any) -> forms.ReappointForm:
    return forms.ReappointForm(signers=view.signers, **kwargs)


def _supplement_slots(view: dossiers.View) -> list[Slot]:
    asked = view.supplement.items if view.supplement else []
    slots = [Slot(item["requirement_key"], item["title"], item["reason"]) for item in asked if item["requirement_key"]]
    return [*slots, Slot("", gettext("Giấy tờ khác"))]


def _result_slots(_view: dossiers.View) -> list[Slot]:
    return [Slot("", gettext("Tệp kết quả giải quyết"), gettext("PDF, JPG, PNG, DOCX hoặc XLSX; chọn được nhiều tệp."))]


def _accept(panel: Panel, common: Common) -> Receipt:
    return dossiers.accept(working_days=panel.form.cleaned_data.get("working_days"), **common)


def _reject(panel: Panel, common: Common) -> Receipt:
    return dossiers.reject(reason=panel.form.cleaned_data["reason"], **common)


def _check(panel: Panel, common: Common) -> Receipt:
    found = panel.form.cleaned_data
    document, verdict, reason = str(found["document"]), found["verdict"], found["reason"]
    return dossiers.check_document(document_id=document, verdict=verdict, reason=reason, **common)


def _request(panel: Panel, common: Common) -> Receipt:
    form = cast(SupplementRequestForm, panel.form)
    return dossiers.request_supplement(items=form.asked, reason=form.cleaned_data["reason"], **common)


def _supplement(panel: Panel, common: Common) -> Receipt:
    uploads = panel.attachments.uploads if panel.attachments else []
    return dossiers.supplement(documents=uploads, note=panel.form.cleaned_data["note"], **common)


def _step(panel: Panel, common: Common) -> Receipt:
    form = cast(StepForm, panel.form)
    found = form.cleaned_data
    asked = found.get("asked_agency")
    return dossiers.complete_step(
        step_id=found["step"], note=found["note"], choice=form.choice, asked_agency_id=asked, **common
    )


def _return_step(panel: Panel, common: Common) -> Receipt:
    form = cast(ReturnStepForm, panel.form)
    reason = form.cleaned_data["reason"]
    return dossiers.return_step(step_id=form.step, target=form.node, reason=reason, **common)


def _recall(panel: Panel, common: Common) -> Receipt:
    return dossiers.recall(reason=panel.form.cleaned_data["reason"], **common)


def _pause(panel: Panel, common: Common) -> Receipt:
    return dossiers.pause(ground=dossiers.Ground.OTHER_AGENCY, reason=panel.form.cleaned_data["reason"], **common)


def _resume(panel: Panel, common: Common) -> Receipt:
    return dossiers.resume(reason=panel.form.cleaned_data["reason"], **common)


def _stop(panel: Panel, common: Common) -> Receipt:
    return dossiers.stop(reason=panel.form.cleaned_data["reason"], **common)


def _reappoint(panel: Panel, common: Common) -> Receipt:
    found = panel.form.cleaned_data
    new_date = dossiers.NewDate(working_days=found["working_days"], day=found["new_date"])
    about = {"reason": found["reason"], "unit": found["unit"], "signer_id": int(found["signer"])}
    return dossiers.reappoint(new_date=new_date, **about, **common)


def _withdraw(panel: Panel, common: Common) -> Receipt:
    return dossiers.withdraw(reason=panel.form.cleaned_data["reason"], **common)


def _finish(panel: Panel, common: Common) -> Receipt:
    uploads = panel.attachments.uploads if panel.attachments else []
    return dossiers.finish(results=uploads, note=panel.form.cleaned_data["note"], **common)


def _return(panel: Panel, common: Common) -> Receipt:
    found = panel.form.cleaned_data
    return dossiers.return_result(how=found["how"], receiver=found["receiver"], **common)


CHECK = Action(
    slug="kiem-tra",
    commands=frozenset({Command.CHECK_DOCUMENT}),
    title=_("Kiểm tra giấy tờ"),
    button=_("Ghi nhận"),
    done=_("Đã ghi nhận kết quả kiểm tra giấy tờ."),
    make=_plain(forms.CheckForm),
    run=_check,
)
PANELS = (
    Action(
        slug="tiep-nhan",
        commands=frozenset({Command.ACCEPT}),
        title=_("Tiếp nhận hồ sơ"),
        button=_("Tiếp nhận và hẹn trả kết quả"),
        done=_("Đã tiếp nhận hồ sơ. Hãy in giấy tiếp nhận và hẹn trả kết quả cho người nộp."),
        make=_accept_form,
        run=_accept,
        is_onward=True,
    ),
    Action(
        slug="hoan-thanh-buoc",
        commands=frozenset({Command.COMPLETE_STEP}),
        title=_("Hoàn thành bước"),
        button=_("Hoàn thành bước"),
        done=_("Đã hoàn thành bước xử lý."),
        make=_step_form,
        run=_step,
        is_onward=True,
    ),
    Action(
        slug="ket-thuc",
        commands=frozenset({Command.FINISH}),
        title=_("Ban hành kết quả, kết thúc xử lý"),
        button=_("Kết thúc xử lý"),
        done=_("Đã kết thúc xử lý; kết quả đã chuyển đến Bộ phận Một cửa."),
        make=_plain(forms.FinishForm),
        run=_finish,
        slots=_result_slots,
        is_onward=True,
    ),
    Action(
        slug="tra-ket-qua",
        commands=frozenset({Command.RETURN_RESULT}),
        title=_("Trả kết quả"),
        button=_("Ghi nhận đã trả kết quả"),
        done=_("Đã ghi nhận việc trả kết quả."),
        make=_plain(forms.ReturnForm),
        run=_return,
        is_onward=True,
    ),
    Action(
        slug="bo-sung",
        commands=frozenset({Command.SUPPLEMENT}),
        title=_("Nhận giấy tờ bổ sung tại quầy"),
        button=_("Ghi nhận bổ sung"),
        done=_("Đã ghi nhận giấy tờ bổ sung."),
        make=_plain(forms.SupplementForm),
        run=_supplement,
        slots=_supplement_slots,
        is_onward=True,
    ),
    Action(
        slug="tiep-tuc",
        commands=frozenset({Command.RESUME}),
        title=_("Tiếp tục tính thời hạn"),
        button=_("Tiếp tục tính thời hạn"),
        done=_("Thời hạn đã tiếp tục được tính."),
        make=_plain(forms.ResumeForm),
        run=_resume,
        is_onward=True,
    ),
    RECORD,
    Action(
        slug="yeu-cau-bo-sung",
        commands=frozenset({Command.REQUEST_SUPPLEMENT}),
        title=_("Yêu cầu bổ sung"),
        button=_("Gửi yêu cầu bổ sung"),
        done=_("Đã gửi yêu cầu bổ sung; hồ sơ chờ người nộp bổ sung."),
        make=_request_form,
        run=_request,
    ),
    COLLECT,
    REQUEST,
    WAIVE,
    RETRACT,
    Action(
        slug="tra-lai-buoc",
        commands=frozenset({Command.RETURN_STEP}),
        title=_("Trả lại bước trước"),
        button=_("Trả lại bước trước"),
        done=_("Đã trả lại; bước đã chọn được mở lại."),
        make=_return_step_form,
        run=_return_step,
    ),
    Action(
        slug="thu-hoi",
        commands=frozenset({Command.RECALL}),
        title=_("Thu hồi bước vừa làm"),
        button=_("Thu hồi"),
        done=_("Đã thu hồi; bước của bạn được mở lại."),
        make=_plain(RecallForm),
        run=_recall,
    ),
    Action(
        slug="tam-dung",
        commands=frozenset({Command.PAUSE}),
        title=_("Tạm dừng tính thời hạn, chờ cơ quan khác"),
        button=_("Tạm dừng tính thời hạn"),
        done=_("Đã tạm dừng tính thời hạn."),
        make=_plain(forms.PauseForm),
        run=_pause,
    ),
    CANCEL,
    Action(
        slug="hen-lai",
        commands=frozenset({Command.REAPPOINT}),
        title=_("Xin lỗi và hẹn lại ngày trả kết quả"),
        button=_("Ký phiếu xin lỗi, hẹn lại"),
        done=_("Đã hẹn lại; phiếu xin lỗi đã gửi người nộp."),
        make=_reappoint_form,
        run=_reappoint,
    ),
    Action(
        slug="tu-choi",
        commands=frozenset({Command.REJECT}),
        title=_("Từ chối tiếp nhận"),
        button=_("Từ chối tiếp nhận"),
        done=_("Đã từ chối tiếp nhận hồ sơ; người nộp được báo lý do."),
        make=_plain(forms.RejectForm),
        run=_reject,
        is_grave=True,
    ),
    Action(
        slug="rut",
        commands=frozenset({Command.WITHDRAW}),
        title=_("Ghi nhận yêu cầu rút hồ sơ tại quầy"),
        button=_("Ghi nhận rút hồ sơ"),
        done=_("Đã ghi nhận yêu cầu rút hồ sơ; cần xác nhận bằng việc dừng xử lý."),
        make=_plain(forms.WithdrawForm),
        run=_withdraw,
        is_grave=True,
    ),
    Action(
        slug="dung-xu-ly",
        commands=frozenset({Command.STOP}),
        title=_("Dừng xử lý"),
        button=_("Dừng xử lý hồ sơ"),
        done=_("Đã dừng xử lý hồ sơ; người nộp được báo lý do."),
        make=_plain(forms.StopForm),
        run=_stop,
        is_grave=True,
    ),
)
ACTIONS = {action.slug: action for action in (CHECK, *PANELS, *OFFICE)}
