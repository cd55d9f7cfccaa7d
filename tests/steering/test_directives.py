"""Giving and answering directives: validation, evidence, subjects frozen and compared, what never changes."""

from datetime import date

import pytest

from haidang.catalogue import api as catalogue
from haidang.dossiers.api import Command as DossierCommand
from haidang.dossiers.api import State, boards
from haidang.identity import api as identity
from haidang.steering import api as steering
from haidang.steering.api import Assigned, Command, Notice, Status
from world import DEPARTMENT, DISTRICT, moment


def test_a_directive_is_due_at_the_close_of_office(chain):
    row = chain.row(chain.issue().id)
    assert row.due_at == moment("2024-11-15T17:00")
    assert (row.status, row.given_agency.code) == ("issued", "H06")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"due_on": date(2024, 11, 1)}, "due_on"),
        ({"due_on": date(2024, 11, 16)}, "due_on"),
        ({"due_on": date(2024, 9, 2)}, "due_on"),
        ({"due_on": date(9999, 1, 1)}, "due_on"),
        ({"title": " "}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"text": "x" * 5000}, "text"),
        ({"assigned": []}, "lead"),
        ({"subject_kind": "dossier", "subject_key": "không có"}, "subject"),
        ({"subject_kind": "figure", "subject_key": "late"}, "subject"),
        ({"subject_kind": "plan", "subject_key": "12"}, "subject"),
        ({"subject_kind": "plan", "subject_key": "²"}, "subject"),
        ({"subject_kind": "quái lạ", "subject_key": "12"}, "subject"),
    ],
)
def test_what_makes_no_sense_is_refused(chain, changes, field):
    with pytest.raises(steering.Invalid) as refusal:
        chain.issue(**changes)
    assert refusal.value.field == field
    assert not steering.Directive.objects.exists()


def test_a_day_off_names_the_next_working_day(chain):
    with pytest.raises(steering.Invalid, match="18/11/2024"):
        chain.issue(due_on=date(2024, 11, 16))


def test_who_takes_part_is_checked(chain):
    department = chain.world.agency(DEPARTMENT).id
    for assigned in (
        [Assigned(department), Assigned(department)],
        [Assigned(department), Assigned(department, "watching")],
        [Assigned(department, "watching")],
        [Assigned(department), Assigned(987654, "cooperating")],
        [Assigned(department, person_id=chain.world.officer("specialist", DISTRICT).pk)],
    ):
        with pytest.raises(steering.Invalid):
            chain.issue(assigned=assigned)


def test_its_head_is_told_and_then_the_giver(chain):
    found = chain.bring(Command.ACCEPT, Command.ANSWER)
    told = {notice.kind: notice.user for notice in Notice.objects.all()}
    assert told == {"issued": chain.head, "answered": chain.leader}
    chain.act(Command.VERIFY, found)
    assert Notice.objects.filter(user=chain.head, kind="judged").count() == 1


def test_an_answer_needs_evidence(chain):
    found = chain.bring(Command.ACCEPT)
    with pytest.raises(steering.Invalid) as refusal:
        chain.act(Command.ANSWER, found, files=[])
    assert refusal.value.field == "attached"
    chain.act(Command.ANSWER, found)
    view = steering.view(chain.leader, found, now=chain.world.now)
    assert [item.name for item in view.answers[0].attachments.all()] == ["Báo cáo.pdf"]
    row, handle = steering.file_for(chain.head, view.answers[0].attachments.get().pk, now=chain.world.now)
    with handle:
        assert (row.media_type, handle.read(4)) == ("application/pdf", b"%PDF")


def test_a_returned_answer_must_be_given_again(chain):
    found = chain.bring(Command.ACCEPT, Command.ANSWER, Command.SEND_BACK)
    row = chain.row(found)
    assert (row.status, row.answered_at) == (Status.RETURNED, None)
    chain.act(Command.ANSWER, found, now=moment("2024-11-18T09:00"))
    chain.act(Command.VERIFY, found, now=moment("2024-11-18T10:00"))
    row = chain.row(found)
    assert row.answered_at == moment("2024-11-18T09:00") > row.due_at
    assert [answer.verdict for answer in row.answers.all()] == ["sent_back", "verified"]


def test_nobody_verifies_his_own_answer(chain):
    head = chain.head
    found = chain.issue(actor=head).id
    chain.act(Command.ACCEPT, found, actor=head)
    chain.act(Command.ANSWER, found, actor=head)
    with pytest.raises(steering.NotAllowed):
        chain.act(Command.VERIFY, found, actor=head)
    assert Command.VERIFY not in steering.view(head, found, now=chain.world.now).allowed
    # Another leader of the giving agency may: here a deputy.
    deputy = chain.world.officer("leader", DEPARTMENT, username="pho.giamdoc")
    chain.act(Command.VERIFY, found, actor=deputy)


