"""People who give and answer directives in the tests' world."""

from datetime import date

import pytest

from haidang.platform import files
from haidang.steering import api as steering
from haidang.steering.api import Assigned, Command, Wish
from world import DEPARTMENT, pdf_bytes


@pytest.fixture
def chain(world):
    """A chain of command: the province's leader, a department's head and manager, and what they do to directives."""
    return Chain(world)


class Chain:
    def __init__(self, world):
        self.world = world
        self.leader = world.leader
        self.head = world.officer("leader", DEPARTMENT)
        self.manager = world.officer("manager", DEPARTMENT)

    def wish(self, **changes):
        values = {
            "title": "Giải quyết dứt điểm hồ sơ tồn",
            "text": "Báo cáo kết quả kèm danh sách.",
            "due_on": date(2024, 11, 15),
            "assigned": [Assigned(self.world.agency(DEPARTMENT).id)],
        }
        return Wish(**values | changes)

    def issue(self, *, actor=None, now=None, key=None, files=(), **changes):
        return steering.issue(
            wish=self.wish(**changes), actor=actor or self.leader, now=now or self.world.now,
            key=key or self.world.key(), files=files,
        )  # fmt: skip

    def act(self, command, directive_id, *, actor=None, now=None, key=None, **values):
        """Does a command with sensible values for whatever the test does not say."""
        values = self.defaults(command) | values
        return self.verb(command)(
            directive_id=directive_id, actor=actor or self.actor(command), now=now or self.world.now,
            key=key or self.world.key(), **values,
        )  # fmt: skip

    def verb(self, command):
        return getattr(steering, {"verify": "verify_answer"}.get(command.value, command.value))

    def actor(self, command):
        return self.manager if command in {Command.ACCEPT, Command.REPORT, Command.ANSWER} else self.leader

    def defaults(self, command):
        return {
            Command.AMEND: {"title": "Nội dung mới", "text": "", "assigned": self.wish().assigned},
            Command.EXTEND: {"due_on": date(2024, 11, 29), "reason": "Chờ ý kiến bộ"},
            Command.REPORT: {"text": "Đã xong một nửa"},
            Command.ANSWER: {"text": "Đã giải quyết xong", "files": [self.file()]},
            Command.SEND_BACK: {"reason": "Thiếu danh sách"},
            Command.RECORD_DONE: {"done_on": date(2024, 11, 1), "evidence": "Công văn 5/STP"},
            Command.WITHDRAW: {"reason": "Không còn cần"},
            Command.URGE: {"note": "Sắp đến hạn"},
        }.get(command, {})

    def file(self, name="Báo cáo.pdf", text="a"):
        return files.store([pdf_bytes(text)], name=name)

    def bring(self, *commands, **changes):
        """A directive on which these commands were done; its id."""
        found = self.issue(**changes).id
        for command in commands:
            self.act(command, found)
        return found

    def row(self, directive_id):
        return steering.Directive.objects.get(pk=directive_id)
