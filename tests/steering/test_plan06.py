"""The Project 06 plan: import with bad rows and without harm, standings against an oracle, board, report, template."""

import random
from collections import Counter
from datetime import date, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from openpyxl import Workbook, load_workbook

from haidang.dossiers.api import reports
from haidang.identity import api as identity
from haidang.steering import api as steering
from haidang.steering.api import Command, ImportResult, Progress
from haidang.steering.plan06 import progress as standing
from world import DEPARTMENT, DISTRICT, moment

HEADINGS = ["Số nhiệm vụ", "Nhóm tiện ích", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn",
            "Sản phẩm", "Ngày hoàn thành", "Minh chứng"]  # fmt: skip


def workbook(*rows, headings=HEADINGS, above=0):
    book = Workbook()
    for _line in range(above):
        book.active.append(["ỦY BAN NHÂN DÂN TỈNH"])
    book.active.append(headings)
    for row in rows:
        book.active.append(row)
    for cell in (cell for line in book.active.iter_rows() for cell in line if cell.data_type == "f"):
        cell.data_type = "s"  # what somebody has typed as a text
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def row(number="1", **changes):
    values = {
        "number": number, "group": 1, "title": f"Nhiệm vụ {number}", "lead": DEPARTMENT, "cooperating": None,
        "due": date(2024, 12, 31), "product": "Báo cáo", "done_on": None, "evidence": None,
    }  # fmt: skip
    return list((values | changes).values())


@pytest.fixture
def take(chain):
    def take(*rows, actor=None, now=None, **values):
        content = rows[0] if isinstance(rows[0], bytes) else workbook(*rows)
        return steering.import_plan(content, actor=actor or chain.leader, now=now or chain.world.now, **values)

    return take


def results(found):
    return [outcome.result.value for outcome in found.outcomes]


def test_good_rows_come_in_and_bad_ones_say_why(take, chain):
    found = take(
        row("1", lead="Sở Tư pháp", cooperating="Sở Nội vụ; H06.30\nSở Tư pháp"),
        row("2", group="Nhóm 3", due="Thường xuyên"),
        row("", title=""),
        row("4", group=9, lead="Sở Không Có"),
        row("5", due="31/02/2025"),
        row("6", due=None, cooperating="Sở Không Có"),
        row("1", title="Trùng số"),
        [None] * 9,
        row(8.0, done_on="05/11/2024", evidence="Công văn 7"),
        row(9, done_on=date(2024, 11, 1), evidence="Công văn 7/STP", due="01/11/2024"),
        row(10, done_on=date(2024, 11, 1)),
        row("x" * 31, product="y" * 501),
    )
    assert results(found) == ["created", "created", *["refused"] * 6, "created", "refused", "refused"]
    problems = {outcome.line: outcome.problems for outcome in found.outcomes if outcome.problems}
    assert sorted(problems) == [4, 5, 6, 7, 8, 10, 12, 13], "rows as the spreadsheet numbers them"
    assert len(problems[4]) == 2
    assert len(problems[5]) == 2
    assert "31/02/2025" in problems[6][0]
    assert len(problems[7]) == 2
    assert problems[8] == ("Số nhiệm vụ đã có ở dòng 2.",)
    assert problems[10] == ("Ngày hoàn thành không được ở tương lai.",)
    assert len(problems[13]) == 2
    tasks = {task.number: task for task in steering.plan_tasks(chain.leader, now=chain.world.now)}
    assert list(tasks) == ["1", "2", "9"]
    assert (tasks["1"].lead_code, len(tasks["1"].cooperating)) == (DEPARTMENT, 2)
    assert [task.progress for task in tasks.values()] == [Progress.GOING, Progress.RECURRING, Progress.DONE_ON_TIME]
    assert tasks["9"].evidence == "Công văn 7/STP"
    assert steering.verify() == []


def test_the_same_file_again_changes_nothing(take, chain):
    content = workbook(row("1"), row("2", due="thường xuyên"), row("3", done_on="01/11/2024", evidence="CV 7"))
    assert results(take(content)) == ["created"] * 3
    versions = [item.version for item in steering.Directive.objects.order_by("pk")]
    for _twice in range(2):
        assert results(take(content, now=chain.world.now + timedelta(days=1))) == ["unchanged"] * 3
    assert [item.version for item in steering.Directive.objects.order_by("pk")] == versions == [1, 1, 2]


def test_a_changed_row_amends_its_task(take, chain):
    take(row("1"), row("2"))
    found = take(row("1", title="Nội dung mới", due=date(2025, 1, 31)), row("2"), row("3"))
    assert results(found) == ["changed", "unchanged", "created"]
    task = steering.PlanTask.objects.get(number="1").directive
    assert (task.title, task.due_on, task.version) == ("Nội dung mới", date(2025, 1, 31), 2)
    back = take(row("1"))
    assert (results(back), steering.PlanTask.objects.get(number="1").directive.version) == (["changed"], 3)
    chain.act(Command.WITHDRAW, task.pk)
    assert results(take(row("1", title="Lại mới"))) == ["refused"]


def test_a_rehearsal_says_the_same_and_writes_nothing(take):
    content = workbook(row("1"), row("2", group="?"), row("3", done_on="01/11/2024", evidence="CV 7"))
    rehearsed = take(content, is_rehearsal=True)
    assert not steering.Directive.objects.exists()
    assert not steering.Notice.objects.exists()
    real = take(content)
    assert rehearsed.outcomes == real.outcomes
    assert (rehearsed.is_rehearsal, real.is_rehearsal) == (True, False)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"PK\x03\x04 broken", b"%PDF-1.7",
        workbook(row(), headings=["Số", "Nội dung"]), workbook(), workbook(["", "", "", "", "", ""]),
        workbook(row(), above=30),
    ],
    ids=["empty", "broken", "pdf", "headings", "nothing", "blank", "too deep"],
)  # fmt: skip
def test_a_file_that_is_no_plan_is_refused_in_words(take, content):
    with pytest.raises(steering.Invalid) as refusal:
        take(content)
    assert refusal.value.field == "file"
    assert not steering.Directive.objects.exists()


