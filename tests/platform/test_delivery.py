"""The outbox on its way: order in a lane, rests, outages, refusals, leases; and what an operator decides."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haidang.platform import outbox
from haidang.platform.delivery import deciding, lanes, partners
from haidang.platform.delivery.figures import LaneState, figures, lanes_in, state_of
from haidang.platform.delivery.letters import Rejected, Unavailable
from haidang.platform.delivery.rests import Rules, rest
from haidang.platform.delivery.worker import Round
from haidang.platform.models import OutboxLane, OutboxMessage

NOW = datetime(2024, 11, 4, 2, 0, tzinfo=UTC)
TOPIC = "partner"


class Partner:
    """Takes letters; `trouble` is raised instead, by (stream, seq) or for all."""

    def __init__(self):
        self.taken, self.trouble, self.now = [], {}, NOW

    def send(self, letter):
        found = self.trouble.get((letter.stream, letter.seq)) or self.trouble.get("all")
        if found:
            raise found
        self.taken.append((letter.stream, letter.seq))

    def run(self, *, most=1_000, rules=None):
        return Round(TOPIC, self.send, lambda: self.now, rules or Rules(), Random(5)).run(most=most)


@pytest.fixture
def partner(db):
    return Partner()


def put(stream, *seqs, now=NOW):
    for seq in seqs:
        outbox.put(TOPIC, stream=stream, seq=seq, payload={"v": 1}, now=now)


def lane(stream):
    return OutboxLane.objects.get(topic=TOPIC, subject=stream)


def test_messages_of_a_stream_go_in_order_and_once(partner):
    put("a", 2, 1, 3)
    put("b", 1)
    assert partner.run().delivered == 4
    assert sorted(partner.taken) == [("a", 1), ("a", 2), ("a", 3), ("b", 1)]
    assert [seq for stream, seq in partner.taken if stream == "a"] == [1, 2, 3]
    assert partner.run().tried == 0
    assert state_of(lane("a"), now=NOW) is None


def test_a_stream_stops_at_its_first_failure_and_the_others_go_on(partner):
    put("a", 1, 2)
    put("b", 1, 2)
    partner.trouble["a", 1] = Unavailable("HTTP 502")
    told = partner.run()
    assert (told.delivered, told.unavailable) == (2, 1)
    assert partner.taken == [("b", 1), ("b", 2)]
    assert (state_of(lane("a"), now=NOW), lane("a").problem) == (LaneState.RESTING, "HTTP 502")
    partner.trouble.clear()
    assert partner.run().tried == 0
    partner.now += timedelta(minutes=1)
    assert partner.run().delivered == 2
    assert partner.taken[2:] == [("a", 1), ("a", 2)]


def test_rests_double_up_to_the_longest_and_are_shaken():
    rules, rng = Rules(), Random(1)
    spans = [rest(n, rng, first=rules.first_rest, longest=rules.longest_rest) for n in range(1, 60)]
    for number, span in enumerate(spans):
        whole = min(rules.first_rest * 2 ** min(number, 20), rules.longest_rest)
        assert whole / 2 <= span <= whole
    assert len(set(spans)) == len(spans)


def test_a_refusal_stops_the_stream_until_somebody_decides(partner):
    put("a", 1, 2)
    partner.trouble["a", 1] = Rejected("unknown code")
    assert partner.run().rejected == 1
    put("a", 3)
    partner.now += timedelta(days=9)
    assert partner.run().tried == 0
    row = lane("a")
    assert (state_of(row, now=partner.now), row.problem) == (LaneState.STOPPED, "unknown code")
    deciding.give_up(row, deciding.first_in(row), now=partner.now)
    row.save()
    assert partner.run().delivered == 2
    assert partner.taken == [("a", 2), ("a", 3)]


def test_giving_up_the_only_message_leaves_nothing_to_do(partner):
    put("a", 1)
    partner.trouble["all"] = Rejected("no")
    partner.run()
    row = lane("a")
    deciding.give_up(row, deciding.first_in(row), now=NOW)
    row.save()
    assert (row.next_try_at, row.waiting_since, outbox.waiting(TOPIC)) == (None, None, 0)
    assert partner.run().tried == 0


def test_our_own_faults_are_tried_again_and_then_stop(partner, caplog):
    put("a", 1)
    partner.trouble["all"] = ValueError("a secret 077085001234")
    rules = Rules(most_faults=3)
    for _attempt in range(6):
        partner.run(rules=rules)
        partner.now += timedelta(hours=2)
    row = lane("a")
    assert (state_of(row, now=partner.now), row.faults, row.problem) == (LaneState.STOPPED, 2, "ValueError")
    assert OutboxMessage.objects.get().attempts == 3
    caplog.clear()


def test_an_outage_costs_a_few_attempts_however_many_wait(partner):
    for number in range(40):
        put(f"s{number:02d}", 1)
    partner.trouble["all"] = Unavailable("ConnectError")
    tried = 0
    for _minute in range(24 * 60):
        tried += partner.run().tried
        partner.now += timedelta(minutes=1)
    assert tried < 24 * 60
    standing = partners.standing(TOPIC)
    assert standing.down_since == NOW
    partner.trouble.clear()
    for _minute in range(70):
        partner.run()
        partner.now += timedelta(minutes=1)
    assert len(partner.taken) == 40
    assert partners.standing(TOPIC).down_since is None


def test_an_operator_can_have_a_partner_tried_at_once(partner):
    put("a", 1)
    partner.trouble["all"] = Unavailable("x")
    for _attempt in range(6):
        partner.run()
        partner.now += timedelta(minutes=9)
    partner.trouble.clear()
    partners.failed(TOPIC, "x", Rules(), Random(1), now=partner.now)
    assert partners.allowance(TOPIC, Rules(), now=partner.now) == 0
    partners.try_now(TOPIC)
    row = lane("a")
    deciding.try_again(row, now=partner.now)
    row.save()
    assert partner.run().delivered == 1


def test_a_lane_is_held_by_one_until_its_lease_ends(partner):
    put("a", 1)
    lease = timedelta(minutes=5)
    (first,) = lanes.claim(TOPIC, 10, now=NOW, lease=lease)
    assert lanes.claim(TOPIC, 10, now=NOW, lease=lease) == []
    later = NOW + timedelta(minutes=6)
    (second,) = lanes.claim(TOPIC, 10, now=later, lease=lease)
    assert not lanes.renew(first, now=later, lease=lease)
    assert lanes.renew(second, now=later, lease=lease)
    # The first comes back and says that it has delivered: noted, and the second's hold is not touched.
    message = lanes.first_waiting(first)
    assert lanes.delivered(first, message, now=later, lease=lease) is None
    assert lane("a").holder == second.token
    assert lanes.first_waiting(second) is None
    lanes.settle_empty(second)
    assert lane("a").next_try_at is None


def test_a_message_put_while_the_lane_is_held_is_not_forgotten(partner):
    put("a", 1)
    (hold,) = lanes.claim(TOPIC, 10, now=NOW, lease=timedelta(minutes=5))
    message = lanes.first_waiting(hold)
    put("a", 2)
    following = lanes.delivered(hold, message, now=NOW, lease=timedelta(minutes=5))
    assert following.seq == 2


def test_sending_again_from_a_line(partner):
    put("a", 1, 2, 3)
    partner.run()
    row = lane("a")
    assert deciding.send_again(row, from_seq=2, now=NOW) == 2
    row.save()
    partner.run()
    assert partner.taken == [("a", 1), ("a", 2), ("a", 3), ("a", 2), ("a", 3)]


def test_figures_say_what_waits_since_when_and_how_fast(partner):
    put("a", 1, 2, now=NOW - timedelta(hours=3))
    put("b", 1)
    partner.trouble["a", 1] = Rejected("no")
    partner.run()
    found = figures(TOPIC, now=NOW)
    assert (found.waiting, found.oldest_at) == (2, NOW - timedelta(hours=3))
    assert found.lanes == {"due": 0, "held": 0, "resting": 0, "stopped": 1}
    assert (found.last_minute, found.last_hour, found.last_day) == (1, 1, 1)
    assert [row.subject for row in lanes_in(TOPIC, LaneState.STOPPED, now=NOW)] == ["a"]


def test_what_waits_is_not_read_to_send_one(partner):
    """With 50,000 rows waiting a worker asks by index: as many queries as with ten, and none reads the tables whole."""
    rows = [
        OutboxMessage(topic=TOPIC, stream=f"m{n // 10}", seq=n % 10 + 1, payload="{}", created_at=NOW)
        for n in range(50_000)
    ]
    OutboxMessage.objects.bulk_create(rows, batch_size=2_000)
    many = [OutboxLane(topic=TOPIC, subject=f"m{n}", next_try_at=NOW, head_hash="0" * 64) for n in range(5_000)]
    OutboxLane.objects.bulk_create(many, batch_size=1_000)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE ground_outboxmessage; ANALYZE ground_outboxlane")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert partner.run(most=20).delivered == 200
    assert len(seen) < 200 * 8
    for query in [one["sql"] for one in seen if one["sql"].startswith("SELECT") and "outbox" in one["sql"]][:12]:
        assert not reads_whole_table(query), query


def reads_whole_table(query):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"EXPLAIN {query}")
            plan = " ".join(row[0] for row in cursor.fetchall())
            return "Seq Scan on ground_outboxm" in plan or "Seq Scan on ground_outboxl" in plan
        cursor.execute(f"EXPLAIN QUERY PLAN {query}")
        plan = [row[3] for row in cursor.fetchall()]
        return any(line.startswith(("SCAN ground_outboxm", "SCAN ground_outboxl")) for line in plan)
