"""Who may see, tend and declare sources: by the agency that owns them, computed when asked."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.identity.api import Permission, User
from haidang.ioc.sources.errors import NotAllowed, SourceNotFound
from haidang.ioc.sources.tables import Source


def reach(user: User, permission: Permission, *, on: date) -> frozenset[int]:
    """The agencies where `user` holds `permission` for their work as a whole."""
    held = identity.scopes(user, permission, on=on)
    return frozenset[int]().union(*(scope.agency_ids for scope in held if scope.is_whole))


def may_view(user: User, *, on: date) -> bool:
    """Whether `user` may open the pages of sources at all."""
    return identity.has_anywhere(user, Permission.SOURCES_VIEW, on=on)


def may_declare(user: User, *, on: date) -> bool:
    """Whether `user` may declare a source of some agency."""
    return bool(reach(user, Permission.SOURCES_MANAGE, on=on))


def visible_to(user: User, *, on: date) -> QuerySet[Source]:
    """The sources of the agencies in his reach."""
    return Source.objects.filter(agency__in=reach(user, Permission.SOURCES_VIEW, on=on))


def may(user: User, permission: Permission, agency_id: int, *, on: date) -> bool:
    """Whether `user` holds `permission` at that agency; the house itself may tend what is due."""
    return identity.is_system(user) or agency_id in reach(user, permission, on=on)


def require(user: User, permission: Permission, agency_id: int, *, on: date) -> None:
    """Raises NotAllowed for whoever lacks `permission` there."""
    if not may(user, permission, agency_id, on=on):
        raise NotAllowed(_("Bạn không có quyền làm việc này với nguồn dữ liệu của cơ quan đó."))


def source_for(user: User, code: str, *, on: date) -> Source:
    """The source, for somebody who may see it; raises SourceNotFound."""
    rows = Source.objects.all() if identity.is_system(user) else visible_to(user, on=on)
    found = rows.filter(code=code).select_related("contract", "agency").first()
    if found is None:
        raise SourceNotFound(_("Không tìm thấy nguồn dữ liệu này, hoặc bạn không có quyền xem."))
    return found


def tenders(agency_id: int, *, on: date) -> list[int]:
    """Who sees to the sources of that agency, as user ids: those who hold the right at the agency itself."""
    everybody = identity.scopes_of_everybody(Permission.SOURCES_TEND, on=on)
    names = [name for name, held in everybody.items() if any(scope.held_at == agency_id for scope in held)]
    return list(User.objects.filter(username__in=names).values_list("pk", flat=True))
