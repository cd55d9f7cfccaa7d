"""Plans from proposal to publication: rights, four eyes, keys, the journal, and what becomes of the catalogue."""

import json
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest

from haidang.catalogue import api as catalogue
from haidang.catalogue.api import TimeLimit
from haidang.dossiers import api as dossiers
from haidang.dossiers.api import State
from haidang.platform import idempotency, journal
from haidang.reform import api as reform
from haidang.reform.api import Command, ReductionPlan, Status
from world import DEPARTMENT, HOURS, NO_TERM, OTHER_DEPARTMENT, PAUSE, procedure_records


def in_force(world, procedure=PAUSE, *, now=None):
    return catalogue.published(procedure, on=(now or world.now).date())


def committed(published):
    return [offer.committed for offer in published.content.channels]


def test_a_plan_goes_its_way_and_becomes_a_version(world, hands):
    before = in_force(world)
    old = world.bring(State.RECEIVED)
    plan = hands.published()
    row = ReductionPlan.objects.get(pk=plan)
    after = in_force(world)
    assert row.status == Status.PUBLISHED
    assert (after.number, row.from_version_id, row.new_version_id) == (2, before.version_id, after.version_id)
    assert committed(after) == [TimeLimit(3, "working_day")] * 3
    assert str(catalogue.term_for(after, "online")) == "3 working_day"
    assert str(catalogue.statutory_term_for(after, "online")) == "5 working_day"
    # A dossier keeps the version and the promise it was received under; the next one gets the shorter term.
    assert world.dossier(old).term == "5 working_day"
    assert world.dossier(old).procedure_version_id == before.version_id
    assert world.dossier(world.bring(State.RECEIVED)).term == "3 working_day"


def test_every_step_is_in_the_journal_and_the_chain_holds(world, hands):
    plan = hands.published()
    row = ReductionPlan.objects.get(pk=plan)
    entries = journal.lines(row.stream)
    kinds = [entry.kind.rsplit(".", 1)[-1] for entry in entries]
    assert kinds == ["propose", "submit", "approve", "publish"]
    assert journal.check(row.stream, entries, journal.Head(row.version, row.head_hash)) == []
    assert [entry.actor for entry in entries] == [
        hands.manager.reference, hands.manager.reference, hands.leader.reference, hands.administrator.reference
    ]  # fmt: skip
    assert journal.data(entries[0])["items"] == row.items
    assert journal.data(entries[3])["new_version"] == row.new_version_id


def test_the_evidence_is_frozen_with_the_proposal(world, hands):
    for _ in range(2):
        world.bring(State.DONE)
    plan = ReductionPlan.objects.get(pk=hands.propose(1, now=world.now + timedelta(hours=1)).id)
    online = plan.evidence[0]
    assert (online["finished"], online["on_time_before"], online["on_time_after"]) == (2, 2, 2)
    assert online["promises"] == {"90": 0, "95": 0, "98": 0}
    assert plan.evidence[1]["finished"] == 0, "nobody has filed at the counter"
    world.bring(State.DONE)
    assert ReductionPlan.objects.get(pk=plan.pk).evidence == plan.evidence


def test_a_national_import_does_not_lose_the_commitment(world, hands):
    hands.published()
    record = next(iter(procedure_records()))
    record["facts"]["name"] = "Cấp phép thử nghiệm, tên mới"
    import_records(record, now=world.now + timedelta(days=1))
    after = in_force(world, now=world.now + timedelta(days=1))
    assert (after.number, after.name) == (3, "Cấp phép thử nghiệm, tên mới")
    assert committed(after) == [TimeLimit(3, "working_day")] * 3


def test_a_law_that_undercuts_the_commitment_wins(world, hands):
    hands.published()
    record = next(iter(procedure_records()))
    for offer in record["facts"]["channels"]:
        offer["time"] = {"value": 2, "unit": "working_day"}
    import_records(record, now=world.now + timedelta(days=1))
    after = in_force(world, now=world.now + timedelta(days=1))
    assert committed(after) == [None] * 3
    assert str(catalogue.term_for(after, "online")) == "2 working_day"


def import_records(*records, now):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as handle:
        handle.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        handle.flush()
        assert catalogue.import_file(Path(handle.name), now=now).rejected == 0


def test_a_second_plan_keeps_what_the_first_has_committed(world, hands):
    hands.published(3, channels=("direct",))
    hands.published(2, channels=("online",))
    after = {offer.channel: offer.committed for offer in in_force(world).content.channels}
    assert after == {"online": TimeLimit(2, "working_day"), "direct": TimeLimit(3, "working_day"), "postal": None}


def test_withdrawing_what_is_published_takes_it_back_for_later_dossiers(world, hands):
    plan = hands.published(3)
    new = world.bring(State.RECEIVED)
    with pytest.raises(reform.NotAllowed):
        hands.withdraw(plan)
    hands.withdraw(plan, actor=hands.leader)
    assert ReductionPlan.objects.get(pk=plan).status == Status.WITHDRAWN
    assert (in_force(world).number, committed(in_force(world))) == (3, [None] * 3)
    assert world.dossier(new).term == "3 working_day"


