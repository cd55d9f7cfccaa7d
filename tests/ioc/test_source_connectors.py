"""Every connector over a real local server, folder or database; what it refuses; and the readers of files."""

import hashlib
import io
import json
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import Workbook

from haidang.ioc import api as ioc
from haidang.ioc.sources.connectors import CONNECTORS, Ask, Failed
from haidang.ioc.sources.contract import Column
from haidang.ioc.sources.formats import csv_format, excel_format, json_format
from haidang.ioc.sources.formats.sheet import Unreadable
from haidang.ioc.sources.guessing import guess_columns, guess_keys
from haidang.ioc.sources.values import Habits, Unfit, value_of
from haidang.platform.errors import Conflict, Invalid, NotAllowed
from source_world import contract, publish
from world import moment

NOW = moment("2024-11-04T09:00")


class Server(BaseHTTPRequestHandler):
    """Pages of five rows, each behind a token; addresses that misbehave."""

    def do_GET(self):
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.server.asked.append((parts.path, asked, self.headers.get("Authorization")))
        if parts.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/")
            self.end_headers()
            return
        rows = [{"ma": number} for number in range(1, 13) if number > int(asked.get("since", 0))]
        page = int(asked.get("page", 1))
        body = {"data": {"items": rows[5 * (page - 1) : 5 * page]}}
        if parts.path == "/next" and 5 * page < len(rows):
            body["next"] = f"/next?page={page + 1}"
        self.answer(json.dumps(body).encode() if parts.path != "/text" else b"xin ch\xe0o")

    def answer(self, content):
        self.send_response(200 if self.headers.get("Authorization") == "Bearer abc" else 401)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args):
        """Silence."""


@pytest.fixture
def server(settings):
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as found:
        found.asked = []
        thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.SOURCE_HOSTS = [f"127.0.0.1:{found.server_port}"]
        found.url = f"http://127.0.0.1:{found.server_port}"
        yield found
        found.shutdown()
        thread.join()


def rest(server, path, secrets=None, cursor="", **settings):
    found = {"url": f"{server.url}{path}", "rows": "data.items", "auth": "bearer", **settings}
    return list(CONNECTORS["rest"].fetch(Ask(found, NOW, {"token": "abc"} if secrets is None else secrets, cursor)))


def numbers(deliveries):
    sheets = [json_format.read(item.content, {"rows": "data.items"}) for item in deliveries]
    return [line.cells["ma"] for sheet in sheets for line in sheet]


@pytest.mark.parametrize("paging", ["number", "next"])
def test_rest_reads_every_page_once(server, paging):
    path = "/next" if paging == "next" else "/items"
    assert numbers(rest(server, path, paging=paging)) == list(range(1, 13))


def test_rest_goes_on_from_the_cursor(server):
    assert numbers(rest(server, "/items", cursor="9", cursor_param="since", paging="number")) == [10, 11, 12]
    assert numbers(rest(server, "/next", cursor="6", cursor_param="since", paging="none")) == [7, 8, 9, 10, 11]


@pytest.mark.parametrize(
    ("path", "secrets", "code"), [("/items", {"token": "wrong"}, "status"), ("/moved", None, "status")]
)
def test_rest_says_why_it_failed_and_follows_no_redirect(server, path, secrets, code):
    with pytest.raises(Failed) as failure:
        rest(server, path, secrets)
    assert failure.value.code == code


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest", "http://127.0.0.1:1/", "file:///etc/passwd", "http://a@127.0.0.1/",
        "http://[", "ftp://127.0.0.1/", "http://localhost/", "http://127.0.0.1:99999999/",
    ],
)  # fmt: skip
def test_the_server_asks_no_host_that_is_not_on_the_list(server, url):
    with pytest.raises(Failed) as failure:
        list(CONNECTORS["rest"].fetch(Ask({"url": url}, NOW)))
    assert failure.value.code == "host"
    assert [field for field, _words in CONNECTORS["rest"].problems({"url": url})] == ["settings.url"]


def test_an_unreachable_source_fails_and_is_tried_again_later(world, server):
    settings = {"url": f"{server.url}/items", "rows": "data.items", "auth": "bearer"}
    columns = (Column(source="ma", name="number", type="integer", required=True),)
    publish(world, contract(kind="rest", settings=settings, columns=columns, keys=("number",), order="number"))
    common = {"code": "tram_5g", "actor": world.administrator}
    run = ioc.run_source(now=world.now, key=world.key(), **common)
    assert (run.state, run.problem, run.detail) == ("failed", "status", "401")
    waits = []
    for _again in range(3):
        source = ioc.Source.objects.get()
        waits.append(source.next_run_at - world.now)
        world.now = source.next_run_at
        ioc.run_source(now=world.now, key=world.key(), **common)
    assert waits == [timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=20)]
    assert "source.failing" in {alert.kind for alert in ioc.open_alerts()}


# Folder and database