def test_a_directive_never_moves_the_deadline_of_its_dossier(chain):
    code = chain.world.bring(State.RECEIVED)
    before = chain.world.dossier(code)
    found = chain.issue(subject_kind="dossier", subject_key=code).id
    for command in (Command.EXTEND, Command.ACCEPT, Command.URGE):
        chain.act(command, found)
    after = chain.world.dossier(code)
    assert (after.due_at, after.version, after.head_hash) == (before.due_at, before.version, before.head_hash)


def test_what_came_of_a_dossier_is_told(chain):
    code = chain.world.bring(State.RECEIVED)
    found = chain.issue(subject_kind="dossier", subject_key=code).id
    frozen = chain.row(found).before
    assert (frozen["state"], frozen["finished_at"], bool(frozen["step"])) == (State.RECEIVED, None, True)
    later = moment("2024-11-06T10:00")
    chain.world.finish_steps(code, now=later)
    chain.world.act(DossierCommand.FINISH, code, now=later)
    view = steering.view(chain.leader, found, now=later)
    lines = {line.what: (line.before, line.after) for line in view.effects}
    assert lines["Trạng thái"] == ("Được tiếp nhận", "Đã xử lý xong")
    assert lines["Kết thúc"] == ("–", "10:00 06/11/2024 (2 ngày sau khi giao), đúng hạn")
    # A dossier's own page of evidence: files are not asked for again.
    chain.act(Command.ACCEPT, found)
    chain.act(Command.ANSWER, found, files=[])
    chain.act(Command.VERIFY, found, now=later)
    assert chain.row(found).status == "verified"


def test_a_figure_is_counted_by_the_house_and_compared(chain):
    code = chain.world.bring(State.RECEIVED)
    later = moment("2024-11-20T09:00")
    found = chain.issue(subject_kind="figure", subject_key=f"late@{DEPARTMENT}", due_on=date(2024, 11, 29), now=later)
    before = chain.row(found.id).before
    assert (before["numerator"], before["denominator"]) == (1, None)
    chain.world.finish_steps(code, now=later)
    chain.world.act(DossierCommand.FINISH, code, now=later)
    [line] = steering.view(chain.leader, found.id, now=moment("2024-11-20T10:00")).effects
    assert (line.before, line.after) == ("1", "0")
    share = steering.measured(steering.figure_key(f"finished_on_time@{DEPARTMENT}"), now=moment("2024-11-20T10:00"))
    assert (share.numerator, share.denominator) == (0, 1)


@pytest.mark.parametrize(
    "narrowed",
    [
        {},
        {"procedure": "1.000001"},
        {"is_own": True},
        {"step": "Thẩm định & ký: 1?=2", "unit": "3-phong-1"},
        {"figure": boards.Figure.PAUSED, "ground": "payment"},
        {"figure": boards.Figure.FINISHED_ON_TIME, "procedure": "1.000001", "is_own": True},
    ],
)
def test_the_key_of_a_figure_says_all_that_it_is_narrowed_by(narrowed):
    asked = boards.Asked(**{"agency": "H06.03", **narrowed})
    key = steering.figure_key_of(asked)
    assert steering.figure_key(str(key)) == key
    assert key.asked == asked


def test_what_no_directive_can_be_about_has_no_key():
    for asked in (
        boards.Asked(),
        boards.Asked(agency=boards.NOWHERE),
        boards.Asked(boards.Figure.FINISHED, agency="H06.03"),
        boards.Asked(boards.Figure.FINISHED_ON_TIME, agency="H06.03", step="Ký"),
        boards.Asked(agency="H06.03", step="đ" * 200),
    ):
        assert steering.figure_key_of(asked) is None


def test_a_person_may_lead(chain):
    specialist = chain.world.officer("specialist", DEPARTMENT)
    other = chain.world.officer("specialist", DEPARTMENT, username="khac")
    found = chain.issue(actor=chain.head, assigned=[Assigned(chain.world.agency().id, person_id=specialist.pk)]).id
    assert steering.inbox_count(specialist, now=chain.world.now) == 1
    assert steering.inbox_count(other, now=chain.world.now) == 0
    chain.act(Command.ACCEPT, found, actor=specialist)
    with pytest.raises(steering.DirectiveNotFound):
        chain.act(Command.REPORT, found, actor=other)


def test_after_a_reorganisation_the_heirs_answer_and_verify(chain):
    world, found = chain.world, chain.issue(due_on=date(2024, 12, 31)).id
    for plan in identity.profile_plans():
        fields = catalogue.procedures_by_field()
        identity.apply_plan(plan, fields=fields, actor=world.administrator, now=world.now)
    later = moment("2025-07-01T09:00")
    assert steering.inbox_count(chain.head, now=later) == 1
    for command in (Command.ACCEPT, Command.ANSWER, Command.VERIFY):
        chain.act(command, found, now=later)
    assert chain.row(found).status == "verified"
