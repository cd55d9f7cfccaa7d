"""What the house above may use of watches and alerts, as `ioc.watching`."""

from haidang.ioc.watching.looking import look
from haidang.ioc.watching.selectors import open_for, over_for, watches
from haidang.ioc.watching.services import Wish, end_watch, set_watch, take_note
from haidang.ioc.watching.tables import Noted, Watch

__all__ = ["Noted", "Watch", "Wish", "end_watch", "look", "open_for", "over_for", "set_watch", "take_note", "watches"]