def test_headings_may_stand_lower_and_in_another_order(take):
    order = [5, 3, 2, 1, 0]
    content = workbook([row()[at] for at in order], headings=[HEADINGS[at].upper() for at in order], above=4)
    assert results(take(content)) == ["created"]


def test_rights_of_a_plan(take, chain):
    with pytest.raises(steering.NotAllowed):
        take(row(), actor=chain.manager)
    district = chain.world.officer("leader", DISTRICT, with_descendants=True)
    found = take(row("1"), row("2", lead=DISTRICT), actor=district)
    assert results(found) == ["refused", "created"]
    # Each plan numbers for itself.
    assert results(take(row("2"))) == ["created"]
    assert [task.number for task in steering.plan_tasks(district, now=chain.world.now)] == ["2"]
    assert len(steering.plan_tasks(chain.leader, now=chain.world.now)) == 2
    assert steering.plan_tasks(chain.world.officer("specialist"), now=chain.world.now) == []


def test_the_operator_imports_and_leaders_of_the_province_verify(take, chain):
    system = identity.system_account(now=chain.world.now)
    assert results(take(row("1"), actor=system)) == ["created"]
    assert results(take(row("1", title="Khác", done_on=None), actor=system)) == ["changed"]
    task = steering.PlanTask.objects.get().directive
    for command in (Command.ACCEPT, Command.ANSWER, Command.VERIFY):
        chain.act(command, task.pk)
    assert results(take(row("1", title="Khác"), actor=system)) == ["unchanged"]


def oracle(status, recurring, due, answered, now):
    """The standing of a task in the words of DOMAIN §6."""
    if status == "withdrawn":
        return None
    done = status in ("verified", "closed")
    late = due is not None and ((answered > due) if answered else now > due)
    if done:
        return "done_late" if late else "done_on_time"
    return "recurring" if recurring else ("overdue" if late else "going")


@pytest.mark.parametrize("seed", range(4))
def test_every_task_stands_somewhere(seed):
    dice = random.Random(seed)
    now, found = datetime.fromisoformat("2024-11-04T09:00+07:00"), []
    for _turn in range(200):
        status = dice.choice(list(steering.Status))
        recurring = dice.random() < 0.2
        due = None if recurring else now + timedelta(days=dice.randrange(-20, 20))
        answered = now - timedelta(days=dice.randrange(20)) if status in ("answered", "verified", "closed") else None
        how = standing.progress(status, is_recurring=recurring, due_at=due, answered_at=answered, now=now)
        assert (how and how.value) == oracle(status.value, recurring, due, answered, now)
        found.append(how)
    assert sum(standing.counted(found).values()) == sum(how is not None for how in found)


def test_every_figure_of_the_board_is_the_list_behind_it(take, chain):
    take(
        row("1"), row("2", group=2, due="thường xuyên"), row("3", due="01/11/2024"), row("4", lead=DISTRICT),
        row("5", done_on="01/11/2024", evidence="CV 7", due="01/10/2024"), row("10", group=5), row("1.2"),
    )  # fmt: skip
    later = moment("2024-11-05T09:00")
    board = steering.plan_board(chain.leader, now=later)
    assert board.total.total == 7
    assert board.total.done_in_time == (0, 1)
    for lines, name in ((board.by_group, "group"), (board.by_agency, "agency")):
        assert sum((Counter(line.counts) for line in lines), Counter()) == +Counter(board.total.counts)
        for line in lines:
            for kind, count in line.counts.items():
                listed = steering.plan_tasks(chain.leader, now=later, standing=kind.value, **{name: line.key})
                assert len(listed) == count
    assert [task.number for task in steering.plan_tasks(chain.leader, now=later)] == [
        "1",
        "1.2",
        "2",
        "3",
        "4",
        "5",
        "10",
    ]


def test_urging_is_the_same_machinery(take, chain):
    take(row("1", due=date(2024, 11, 15)), row("2", due="thường xuyên"))
    assert steering.urge_due(moment("2024-11-12T08:00")) == 1
    assert steering.Urging.objects.get().directive.plan_task.number == "1"


def test_a_deadline_on_a_day_off_ends_with_the_next_working_day(take):
    take(row("1", due=date(2024, 12, 1)))
    assert steering.Directive.objects.get().due_at == moment("2024-12-02T17:00")


def test_report_and_template(take, chain):
    take(row("1", title="=1+1"), row("2", due="thường xuyên"))
    now = chain.world.now
    sheet = steering.plan_sheet(
        steering.plan_board(chain.leader, now=now), steering.plan_tasks(chain.leader, now=now), made_at=now
    )
    page = load_workbook(BytesIO(reports.workbook(sheet))).active
    cells = [cell for line in page.iter_rows() for cell in line if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"], "what somebody has written is never run"
    with pikepdf.open(BytesIO(reports.document(sheet))) as pdf:
        assert len(pdf.pages) == 1
    empty = load_workbook(BytesIO(steering.plan_template()))
    assert [cell.value for cell in empty.worksheets[0][1]] == HEADINGS
    filled = empty.worksheets[0]
    filled.append(row("1"))
    out = BytesIO()
    empty.save(out)
    assert results(take(out.getvalue(), is_rehearsal=True)) == [ImportResult.CHANGED]
