"""What the house above may use of dashboards, as `ioc.dashboards`."""

from haidang.ioc.dashboards.access import may_compose, may_publish
from haidang.ioc.dashboards.acts import Done
from haidang.ioc.dashboards.content import Content, Kind, Size, Tile, add, move, put, read, read_tile, remove
from haidang.ioc.dashboards.selectors import DashboardView, mine, on_wall, published_to, saved, versions, view
from haidang.ioc.dashboards.services import change, compose, forget_question, publish, save_question, withdraw
from haidang.ioc.dashboards.tables import Dashboard, DashboardVersion, SavedQuestion

__all__ = [
    "Content",
    "Dashboard",
    "DashboardVersion",
    "DashboardView",
    "Done",
    "Kind",
    "SavedQuestion",
    "Size",
    "Tile",
    "add",
    "change",
    "compose",
    "forget_question",
    "may_compose",
    "may_publish",
    "mine",
    "move",
    "on_wall",
    "publish",
    "published_to",
    "put",
    "read",
    "read_tile",
    "remove",
    "save_question",
    "saved",
    "versions",
    "view",
    "withdraw",
]
