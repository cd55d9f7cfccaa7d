"""Which agencies' figures somebody may see."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.identity.api import Permission, Scope, User
from haidang.ioc.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Reach:
    """Where the right is held; None stands for the whole house."""

    scopes: tuple[Scope, ...] | None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self.scopes is None

    def takes(self, agency_id: int, procedure_code: str) -> bool:
        """Whether figures of that procedure at that agency may be seen."""
        if self.scopes is None:
            return True
        return identity.covers(self.scopes, agency_id=agency_id, procedure_code=procedure_code)


EVERYTHING = Reach(None)
"""What the house itself counts, to keep, to publish and to prove."""


def of(user: User, *, on: date) -> Reach:
    """What `user` may see figures of; raises NotAllowed when there is nothing."""
    held = identity.scopes(user, Permission.IOC_VIEW, on=on)
    if not held:
        raise NotAllowed(_("Trang này dành cho lãnh đạo, quản lý và trung tâm điều hành."))
    return Reach(tuple(held))