def test_withdrawing_a_plan_that_another_has_overtaken_leaves_the_other(world, hands):
    first = hands.published(3)
    hands.published(2)
    hands.withdraw(first, actor=hands.leader)
    assert committed(in_force(world)) == [TimeLimit(2, "working_day")] * 3


def test_it_is_published_on_its_day_not_before(world, hands):
    plan = hands.propose().id
    hands.submit(plan)
    hands.approve(plan, effective_on=hands.tomorrow)
    with pytest.raises(reform.Invalid):
        hands.publish(plan)
    assert in_force(world).number == 1
    assert [item.pk for item in reform.due_plans(on=world.now.date())] == []
    assert [item.pk for item in reform.due_plans(on=hands.tomorrow)] == [plan]
    hands.publish(plan, now=world.now + timedelta(days=1))
    assert (in_force(world).number, in_force(world, now=world.now + timedelta(days=1)).number) == (1, 2)


# Who may


def test_rights_follow_agency_and_procedure(world, hands):
    for actor in (
        world.citizen,
        world.officer("specialist"),
        world.officer("manager", "H06.09"),
        world.officer("manager", procedure_code=HOURS),
        world.administrator,
    ):
        with pytest.raises(reform.NotAllowed):
            hands.propose(actor=actor)
    assert hands.propose(actor=world.officer("manager", OTHER_DEPARTMENT)).status is Status.PROPOSED
    assert hands.propose(actor=world.officer("manager", procedure_code=PAUSE)).status is Status.PROPOSED
    assert ReductionPlan.objects.count() == 2


def test_only_the_province_decides_and_publishes(world, hands):
    plan = hands.propose().id
    hands.submit(plan)
    for actor in (hands.manager, world.officer("leader", DEPARTMENT), world.administrator):
        with pytest.raises(reform.NotAllowed):
            hands.approve(plan, actor=actor)
    hands.approve(plan)
    for actor in (hands.manager, hands.leader, world.officer("administrator", DEPARTMENT)):
        with pytest.raises(reform.NotAllowed):
            hands.publish(plan, actor=actor)


def test_nobody_decides_what_he_has_proposed(world, hands):
    plan = hands.propose(actor=hands.leader).id
    reform.submit_plan(plan_id=plan, actor=hands.leader, now=world.now, key=world.key())
    with pytest.raises(reform.NotAllowed, match="không tự quyết định"):
        hands.approve(plan)
    assert Command.APPROVE not in reform.plan_view(hands.leader, plan, now=world.now).allowed


# What is refused


@pytest.mark.parametrize(
    ("procedure", "value", "unit", "words"),
    [
        (PAUSE, 5, "working_day", "ngắn hơn"),
        (PAUSE, 6, "working_day", "không được dài hơn"),
        (PAUSE, 16, "working_hour", "cùng đơn vị"),
        (PAUSE, 2.5, "working_day", "số nguyên"),
        (HOURS, 2, "working_day", "cùng đơn vị"),
        (PAUSE, -1, "working_day", "Thời hạn phải là số"),
        (PAUSE, 3, "fortnight", "Không biết đơn vị"),
    ],
)
def test_times_that_cannot_be_promised(hands, procedure, value, unit, words):
    with pytest.raises(reform.Invalid, match=words):
        hands.propose(value, procedure=procedure, unit=unit, channels=("online",))


def test_what_is_missing_is_asked_for(world, hands):
    with pytest.raises(reform.Invalid, match="lý do"):
        hands.propose(reason="  ")
    with pytest.raises(reform.Invalid, match="ít nhất một"):
        hands.propose(channels=())
    with pytest.raises(reform.Invalid, match="khóa"):
        hands.propose(key="x")
    with pytest.raises(reform.Invalid, match="không đọc được"):
        hands.propose(reason="a\0b")
    with pytest.raises(catalogue.ProcedureNotFound):
        hands.propose(procedure="0.000000")
    plan = hands.propose().id
    hands.submit(plan)
    with pytest.raises(reform.Invalid, match="số, ký hiệu"):
        hands.approve(plan, decision=hands.decision(number=" "))
    with pytest.raises(reform.Invalid, match="tương lai"):
        hands.approve(plan, decision=hands.decision(date=hands.tomorrow))
    with pytest.raises(reform.Invalid, match="trước ngày quyết định"):
        hands.approve(plan, effective_on=world.now.date() - timedelta(days=1))
    with pytest.raises(reform.Invalid, match="lý do không phê duyệt"):
        reform.refuse_plan(plan_id=plan, decision=hands.decision(), actor=hands.leader, now=world.now, key=world.key())
    assert ReductionPlan.objects.get(pk=plan).status == Status.SUBMITTED