def test_a_folder_gives_its_files_and_nothing_outside_it(settings, tmp_path):
    settings.SOURCE_FOLDER = tmp_path / "inbox"
    (tmp_path / "inbox" / "y-te").mkdir(parents=True)
    (tmp_path / "secret.csv").write_text("a\n1\n")
    for name in ("b.csv", "a.csv", ".an.csv", "dang-chep.csv.part", "x.exe"):
        (tmp_path / "inbox" / "y-te" / name).write_text("ma\n1\n")
    (tmp_path / "inbox" / "y-te" / "link.csv").symlink_to(tmp_path / "secret.csv")
    found = list(CONNECTORS["folder"].fetch(Ask({"path": "y-te", "pattern": "*"}, NOW)))
    assert sorted(item.name for item in found) == ["a.csv", "b.csv"]
    for path in ("..", "/etc", "y-te/../..", "khong-co"):
        with pytest.raises(Failed) as failure:
            list(CONNECTORS["folder"].fetch(Ask({"path": path}, NOW)))
        assert failure.value.code == "path"


def test_a_file_that_lies_in_its_folder_is_taken_once(world, settings, tmp_path):
    settings.SOURCE_FOLDER = tmp_path
    (tmp_path / "tram").mkdir()
    (tmp_path / "tram" / "1.csv").write_text("Mã xã;Tháng;Số trạm;Tỷ lệ phủ\n26506;01/10/2024;5;\n")
    publish(world, contract(kind="folder", settings={"path": "tram", "separator": ";"}))
    common = {"code": "tram_5g", "actor": world.administrator, "now": world.now}
    assert ioc.run_source(key=world.key(), **common).read == 1
    again = ioc.run_source(key=world.key(), **common)
    assert (again.deliveries, again.state) == (0, "done")


def test_sqlite_is_read_and_cannot_be_written(settings, tmp_path):
    settings.SOURCE_FOLDER = tmp_path
    with closing(sqlite3.connect(tmp_path / "dan-so.db")) as database:
        database.execute("CREATE TABLE t (ma INTEGER, ten TEXT)")
        database.executemany("INSERT INTO t VALUES (?, ?)", [(1, "Một"), (2, "Hai")])
        database.commit()
    ask = {"path": "dan-so.db", "query": "SELECT ma, ten FROM t WHERE :cursor = '' OR ma > :cursor ORDER BY ma"}
    (found,) = CONNECTORS["sql"].fetch(Ask(ask, NOW, cursor="1"))
    assert json.loads(found.content) == [{"ma": 2, "ten": "Hai"}]
    for query in ("DELETE FROM t", "SELECT * FROM nowhere", "WITH x AS (SELECT 1) DELETE FROM t"):
        with pytest.raises(Failed) as failure:
            list(CONNECTORS["sql"].fetch(Ask({**ask, "query": query}, NOW)))
        assert failure.value.code == "query"


def test_postgresql_is_asked_only_where_it_is_allowed(settings):
    settings.SOURCE_HOSTS = ["csdl.example"]
    common = {"database": "postgresql", "query": "SELECT 1"}
    good = "postgresql://doc@csdl.example/y_te"
    assert list(CONNECTORS["sql"].problems({**common, "url": good})) == []
    for url in (
        "postgresql://doc@khac/y_te",
        f"{good}?host=khac",
        "postgresql://doc:mk@csdl.example/y_te",
        "postgresql://[",
    ):
        assert [field for field, _words in CONNECTORS["sql"].problems({**common, "url": url})] == ["settings.url"]
        with pytest.raises(Failed):
            list(CONNECTORS["sql"].fetch(Ask({**common, "url": url}, NOW)))


# Webhook


@pytest.fixture
def webhook(world):
    columns = (Column(source="ma", name="number", type="integer", required=True),)
    found = contract(kind="webhook", settings={}, columns=columns, keys=("number",))
    ioc.publish_source(
        contract=found, actor=world.administrator, now=world.now, key=world.key(), secrets={"signing_key": "bí mật"}
    )

    def send(body, number="ban-tin-1", key="bí mật", late=0):
        at = str(int(world.now.timestamp()) - late)
        message = ioc.Message(at, number, ioc.sign(body, at=at, number=number, signing_key=key), body)
        return ioc.receive(code="tram_5g", message=message, now=world.now, machine_now=world.now.astimezone(UTC))

    return send


def test_a_signed_message_is_kept_once_and_loaded(world, webhook):
    receipt = webhook(b'{"ma": 7}')
    assert receipt.sha256 == hashlib.sha256(b'{"ma": 7}').hexdigest()
    assert webhook(b'{"ma": 7}').is_repeated
    assert ioc.run_source(code="tram_5g", actor=world.administrator, now=world.now, key=world.key()).added == 1
    assert webhook(b'{"ma": 7}').delivery_id == receipt.delivery_id
    with pytest.raises(Conflict):
        webhook(b'{"ma": 8}')


@pytest.mark.parametrize("wrong", [{"key": "khác"}, {"late": 301}, {"late": -301}])
def test_a_forged_or_old_message_is_refused(webhook, wrong):
    with pytest.raises(NotAllowed):
        webhook(b'{"ma": 7}', **wrong)
    assert not ioc.Delivery.objects.exists()


def test_a_message_without_a_proper_number_is_refused(webhook):
    with pytest.raises(Invalid):
        webhook(b"{}", number="1")


