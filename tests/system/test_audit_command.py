"""`haidang audit verify` on an installation: exit code 0 when clean, 1 when not, and words that say where."""

import sqlite3

import psycopg
from installation import ON_POSTGRES, url_of

from world import CITIZEN_ID

TABLE = "ground_journalentry"


def tamper(house, statement):
    """Somebody who owns the database switches the protection off and changes what he likes."""
    if ON_POSTGRES:
        with psycopg.connect(url_of(house.database)) as connection:
            connection.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
            connection.execute(statement)
        return
    connection = sqlite3.connect(house.home / "haidang.sqlite3")
    with connection:
        for suffix in ("update", "delete"):
            connection.execute(f"DROP TRIGGER IF EXISTS {TABLE}_append_only_{suffix}")
        connection.execute(statement)
    connection.close()


def test_a_clean_house_and_one_that_is_not(house):
    codes = [line["code"] for line in house.drive("file", "a", 3) if "code" in line]
    assert house.audit() == (0, {"dossiers": 3, "events": 3, "files": 2, "plans": 0, "faults": []})
    in_words = house.haidang("audit", "verify")
    assert in_words.stdout == "Đã kiểm tra 3 hồ sơ, 3 sự kiện, 2 tệp, 0 kế hoạch sắp xếp: không có lỗi.\n"

    tamper(house, f"UPDATE {TABLE} SET actor = 'user:99' WHERE stream = 'dossier:{codes[1]}'")
    tamper(house, f"DELETE FROM {TABLE} WHERE stream = 'dossier:{codes[2]}'")
    exit_code, audit = house.audit()
    assert exit_code == 1
    assert {(fault["stream"], fault["seq"], fault["problem"]) for fault in audit["faults"]} == {
        (f"dossier:{codes[1]}", 1, "altered"),
        (f"dossier:{codes[2]}", 0, "no-events"),
    }
    in_words = house.haidang("audit", "verify", check=False)
    assert in_words.returncode == 1
    assert f"{codes[1]} · sự kiện 1: nội dung đã bị sửa" in in_words.stdout

    for path in (house.home / "files").rglob("*"):
        if path.is_file():
            path.write_bytes(b"%PDF-1.7 another")
    exit_code, audit = house.audit()
    assert exit_code == 1
    assert len([fault for fault in audit["faults"] if fault["problem"].startswith("file-damaged")]) == 6
    assert house.haidang("audit", "verify", "--no-files", "--json", check=False).returncode == 1


def test_a_command_that_does_not_exist_is_exit_code_2(house):
    assert house.haidang("audit", "destroy", check=False).returncode == 2


def test_no_identity_number_lies_readable_in_the_database_file(house):
    """The raw bytes, with whatever the database leaves behind in its pages and its write-ahead log."""
    house.drive("work", "a", 1)
    if ON_POSTGRES:
        with psycopg.connect(url_of(house.database)) as connection:
            tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            content = b""
            for (table,) in tables:
                with connection.cursor().copy(f'COPY "{table}" TO STDOUT') as copy:
                    content += b"".join(bytes(chunk) for chunk in copy)
        # bytea is dumped as hexadecimal.
        wanted = [CITIZEN_ID.encode(), CITIZEN_ID.encode().hex().encode()]
    else:
        content = b"".join(path.read_bytes() for path in house.home.glob("haidang.sqlite3*"))
        wanted = [CITIZEN_ID.encode(), CITIZEN_ID.encode("utf-16-le")]
    assert b"000.00.03.H06-241104-0001" in content
    assert [text for text in wanted if text in content] == []
