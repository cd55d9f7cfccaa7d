"""Plans and reviews in the tests' world."""

from datetime import date, timedelta

import pytest

from haidang.catalogue.api import TimeLimit
from haidang.reform import api as reform
from world import DEPARTMENT, PAUSE


@pytest.fixture
def hands(world):
    """The people of a plan: who proposes at the department, who decides and who publishes at the province."""
    return Hands(world)


class Hands:
    def __init__(self, world):
        assert world.procedures
        self.world = world
        self.manager = world.officer("manager", DEPARTMENT)
        self.leader = world.leader
        self.administrator = world.administrator

    def propose(self, value=3, *, procedure=PAUSE, channels=("online", "direct", "postal"), actor=None, **values):
        limit = TimeLimit(value, values.pop("unit", "working_day"))
        items = [reform.Proposed(channel, limit) for channel in channels]
        return reform.propose_plan(
            procedure_code=procedure,
            items=items,
            reason=values.pop("reason", "Quy trình đã điện tử hóa"),
            actor=actor or self.manager,
            now=values.pop("now", self.world.now),
            key=values.pop("key", None) or self.world.key(),
        )

    def submit(self, plan_id):
        return reform.submit_plan(plan_id=plan_id, actor=self.manager, now=self.world.now, key=self.world.key())

    def decision(self, **changes):
        return reform.Decision(**{"number": "123/QĐ-UBND", "date": self.world.now.date()} | changes)

    def approve(self, plan_id, *, effective_on=None, actor=None, decision=None):
        return reform.approve_plan(
            plan_id=plan_id,
            decision=decision or self.decision(),
            effective_on=effective_on or self.world.now.date(),
            actor=actor or self.leader,
            now=self.world.now,
            key=self.world.key(),
        )

    def publish(self, plan_id, *, now=None, actor=None, key=None):
        return reform.publish_plan(
            plan_id=plan_id,
            actor=actor or self.administrator,
            now=now or self.world.now,
            key=key or self.world.key(),
        )

    def withdraw(self, plan_id, *, actor=None, reason="Không còn phù hợp"):
        return reform.withdraw_plan(
            plan_id=plan_id, reason=reason, actor=actor or self.manager, now=self.world.now, key=self.world.key()
        )

    def published(self, value=3, **values):
        """A plan that has gone its whole way; its id."""
        plan = self.propose(value, **values).id
        self.submit(plan)
        self.approve(plan)
        self.publish(plan)
        return plan

    @property
    def tomorrow(self) -> date:
        return self.world.now.date() + timedelta(days=1)
