"""One worker's round: takes lanes that are due and sends their messages in order, stopping a lane at its first failure.

Nothing is held in memory that the tables do not say: a worker that is killed at any point leaves a lane whose lease
runs out, and at worst a message that is sent a second time.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from time import monotonic

from haidang.platform.delivery import lanes, partners
from haidang.platform.delivery.lanes import Hold
from haidang.platform.delivery.letters import Letter, Rejected, Send, Unavailable
from haidang.platform.delivery.rests import Rules, rest
from haidang.platform.models import OutboxMessage

log = logging.getLogger(__name__)

Moment = Callable[[], datetime]


@dataclass(slots=True)
class Tally:
    """What a round did: messages delivered, failures to reach the partner, refusals, faults of our own."""

    delivered: int = 0
    unavailable: int = 0
    rejected: int = 0
    faults: int = 0

    @property
    def tried(self) -> int:
        """How many messages were sent, whatever came of it."""
        return self.delivered + self.unavailable + self.rejected + self.faults


@dataclass(slots=True)
class Round:
    """A worker's round on one topic. `moment` tells the present time of the house, `rng` the jitter."""

    topic: str
    send: Send
    moment: Moment
    rules: Rules = field(default_factory=Rules)
    rng: Random = field(default_factory=Random)
    tally: Tally = field(default_factory=Tally)

    def run(self, *, most: int) -> Tally:
        """Sends until nothing is due, the partner is down, or about `most` messages were tried."""
        while self.tally.tried < most:
            room = partners.allowance(self.topic, self.rules, now=self.moment())
            held = lanes.claim(self.topic, room, now=self.moment(), lease=self.rules.lease) if room else []
            if not held:
                break
            if not self._all(held):
                break
        return self.tally

    def _all(self, held: list[Hold]) -> bool:
        """Empties the lanes in turn; False once the partner counts as down, the rest being given back."""
        for place, hold in enumerate(held):
            # The lanes before this one may have taken long.
            if not lanes.renew(hold, now=self.moment(), lease=self.rules.lease):
                continue
            if not self._empty(hold):
                lanes.let_go(held[place + 1 :], now=self.moment())
                return False
        return True

    def _empty(self, hold: Hold) -> bool:
        """Sends what waits in one lane; False if the partner counts as down from now on."""
        message = lanes.first_waiting(hold)
        if message is None:
            lanes.settle_empty(hold)
        while message is not None:
            try:
                self.send(self._letter(message))
            except Unavailable as error:
                return not self._unreachable(hold, message, str(error))
            except Rejected as error:
                self.tally.rejected += 1
                partners.answered(self.topic)
                lanes.stop(hold, message, now=self.moment(), problem=str(error))
                return True
            except Exception as error:
                # Whatever one message runs into, the others go on. The text may hold personal data: the log's alone.
                log.exception("%s cannot be sent", message)
                self._fault(hold, message, type(error).__name__)
                return True
            self.tally.delivered += 1
            partners.answered(self.topic)
            message = lanes.delivered(hold, message, now=self.moment(), lease=self.rules.lease)
        return True

    def _letter(self, message: OutboxMessage) -> Letter:
        return Letter(
            topic=message.topic,
            stream=message.stream,
            seq=message.seq,
            payload=json.loads(message.payload),
            created_at=message.created_at,
            attempt=message.attempts + 1,
            deadline=monotonic() + self.rules.send_within.total_seconds(),
        )

    def _unreachable(self, hold: Hold, message: OutboxMessage, problem: str) -> bool:
        self.tally.unavailable += 1
        now = self.moment()
        until = now + self._rest(hold.attempts + 1)
        lanes.put_off(hold, message, now=now, until=until, problem=problem, is_fault=False)
        return partners.failed(self.topic, problem, self.rules, self.rng, now=now)

    def _fault(self, hold: Hold, message: OutboxMessage, problem: str) -> None:
        self.tally.faults += 1
        now = self.moment()
        if hold.faults + 1 >= self.rules.most_faults:
            lanes.stop(hold, message, now=now, problem=problem)
        else:
            until = now + self._rest(hold.attempts + 1)
            lanes.put_off(hold, message, now=now, until=until, problem=problem, is_fault=True)

    def _rest(self, failures: int) -> timedelta:
        return rest(failures, self.rng, first=self.rules.first_rest, longest=self.rules.longest_rest)


def running_from(now: datetime) -> Moment:
    """A moment that runs on from `now` as the machine's time does, for rounds that take a while."""
    begun = monotonic()
    return lambda: now + timedelta(seconds=monotonic() - begun)