def test_where_the_law_gives_no_number_one_may_still_commit(world, hands):
    hands.published(10, procedure=NO_TERM)
    assert str(catalogue.term_for(in_force(world, NO_TERM), "online")) == "10 working_day"
    share = reform.share(on=world.now.date())
    assert NO_TERM in {row.code for row in share.apart}


# Keys, versions, order


def test_the_same_key_acts_once(world, hands):
    first = hands.propose(key="one-key-0001")
    again = hands.propose(key="one-key-0001")
    assert (again.id, again.replayed) == (first.id, True)
    assert ReductionPlan.objects.count() == 1
    with pytest.raises(idempotency.KeyReused):
        hands.propose(2, key="one-key-0001")
    hands.submit(first.id)
    hands.approve(first.id)
    hands.publish(first.id, key="publish-0001")
    assert hands.publish(first.id, key="publish-0001").replayed
    assert in_force(world).number == 2


def test_acts_out_of_order_are_refused(world, hands):
    plan = hands.propose().id
    for act in (hands.approve, hands.publish):
        with pytest.raises(reform.WrongStatus):
            act(plan)
    hands.withdraw(plan)
    with pytest.raises(reform.WrongStatus):
        hands.submit(plan)


def test_somebody_elses_act_in_between_is_noticed(world, hands):
    plan = hands.propose()
    hands.submit(plan.id)
    with pytest.raises(reform.Conflict):
        reform.withdraw_plan(
            plan_id=plan.id, reason="x", actor=hands.manager, now=world.now, key=world.key(),
            expected_version=plan.version,
        )  # fmt: skip


def test_a_proposal_is_amended_before_it_is_submitted(world, hands):
    plan = hands.propose(4).id
    item = reform.Proposed("online", TimeLimit(2, "working_day"))
    reform.amend_plan(
        plan_id=plan, items=[item], reason="Sau khi lấy ý kiến", actor=hands.manager, now=world.now, key=world.key()
    )
    row = ReductionPlan.objects.get(pk=plan)
    assert [each["proposed"]["value"] for each in row.items] == [2]
    assert (row.version, row.reason, len(row.evidence)) == (2, "Sau khi lấy ý kiến", 1)


def test_a_plan_that_no_longer_fits_is_not_published(world, hands):
    plan = hands.propose(3).id
    hands.submit(plan)
    hands.approve(plan)
    record = next(iter(procedure_records()))
    for offer in record["facts"]["channels"]:
        offer["time"] = {"value": 2, "unit": "working_day"}
    import_records(record, now=world.now)
    with pytest.raises(catalogue.CommitmentRefused):
        hands.publish(plan)
    assert ReductionPlan.objects.get(pk=plan).status == Status.APPROVED


def test_a_plan_that_is_not_there(world, hands):
    for number in (0, -5, 10**30):
        with pytest.raises(reform.MeasureNotFound):
            reform.plan_view(hands.leader, number, now=world.now)


# The share


def test_the_share_has_numerator_denominator_and_list(world, hands):
    before = reform.share(on=world.now.date())
    assert [figure.numerator for figure in before.figures] == [0, 0]
    hands.published(3)  # 5 → 3: 40 %
    hands.published(8, procedure=HOURS, unit="working_hour", channels=("online", "direct"))  # postal stays: 0 %
    after = reform.share(on=world.now.date())
    assert [(f.percent, f.numerator, f.denominator) for f in after.figures] == [
        (40, 1, before.figures[0].denominator), (45, 0, before.figures[0].denominator)
    ]  # fmt: skip
    cut = {row.code: row.cut.share for row in after.counted if row.cut.share}
    assert set(cut) == {PAUSE}
    assert len(after.counted) == after.figures[0].denominator
    assert not {row.code for row in after.counted} & {row.code for row in after.apart}
    # On the day before, nothing was cut: the figure has an anchor date.
    yesterday = reform.share(on=world.now.date() - timedelta(days=1))
    assert [figure.numerator for figure in yesterday.figures] == [0, 0]


def test_nothing_is_a_share_of_nothing():
    figure = reform.Figure(40, 0, 0, 40)
    assert (figure.share, figure.is_reached, figure.missing) == (None, None, 0)
    assert reform.Figure(40, 2, 5, 40).is_reached
    assert reform.Figure(40, 1, 5, 40).missing == 1


def test_commitments_are_seen_by_those_who_file(world, hands):
    hands.published()
    assert dossiers.Dossier.objects.count() == 0
    offers = in_force(world).content.offers("online")
    assert [offer.committed for offer in offers] == [TimeLimit(3, "working_day")]


def test_the_audit_finds_what_was_tampered_with(world, hands):
    plan = hands.published()
    assert reform.verify() == []
    ReductionPlan.objects.filter(pk=plan).update(version=3)
    assert [fault.problem for fault in reform.verify()] == ["unexpected"]
    ReductionPlan.objects.filter(pk=plan).update(version=9)
    assert {fault.problem for fault in reform.verify()} == {"missing"}