# Readers


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_in_any_usual_encoding_and_separator(encoding):
    for separator in ",;\t|":
        text = f"Báo cáo tháng 10\nMã{separator}Tên xã\n01{separator}Phường Đất Đỏ\n"
        sheet = csv_format.read(text.encode(encoding), {"skip": 1})
        assert (sheet.names, [(line.number, line.cells) for line in sheet]) == (
            ("Mã", "Tên xã"), [(3, {"Mã": "01", "Tên xã": "Phường Đất Đỏ"})],
        )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty"), (b"\xff\xfe\xff", "encoding"), (b"a,a\n1,2\n", "double_head"), (b",b\n1,2\n", "no_head"),
     (b"a\0b\n", "encoding")],
)  # fmt: skip
def test_what_is_no_csv_is_named(content, code):
    with pytest.raises(Unreadable) as fault:
        csv_format.read(content, {})
    assert fault.value.code == code


def workbook(*rows):
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_excel_finds_the_head_after_the_title():
    content = workbook(["BÁO CÁO"], [], ["Mã", "Ngày"], ["01", date(2024, 10, 1)], [None, None], ["02", "x"])
    sheet = excel_format.read(content, {})
    assert (sheet.names, [line.number for line in sheet]) == (("Mã", "Ngày"), [4, 6])
    assert value_of(sheet.lines[0].cells["Ngày"], Column(source="", name="day", type="date"), Habits()) == "2024-10-01"
    for other, code in ((b"PK\x03\x04", "not_excel"), (workbook(["một ô"]), "no_head")):
        with pytest.raises(Unreadable) as fault:
            excel_format.read(other, {})
        assert fault.value.code == code


def test_json_rows_that_are_no_objects_are_lines_too():
    sheet = json_format.read(b'{"d": [{"a": 1, "b": {"c": 2}}, 5, {"a": 3}]}', {"rows": "d"})
    assert [(line.number, line.problem) for line in sheet] == [(1, ""), (2, "not_object"), (3, "")]
    assert sheet.lines[0].cells["b"] == '{"c": 2}'
    for content, code in ((b"{", "not_json"), (b"[NaN]", "not_json"), (b"{}", "no_rows"), (b"[" * 100_000, "not_json")):
        with pytest.raises(Unreadable) as fault:
            json_format.read(content, {"rows": "d"})
        assert fault.value.code == code


# Values


@pytest.mark.parametrize(
    ("cell", "type_", "decimal", "value"),
    [
        ("1.204", "integer", ",", 1204), ("1,204", "integer", ".", 1204), ("98,5", "real", ",", 98.5),
        ("1.234.567,25", "real", ",", 1234567.25), (" 7 ", "integer", ".", 7), ("-0,5", "real", ",", -0.5),
        ("Có", "boolean", ".", True), ("KHÔNG", "boolean", ".", False), ("5/3/2024", "date", ".", "2024-03-05"),
        ("2024-11-04T09:00", "moment", ".", "2024-11-04T02:00:00+00:00"), (3.0, "integer", ".", 3),
        ("", "real", ".", None),
        ("05/03/2024 07:30", "moment", ".", "2024-03-05T00:30:00+00:00"), (5, "text", ".", "5"),
        ("a\u200b  b", "text", ".", "a b"),
    ],
)  # fmt: skip
def test_a_cell_becomes_a_value(cell, type_, decimal, value):
    assert value_of(cell, Column(source="", name="x", type=type_), Habits(decimal)) == value


@pytest.mark.parametrize(
    ("cell", "type_", "code"),
    [
        ("1,5", "integer", "not_integer"), ("12,34", "integer", "not_integer"), ("1e5", "real", "not_real"),
        ("٣", "integer", "not_integer"), (True, "integer", "not_integer"), ("9" * 17, "integer", "not_integer"),
        ("31/02/2024", "date", "not_date"), ("x", "moment", "not_moment"), ("a\0", "text", "unreadable"),
        (float("nan"), "real", "not_real"), ({}, "text", "not_text"), ("x" * 1001, "text", "too_long"),
        ("0001-01-01", "moment", "not_moment"), (10**400, "real", "not_real"), ([], "date", "not_date"),
    ],
)  # fmt: skip
def test_what_does_not_read_is_refused_never_guessed(cell, type_, code):
    with pytest.raises(Unfit) as fault:
        value_of(cell, Column(source="", name="x", type=type_), Habits())
    assert fault.value.code == code


def test_the_wizard_guesses_names_types_and_keys():
    content = "Mã xã;Tháng;Số trạm;CCCD người nhập\n026;01/10/2024;5;077085001234\n027;01/10/2024;6;077085001235\n"
    sheet = csv_format.read(content.encode(), {"separator": ";"})
    columns = guess_columns(sheet, Habits(","))
    assert [(column.name, column.type, column.personal) for column in columns] == [
        ("ma_xa", "text", False), ("thang", "date", False), ("so_tram", "integer", False),
        ("cccd_nguoi_nhap", "text", True),
    ]  # fmt: skip
    assert guess_keys(columns, sheet) == ("ma_xa",)
