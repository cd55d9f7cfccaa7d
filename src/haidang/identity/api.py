"""The door of `identity`: agencies through time, calendars, people and rights."""

from haidang.identity.agencies import (
    AgencyNotFound,
    AgencyView,
    agencies,
    agencies_by_id,
    agency,
    agency_name,
    descendants,
)
from haidang.identity.calendars import CalendarRefused, amend_calendar, calendar, calendar_version_of, publish_calendar
from haidang.identity.choices import grouped, name_with_place
from haidang.identity.codes import is_canonical, is_legacy, to_canonical, to_legacy
from haidang.identity.lineage import Lineage, heir_of, heirs, lineage, now_known_as, predecessors, successors
from haidang.identity.models import Agency, CalendarVersion, Level, RoleAssignment, User, id_index
from haidang.identity.people import (
    AccountRefused,
    assign_role,
    create_account,
    create_officer,
    end_role,
    find_by_id_number,
    grant_role,
    officers,
)
from haidang.identity.profile import install_agencies
from haidang.identity.rights import Scope, assignments, covers, has_anywhere, may, role_scopes, scopes, scopes_by_role
from haidang.identity.roles import Permission, Role

__all__ = [
    "AccountRefused",
    "Agency",
    "AgencyNotFound",
    "AgencyView",
    "CalendarRefused",
    "CalendarVersion",
    "Level",
    "Lineage",
    "Permission",
    "Role",
    "RoleAssignment",
    "Scope",
    "User",
    "agencies",
    "agencies_by_id",
    "agency",
    "agency_name",
    "amend_calendar",
    "assign_role",
    "assignments",
    "calendar",
    "calendar_version_of",
    "covers",
    "create_account",
    "create_officer",
    "descendants",
    "end_role",
    "find_by_id_number",
    "grant_role",
    "grouped",
    "has_anywhere",
    "heir_of",
    "heirs",
    "id_index",
    "install_agencies",
    "is_canonical",
    "is_legacy",
    "lineage",
    "may",
    "name_with_place",
    "now_known_as",
    "officers",
    "predecessors",
    "publish_calendar",
    "role_scopes",
    "scopes",
    "scopes_by_role",
    "successors",
    "to_canonical",
    "to_legacy",
]
