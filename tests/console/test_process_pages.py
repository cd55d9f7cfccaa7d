"""The administration of internal processes: list, check, publish, draw, move dossiers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from haidang.workflow import api as workflow
from processes import END, HEAD, chain, linear, node, process

GOOD = linear({"node": "a", "name": "Thẩm định"}, {"node": "b", "name": "Ký", "role": "leader"})
PLAIN = process(node("startEvent", "s"), node("task", "t", name="Việc"), node("endEvent", "e"), chain("s", "t", "e"))


@pytest.fixture
def admin(client, world):
    client.force_login(world.administrator)
    return client


def send(client, *, bpmn=b"", act="publish", **values):
    files = {"file": SimpleUploadedFile("a.bpmn", bpmn)} if bpmn else {}
    data = {"code": "thu-moi", "name": "Quy trình mới", "act": act} | values | files
    return client.post(reverse("console:process_new"), data)


def test_every_process_is_listed_with_what_runs(admin, world):
    world.bring(2)
    page = admin.get(reverse("console:processes")).content.decode()
    assert "commune-same-day" in page
    assert "phiên bản 1: 1" in page


def test_a_file_is_checked_drawn_and_published(admin):
    answer = send(admin, bpmn=GOOD, act="check")
    assert answer.status_code == 200
    assert "<svg" in answer.content.decode()
    assert workflow.versions("thu-moi") == []
    answer = send(admin, bpmn=GOOD)
    (version,) = workflow.versions("thu-moi")
    assert answer["Location"] == reverse("console:process", kwargs={"version_id": version.pk})
    page = admin.get(answer["Location"]).content.decode()
    assert "Thẩm định" in page
    assert "<svg" in page


def test_a_refused_file_comes_back_with_every_reason_and_is_not_lost(admin):
    answer = send(admin, bpmn=PLAIN)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("hd:") >= 2
    assert "&lt;task id=" in page or "task id=&quot;t&quot;" in page
    # The same text again, with what was missing chosen in the form.
    answer = send(admin, text=PLAIN.decode(), role="specialist", hours="8")
    assert answer.status_code == 302
    assert [step.hours for step in workflow.described(workflow.current("thu-moi"))] == [8]


@pytest.mark.parametrize("bpmn", [b"\xff\xfe\x00", b"<a/>", b"x" * 1_100_000, HEAD.encode(), (HEAD + END).encode()])
def test_nothing_that_is_sent_breaks_the_page(admin, bpmn):
    assert send(admin, bpmn=bpmn).status_code == 422


def test_only_who_manages_the_whole_province_publishes(client, world):
    client.force_login(world.officer("administrator", "H06.03"))
    assert send(client, bpmn=GOOD).status_code == 403
    assert workflow.versions("thu-moi") == []
    client.force_login(world.officer("leader"))
    assert send(client, bpmn=GOOD).status_code == 403


def test_chosen_dossiers_move_and_each_has_its_result(admin, world):
    first, second = world.bring(2), world.bring(4)
    newer = workflow.publish(
        "commune-same-day",
        name="Trong ngày",
        bpmn=linear({"node": "appraise", "name": "Kiểm tra"}, {"node": "end-sign", "name": "Ký", "role": "leader"}),
        now=world.now,
    )
    address = reverse("console:process", kwargs={"version_id": newer.pk})
    page = admin.get(address).content.decode()
    assert first in page
    assert second in page
    key = "a" * 32
    answer = admin.post(
        reverse("console:process_migrate", kwargs={"version_id": newer.pk}), {"key": key, "dossier": [first, second]}
    )
    page = answer.content.decode()
    assert "Đã chuyển" in page
    assert "Không chuyển được" in page
    assert world.dossier(first).process.process_id == newer.pk
    assert world.dossier(second).process.process_id != newer.pk
