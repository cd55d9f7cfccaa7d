"""Reading event logs: what is understood, and how what is not is refused."""

import gzip

import numpy as np
import pytest
from logs import case, xes

from haidang.insight.api import Columns, LogRefused, build, read

TWO = {
    "b": [("nhận", "2024-01-02T08:00:00+07:00"), ("trả", "2024-01-05T08:00:00+07:00")],
    "a": [("nhận", "2024-01-01T08:00:00+07:00"), ("trả", "2024-01-02T20:00:00+07:00")],
}
CSV = """case_id,activity,timestamp,hạn
a,nhận,2024-01-01 08:00,3
b,nhận,2024-01-02 08:00,2024-01-04
a,trả,2024-01-02 20:00,
"""


def file(folder, name, text):
    path = folder / name
    content = text if isinstance(text, bytes) else text.encode()
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz", "LOG.XES"])
@pytest.mark.parametrize("namespace", ["", ' xmlns="http://www.xes-standard.org/"'])
def test_xes_is_read_whatever_its_packing_and_namespace(tmp_path, name, namespace):
    log = read(file(tmp_path, name, xes(TWO, namespace=namespace)))
    assert log.ids == ("a", "b")
    assert log.durations.tolist() == [1.5, 3.0]
    assert log.columns["activity"].names == ("nhận", "trả")


def test_csv_and_xes_of_the_same_events_are_the_same_log(tmp_path):
    lines = [f"{name},{activity},{at}" for name, events in TWO.items() for activity, at in events]
    ours = read(file(tmp_path, "log.csv", "\n".join(["case_id,activity,timestamp", *lines])))
    theirs = read(file(tmp_path, "log.xes", xes(TWO)))
    assert ours.ids == theirs.ids
    assert np.allclose(ours.at, theirs.at)
    assert ours.columns["activity"].codes.tolist() == theirs.columns["activity"].codes.tolist()


def test_csv_columns_can_be_named_and_separated_by_semicolons(tmp_path):
    path = file(tmp_path, "log.csv", "\ufeffSố;Việc;Lúc\r\n1;nhận;04/11/2024 08:00\r\n1;trả;05/11/2024 20:00\r\n")
    log = read(path, columns=Columns(case="Số", activity="Việc", timestamp="Lúc"))
    assert (log.ids, log.durations.tolist()) == (("1",), [1.5])


def test_deadlines_are_moments_or_days(tmp_path):
    log = read(file(tmp_path, "log.csv", CSV), columns=Columns(deadline="hạn"))
    assert log.due[0] == 3.0
    assert log.due[-1] == pytest.approx(2 - 8 / 24)


def test_events_are_put_in_order_of_time():
    log = build([case("x", ("b", 2), ("a", 1))])
    assert [log.columns["activity"].names[code] for code in log.columns["activity"].codes] == ["a", "b"]


BOMB = '<!DOCTYPE log [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE log SYSTEM "http://127.0.0.1:1/log.dtd">'
BROKEN = {
    "not xml": ("log.xes", "<log><trace>", "Dòng"),
    "another root": ("log.xes", "<html></html>", "<html>"),
    "entities": ("log.xes", xes(TWO, head=BOMB), "DOCTYPE"),
    "an outside definition": ("log.xes", xes(TWO, head=OUTSIDE), "DOCTYPE"),
    "no moment": ("log.xes", xes({"a": [("nhận", "hôm qua")]}), "hôm qua"),
    "no activity": ("log.xes", xes({"a": [("", "2024-01-01")]}), "concept:name"),
    "no events": ("log.xes", xes({}), "không có sự kiện"),
    "empty xes": ("log.xes", "", "XML"),
    "empty csv": ("log.csv", "", "Dòng 1"),
    "no column": ("log.csv", "a,b\n1,2\n", "--case"),
    "a moment that is none": ("log.csv", "case,activity,time\n1,x,2024-13-01\n", "Dòng 2"),
    "an empty cell": ("log.csv", "case,activity,time\n1,,2024-01-01\n", "activity"),
    "too many cells": ("log.csv", "case,activity,time\n1,x,2024-01-01,y\n", "Dòng 2"),
    "an open quote": ("log.csv", 'case,activity,time\n1,"x,2024-01-01\n', "Dòng 2"),
    "not UTF-8": ("log.csv", "case,activity,time\n1,\xe9,2024-01-01\n".encode("latin-1"), "UTF-8"),
    "another kind": ("log.pdf", "%PDF", ".xes"),
    "a NUL": ("log.csv", "case,activity,time\n1,x\0,2024\n", "Dòng 2"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_cannot_be_read_is_refused_in_words(tmp_path, what):
    name, text, words = BROKEN[what]
    with pytest.raises(LogRefused) as caught:
        read(file(tmp_path, name, text))
    assert words in str(caught.value)
    assert caught.value.en


def test_an_archive_cut_short_is_refused(tmp_path):
    path = file(tmp_path, "log.xes.gz", xes(TWO))
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(LogRefused, match=r"log\.xes\.gz"):
        read(path)


def test_no_file_is_refused(tmp_path):
    with pytest.raises(LogRefused, match="không đọc được"):
        read(tmp_path / "none.xes")


def test_a_deadline_that_cannot_be_read_names_its_case(tmp_path):
    path = file(tmp_path, "log.csv", "case,activity,time,hạn\n7,x,2024-01-01,sớm\n")
    with pytest.raises(LogRefused, match="Dòng 2, vụ việc “7”"):
        read(path, columns=Columns(deadline="hạn"))


def test_a_deadline_may_be_missing_in_some_cases_but_not_in_all(tmp_path):
    text = "case,activity,time,hạn\n1,x,2024-01-01,\n1,y,2024-01-02,5\n2,x,2024-01-03,\n"
    log = read(file(tmp_path, "log.csv", text), columns=Columns(deadline="hạn"))
    assert (log.due[0], log.due[1], np.isnan(log.due[2])) == (5.0, 5.0, True)
    with pytest.raises(LogRefused, match="hạn nào"):
        read(file(tmp_path, "log.xes", xes(TWO)), columns=Columns(deadline="hạn nào"))
