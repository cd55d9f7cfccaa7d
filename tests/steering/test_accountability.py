"""What a head answers for, against counting one by one; the digest of the morning says what the board says."""

import random
from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pytest

from haidang.dossiers.api import Command as DossierCommand
from haidang.dossiers.api import State, boards, reports
from haidang.identity import api as identity
from haidang.steering import api as steering
from haidang.steering.api import Assigned, Command, Notice
from haidang.steering.notices import Message, tell
from world import DEPARTMENT, DISTRICT, moment

AS_OF = moment("2024-12-10T09:00")


def november(as_of=AS_OF):
    return reports.period(date(2024, 11, 1), date(2024, 11, 30), as_of=as_of)


def live(chain, dice):
    """Directives to the department on random ways; what is known of each: due, given, answered, ended."""
    known = []
    places = [Assigned(chain.world.agency(DEPARTMENT).id), Assigned(chain.world.agency(DISTRICT).id)]
    for _number in range(14):
        given = moment("2024-11-04T09:00") + timedelta(days=dice.randrange(20))
        due = given.date() + timedelta(days=dice.randrange(1, 30))
        while due.weekday() > 4:
            due += timedelta(days=1)
        place = dice.choice([0, 0, 0, 1])
        found = chain.issue(now=given, due_on=due, assigned=[places[place]]).id
        answered = ended = None
        how = dice.randrange(4)
        at = given + timedelta(days=dice.randrange(1, 25))
        actor = chain.manager if place == 0 else chain.world.officer("leader", DISTRICT)
        if how in (1, 2):
            chain.act(Command.ACCEPT, found, now=at, actor=actor)
            chain.act(Command.ANSWER, found, now=at, actor=actor)
            answered = at
        if how == 2:
            chain.act(Command.SEND_BACK, found, now=at)
            answered = None
        if how == 3:
            chain.act(Command.WITHDRAW, found, now=at)
            ended = at
        if place == 0:
            known.append((chain.row(found).due_at, given, answered, ended))
    return known


@pytest.mark.parametrize("seed", range(2))
def test_figures_equal_counting_one_by_one(chain, seed):
    known = live(chain, random.Random(seed))
    end = moment("2024-12-01T00:00")
    found = steering.account(chain.leader, DEPARTMENT, period=november()).directives
    seen = [item for item in known if item[1] < end]
    answered = [item for item in seen if item[2] and item[2] < end]
    still = [item for item in seen if not (item[2] and item[2] < end) and not (item[3] and item[3] < end)]
    assert found == steering.Directed(
        given=sum(due < end and not ended for due, _given, _answer, ended in seen),
        answered=len(answered),
        answered_late=sum(answer > due for due, _given, answer, _ended in answered),
        open=len(still),
        overdue=sum(due < end for due, *_rest in still),
    )


def test_dossiers_are_those_of_report_06a(chain):
    world = chain.world
    done, late = world.bring(State.RECEIVED), world.bring(State.RECEIVED)
    at = moment("2024-11-06T10:00")
    world.finish_steps(done, now=at)
    world.act(DossierCommand.FINISH, done, now=at)
    account = steering.account(chain.leader, DEPARTMENT, period=november())
    assert (account.head, account.title) == (chain.head, "GIÁM ĐỐC")
    assert (account.on_time, account.late_open) == (steering.Share(1, 1), steering.Share(1, 1))
    assert account.dossiers.of(reports.Cell.RECEIVED) == 2
    empty = steering.account(chain.leader, DISTRICT, period=november())
    assert (empty.on_time, empty.late_open) == (steering.Share(0, 0), steering.Share(0, 0))
    assert late


def test_nobody_sees_another_branch(chain):
    district = chain.world.officer("leader", DISTRICT, with_descendants=True)
    assert steering.account(district, f"{DISTRICT}.01", period=november()).agency.code == f"{DISTRICT}.01"
    for user, code in ((district, DEPARTMENT), (district, "H06"), (chain.head, DISTRICT)):
        with pytest.raises(steering.NotAllowed):
            steering.account(user, code, period=november())
    with pytest.raises(identity.AgencyNotFound):
        steering.account(chain.leader, "H99", period=november())


def test_the_monthly_report_is_the_same_figures(chain):
    chain.issue(due_on=date(2024, 11, 15))
    account = steering.account(chain.leader, DEPARTMENT, period=november())
    sheet = steering.account_sheet(account, [("Cấp phiếu lý lịch tư pháp", "10 → 7 ngày", "Đã công bố")], made_at=AS_OF)
    lines = {line.values[1]: line.values[2:5] for line in sheet.lines}
    assert lines["Hồ sơ giải quyết đúng hạn, trước hạn"] == [0, 0, None], "nothing is 100 % of nothing"
    assert lines["Chỉ đạo quá hạn chưa báo cáo"] == [1, 1, 1.0]
    assert "Cam kết: Cấp phiếu lý lịch tư pháp" in lines
    with pikepdf.open(BytesIO(reports.document(sheet))) as pdf:
        assert len(pdf.pages) == 1


def test_a_running_month_says_so(chain):
    period = reports.period(date(2024, 11, 1), date(2024, 11, 30), as_of=chain.world.now)
    sheet = steering.account_sheet(
        steering.account(chain.leader, DEPARTMENT, period=period), [], made_at=chain.world.now
    )
    assert any("chưa kết thúc" in note for note in sheet.notes)


def test_the_digest_says_what_the_board_says_once_a_day(chain):
    world = chain.world
    world.bring(State.RECEIVED)
    chain.bring(Command.ACCEPT, Command.ANSWER)
    chain.issue(due_on=date(2024, 11, 8))
    morning = moment("2024-11-12T07:00")
    tell([chain.leader], Message("alert", "x", "Cảnh báo"), now=morning - timedelta(minutes=15))
    leaders = {chain.leader, chain.head}
    assert steering.send_digests(morning) >= len(leaders)
    assert steering.send_digests(morning + timedelta(hours=1)) == 0
    data = Notice.objects.get(user=chain.leader, kind="digest").data
    reach = boards.reach_of(chain.leader, on=morning.date())
    total = boards.board(boards.Asked(), reach, now=morning).total
    assert data["figures"] == {name: total.of(boards.Figure(name)) for name in data["figures"]}
    assert data["figures"]["late"] == 1
    assert data["work"] == {"inbox": 0, "overdue": 0, "waiting": 1, "given_overdue": 1, "alerts": 1}
    own = Notice.objects.get(user=chain.head, kind="digest").data
    assert own["work"] == {"inbox": 1, "overdue": 1, "waiting": 0, "given_overdue": 0, "alerts": 0}
    assert not Notice.objects.filter(user=chain.manager, kind="digest").exists()
    assert steering.send_digests(morning + timedelta(days=1)) >= len(leaders)


def test_a_digest_tells_nobody_of_what_lies_beyond(chain):
    chain.world.bring(State.RECEIVED)
    chain.issue()
    district = chain.world.officer("leader", DISTRICT, with_descendants=True)
    data = steering.digest_data(district, now=moment("2024-11-20T07:00"))
    assert set(data["figures"].values()) == {0}
    assert set(data["work"].values()) == {0}
    assert steering.digest_data(chain.world.officer("specialist"), now=chain.world.now) is None
