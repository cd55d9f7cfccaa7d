"""How an action on a dossier stands on its page: form, files, what is wrong, and the verb behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from haidang.desk.attachments import Attachments, Slot
from haidang.desk.forms.actions import ActionForm, target_of
from haidang.dossiers import api as dossiers
from haidang.identity.api import User
from haidang.ui.forms import new_key

Common = dict[str, Any]
Words = str | Promise
_NOT_TYPED = frozenset({"key", "expected_version", "document", "step", "rows"})


@dataclass(slots=True)
class Panel:
    """An action as it stands on the page: its form, and the files that go with it."""

    action: "Action"
    form: ActionForm
    attachments: Attachments | None = None
    is_open: bool = False
    problem: str = ""

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Everything that is wrong, as (id of an element, words)."""
        found = [(self.anchor, self.problem)] if self.problem else []
        for name, messages in self.form.errors.items():
            is_shown = name in self.form.fields and not self.form[name].is_hidden
            target = target_of(self.form[name]) if is_shown else self.anchor
            found += [(target, str(message)) for message in messages]
        return found + (self.attachments.problems if self.attachments else [])

    @property
    def anchor(self) -> str:
        """The id of the panel on the page; a document's check stands in that document."""
        document = self.form["document"].value() if "document" in self.form.fields else None
        return f"giay-to-{document}" if document else f"viec-{self.action.slug}"

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What was entered, as (label, text), for the case that the action is not possible any more."""
        shown = [self.form[name] for name in self.form.fields if name not in _NOT_TYPED]
        return [(str(field.label), str(field.value())) for field in shown if field.value()]


@dataclass(frozen=True, slots=True)
class Action:
    """What an officer can do. `slug` is its address and the stem of its ids, `done` what he reads afterwards."""

    slug: str
    commands: frozenset[dossiers.Command]
    title: Words
    button: Words
    done: Words
    make: Callable[..., ActionForm]
    run: Callable[[Panel, Common], dossiers.Receipt]
    slots: Callable[[dossiers.View], list[Slot]] | None = None
    is_grave: bool = False
    is_onward: bool = False
    """Whether it takes the dossier a step further, so that it stands open when nothing comes before it."""

    def panel(self, view: dossiers.View, user: User, *, step: int | None = None) -> Panel:
        """The action with an empty form; `step`: the open step that it is about, if it is about one of several."""
        initial: dict[str, Any] = {"key": new_key(), "expected_version": view.dossier.version}
        if step is not None:
            initial["step"] = step
        return Panel(self, self._form(view, initial=initial), self._attachments(view, user))

    def filled(self, view: dossiers.View, user: User, request: HttpRequest) -> Panel:
        """The action with what was sent."""
        panel = Panel(self, self._form(view, data=request.POST), self._attachments(view, user), is_open=True)
        if panel.attachments:
            panel.attachments.receive(request)
        return panel

    def perform(self, panel: Panel, *, code: str, actor: User, now: datetime) -> dossiers.Receipt:
        """Calls the verb with a valid form; raises Refused."""
        found = panel.form.cleaned_data
        names = ("key", "expected_version")
        return self.run(panel, {"code": code, "actor": actor, "now": now, **{name: found[name] for name in names}})

    def _form(self, view: dossiers.View, **kwargs: Any) -> ActionForm:
        step = (kwargs.get("initial") or {}).get("step")
        return self.make(view, auto_id=f"{self.slug}-{step}-%s" if step else f"{self.slug}-%s", **kwargs)

    def _attachments(self, view: dossiers.View, user: User) -> Attachments | None:
        return Attachments(self.slots(view), user=user, prefix=self.slug) if self.slots else None
