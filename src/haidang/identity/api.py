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
from haidang.identity.executors import Executors, executors
from haidang.identity.lineage import Lineage, heir_of, heirs, lineage, now_known_as, predecessors, successors
from haidang.identity.models import Agency, CalendarVersion, Level, Reorganisation, RoleAssignment, User, id_index
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
from haidang.identity.reorganisation.applying import Outcome, apply_plan, find_problems, may_reorganise, revert_plan
from haidang.identity.reorganisation.asking import (
    applied_plan,
    is_reversible,
    profile_plans,
    rehearsed,
    reorganisations,
    roles_moved,
)
from haidang.identity.reorganisation.plan import Plan, PlanRefused, Problem
from haidang.identity.reorganisation.plan import read as read_plan
from haidang.identity.reorganisation.record import verify_reorganisations
from haidang.identity.rights import (
    Scope,
    assignments,
    covers,
    has_anywhere,
    may,
    role_scopes,
    scopes,
    scopes_by_role,
    scopes_of_everybody,
)
from haidang.identity.roles import Permission, Role

__all__ = [
    "AccountRefused",
    "Agency",
    "AgencyNotFound",
    "AgencyView",
    "CalendarRefused",
    "CalendarVersion",
    "Executors",
    "Level",
    "Lineage",
    "Outcome",
    "Permission",
    "Plan",
    "PlanRefused",
    "Problem",
    "Reorganisation",
    "Role",
    "RoleAssignment",
    "Scope",
    "User",
    "agencies",
    "agencies_by_id",
    "agency",
    "agency_name",
    "amend_calendar",
    "applied_plan",
    "apply_plan",
    "assign_role",
    "assignments",
    "calendar",
    "calendar_version_of",
    "covers",
    "create_account",
    "create_officer",
    "descendants",
    "end_role",
    "executors",
    "find_by_id_number",
    "find_problems",
    "grant_role",
    "grouped",
    "has_anywhere",
    "heir_of",
    "heirs",
    "id_index",
    "install_agencies",
    "is_canonical",
    "is_legacy",
    "is_reversible",
    "lineage",
    "may",
    "may_reorganise",
    "name_with_place",
    "now_known_as",
    "officers",
    "predecessors",
    "profile_plans",
    "publish_calendar",
    "read_plan",
    "rehearsed",
    "reorganisations",
    "revert_plan",
    "role_scopes",
    "roles_moved",
    "scopes",
    "scopes_by_role",
    "scopes_of_everybody",
    "successors",
    "to_canonical",
    "to_legacy",
    "verify_reorganisations",
]
