"""The PAR INDEX in the browser: from criteria to a year, points, appraisal, and the improvement plan."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from haidang.platform import clock
from haidang.reform.api import par_index
from world import DEPARTMENT, pdf_bytes


def url(name, *args):
    return reverse(f"scorecards:{name}", args=args)


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def send(client, address, **values):
    page = client.get(address).content.decode()
    held = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("key", "expected_version")}
    return client.post(address, {**{name: match[1] for name, match in held.items() if match}, **values})


@pytest.fixture
def people(world, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: world.now)
    assert world.procedures
    found = {}
    for name, user in (
        ("administrator", world.administrator), ("manager", world.officer("manager")), ("leader", world.leader),
    ):  # fmt: skip
        found[name] = Client()
        found[name].force_login(user)
    return found


@pytest.fixture
def year(people):
    assert send(people["administrator"], url("par_trees")).status_code == 302
    tree = par_index.published_trees()[0].pk
    begun = send(people["manager"], url("par_years"), agency=DEPARTMENT, year="2024", tree=str(tree))
    assert begun.status_code == 302, words(begun)
    return par_index.ParYear.objects.get()


def test_from_points_to_the_plan(people, year, world):
    row = par_index.Assessment.objects.get(of_year=year, criterion="3.2")
    page = url("par_criterion", row.pk)
    manager, leader = people["manager"], people["leader"]
    file = SimpleUploadedFile("minh-chung.pdf", pdf_bytes(), "application/pdf")
    refused = send(manager, page, act="tu-cham", points="4", explanation="Theo báo cáo")
    assert refused.status_code == 422
    assert "Theo báo cáo" in refused.content.decode()
    assert send(manager, page, act="tu-cham", points="2.5", explanation="Báo cáo", evidence=file).status_code == 302
    assert send(manager, page, act="gui").status_code == 302
    assert manager.post(page, {"act": "chap-nhan", "key": "a-key-of-a-test"}).status_code == 422
    assert send(leader, page, act="ha-diem", points="2", reason="Thiếu quý III").status_code == 302
    assert "2,00 / 3,00" in words(leader.get(url("par_year", year.pk)))
    due = (world.now + timedelta(days=10)).date().isoformat()
    planned = {"measure": "Nhắc hạn", "owner_code": DEPARTMENT, "due_on": due}
    assert send(leader, page, act="cai-thien", **planned).status_code == 302
    plan = url("par_plan", year.pk)
    assert "Nhắc hạn" in words(leader.get(plan))
    (measure,) = par_index.improvements(year.pk)
    assert send(leader, plan, giai_phap=str(measure.pk), note="Đã làm").status_code == 302
    assert "Đã làm" in words(leader.get(plan))
    evidence = leader.get(url("par_evidence", row.files.get().pk))
    assert b"".join(evidence.streaming_content) == pdf_bytes()


def test_work_is_given_out(people, year, world):
    row = year.assessments.first()
    due = (world.now + timedelta(days=9)).date().isoformat()
    page = url("par_criterion", row.pk)
    given = send(people["leader"], page, act="phan-cong", owner_code=DEPARTMENT, due_on=due, as_directive="on")
    assert given.status_code == 302, words(given)
    row.refresh_from_db()
    assert f"/{row.directive}/" in people["leader"].get(page).content.decode()


def test_a_file_of_criteria_is_read_or_refused(people):
    client, page = people["administrator"], url("par_trees")
    bad = SimpleUploadedFile("bo.json", b"{", "application/json")
    assert send(client, page, file=bad).status_code == 422
    held = SimpleUploadedFile("bo.json", b'{"version":"2024","name":"B\xe1\xbb\x99 2024","source":"QD","fields":'
        b'[{"key":"1","name":"A"}],"criteria":[{"key":"1.1","field":"1","name":"x","maximum":"2"}]}')  # fmt: skip
    assert send(client, page, file=held).status_code == 302
    assert par_index.published_trees()[0].name == "Bộ 2024"
    assert people["leader"].post(page, {"key": "a-key-of-a-test"}).status_code == 422
