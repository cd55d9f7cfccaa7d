"""What the pages of plans and reviews share: the acts that a form of the page sends, and the decision's paper."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext as _

from haidang.catalogue import api as catalogue
from haidang.dossiers import api as dossiers
from haidang.identity import api as identity
from haidang.platform import clock, files
from haidang.platform.errors import Refused
from haidang.procedure_control.forms import DecisionForm, VersionForm, WithdrawForm
from haidang.reform import api as reform
from haidang.reform.api import Command, MeasureView
from haidang.ui import downloads, uploads
from haidang.ui.sending import attempt, sent_by

LISTED = 100
Verb = Callable[..., reform.Done]
WORDS = {"trinh": Command.SUBMIT, "duyet": Command.APPROVE, "tu-choi": Command.REFUSE, "cong-bo": Command.PUBLISH,
         "rut": Command.WITHDRAW}  # fmt: skip
"""What the button that was pressed says."""


def forms_for(view: MeasureView[Any], request: HttpRequest, pressed: Command | None) -> dict[str, forms.Form]:
    """The forms that the page needs for what is allowed; the one that was sent is bound."""

    def data(*commands: Command) -> dict[str, Any]:
        return {"data": request.POST, "files": request.FILES} if pressed in commands else {}

    made: dict[str, forms.Form] = {}
    if {Command.APPROVE, Command.REFUSE} & view.allowed:
        made["decision"] = DecisionForm(**data(Command.APPROVE, Command.REFUSE))
    if Command.WITHDRAW in view.allowed:
        made["withdraw"] = WithdrawForm(**data(Command.WITHDRAW))
    if (
        Command.PUBLISH in view.allowed
        and isinstance(view.measure, reform.SimplificationReview)
        and view.newer_versions
    ):
        made["version"] = VersionForm(versions=view.newer_versions, **data(Command.PUBLISH))
    return made


def act(
    request: HttpRequest, pressed: Command, verbs: Mapping[Command, Verb], made: Mapping[str, forms.Form], **which: int
) -> bool:
    """Does what was pressed to the measure that `which` names; False where a form must be shown again.

    Where the form that a button needs is not offered, nothing is done: the page itself shows why.
    """
    values = {**which, **sent_by(request)}
    form = made.get(_FORM_OF.get(pressed, ""))
    if isinstance(form, DecisionForm):
        return _decide(form, pressed, verbs[pressed], **values)
    if form is not None:
        return form.is_valid() and attempt(form, lambda: verbs[pressed](**form.cleaned_data, **values))
    needs_no_form = {Command.SUBMIT} if "review_id" in which else {Command.SUBMIT, Command.PUBLISH}
    if pressed in needs_no_form:
        _attempt_aloud(request, lambda: verbs[pressed](**values))
    return True


_FORM_OF = {
    Command.APPROVE: "decision",
    Command.REFUSE: "decision",
    Command.WITHDRAW: "withdraw",
    Command.PUBLISH: "version",
}


def _decide(form: DecisionForm, pressed: Command, verb: Verb, **values: Any) -> bool:
    """Records the decision of a form; says on the form why not."""
    if not form.is_valid():
        return False
    taken = uploads.take([form.cleaned_data["document"]] if form.cleaned_data["document"] else [])
    for words in taken.refused:
        form.add_error("document", words)
    on = form.cleaned_data["effective_on"]
    if pressed is Command.APPROVE and on is None:
        form.add_error("effective_on", _("Hãy ghi ngày có hiệu lực."))
    if form.errors:
        return False
    values |= {"decision": form.decision(), "document": taken.stored[0] if taken.stored else None}
    if pressed is Command.APPROVE:
        values["effective_on"] = on
    return attempt(form, lambda: verb(**values))


def _attempt_aloud(request: HttpRequest, act: Callable[[], Any]) -> None:
    """Does `act`; a refusal becomes a message of the next page."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))


def paper(measure: Any) -> FileResponse:
    """The decision's file."""
    if not measure.document_sha256:
        raise Http404(_("Quyết định này không kèm tệp văn bản."))
    try:
        handle = files.open_file(measure.document_sha256)
    except FileNotFoundError as error:
        raise Http404(_("Kho tệp không còn giữ tệp này. Hãy báo quản trị hệ thống.")) from error
    return downloads.file_response(handle, name=measure.document_name, media_type=measure.document_type)


def names(rows: Sequence[Any]) -> dict[int, str]:
    """The names of the procedures that plans or reviews begin from, by version."""
    return catalogue.names({row.from_version_id for row in rows})


@dataclass(frozen=True, slots=True)
class LateCodes:
    """Dossiers that frozen evidence calls late: the codes that this reader may open, and the number of all."""

    codes: list[str]
    total: int

    @property
    def hidden(self) -> int:
        """How many are not named here."""
        return self.total - len(self.codes)


def late_codes(user: identity.User, evidence: Sequence[Mapping[str, Any]]) -> LateCodes:
    """The late dossiers of all items of a plan."""
    found = [code for item in evidence for name in ("newly_late_codes", "open_late_codes") for code in item[name]]
    total = sum(item["newly_late"] + item["open_late"] for item in evidence)
    seen = dossiers.visible_to(user, on=clock.today()).filter(code__in=found[:LISTED])
    return LateCodes(sorted(seen.values_list("code", flat=True)), total)
