"""kill -9 at any moment: nothing that was acknowledged is lost, nothing is half done, and one key is one dossier."""

import http.client
import json
import random
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

from installation import kill

from world import PASSWORD

WORKERS = 3


def read_until_killed(house, task, *, seconds):
    """Starts workers, kills them all at once, and returns every whole line that they had said."""
    workers = [house.start(task, f"{task}{number}", 100_000) for number in range(WORKERS)]
    said = [[] for _worker in workers]
    readers = [
        threading.Thread(target=lambda out, lines: lines.extend(out), args=(worker.stdout, lines))
        for worker, lines in zip(workers, said, strict=True)
    ]
    for reader in readers:
        reader.start()
    # Starting takes a while; the moment that matters is counted from the first work.
    end = time.monotonic() + 60
    while not all(said) and time.monotonic() < end:
        time.sleep(0.02)
    time.sleep(seconds)
    for worker in workers:
        worker.kill()
    for reader in readers:
        reader.join()
    for worker in workers:
        kill(worker)
    return [json.loads(line) for lines in said for line in lines if line.endswith("}\n")]


def test_filing(house):
    said = read_until_killed(house, "file", seconds=random.uniform(0.3, 1.0))
    acknowledged = {line["key"]: line["code"] for line in said if "code" in line}
    assert len(acknowledged) > WORKERS
    assert len(set(acknowledged.values())) == len(acknowledged)
    check(house, codes=set(acknowledged.values()), documents=2)
    # Whoever never got an answer sends again under the same key, and so does whoever is not sure: one dossier each.
    keys = {line["key"] for line in said}
    codes = {line["key"]: line["code"] for line in house.drive("resend", *sorted(keys))}
    assert {key: codes[key] for key in acknowledged} == acknowledged
    assert len(set(codes.values())) == len(keys)


def test_the_whole_way(house):
    said = read_until_killed(house, "work", seconds=1.5)
    versions = {}
    for line in said:
        versions[line["code"]] = max(line["version"], versions.get(line["code"], 0))
    assert sum(versions.values()) > 10
    check(house, codes=set(versions))
    _audit, *rows = house.drive("report")
    standing = {row["code"]: row["version"] for row in rows}
    assert all(standing[code] >= version for code, version in versions.items())


def check(house, *, codes, documents=None):
    """The audit is clean, and every dossier is there whole."""
    audit, *rows = house.drive("report")
    assert audit["faults"] == []
    assert codes <= {row["code"] for row in rows}
    assert audit["dossiers"] == len(rows)
    assert audit["events"] == sum(row["events"] for row in rows)
    for row in rows:
        assert row["version"] == row["events"]
        assert documents is None or row["documents"] == documents


class Browser:
    """A browser without JavaScript: cookies, forms with their hidden fields, redirects."""

    def __init__(self, address):
        self.address = address
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(jar)

    def get(self, path):
        with self._opener.open(urllib.parse.urljoin(self.address, path), timeout=30) as answer:
            return answer.geturl(), answer.read().decode()

    def hidden(self, page, name):
        return re.search(rf'name="{name}"[^>]* value="([^"]+)"', page)[1]

    def post(self, path, **values):
        body = urllib.parse.urlencode(values).encode()
        request = urllib.request.Request(
            urllib.parse.urljoin(self.address, path), body, {"Referer": self.address + path}
        )
        with self._opener.open(request, timeout=30) as answer:
            return answer.geturl(), answer.read().decode()

    def sign_in(self):
        path = "/dang-nhap/"
        token = self.hidden(self.get(path)[1], "csrfmiddlewaretoken")
        where, _page = self.post(path, csrfmiddlewaretoken=token, username="an.nguyen", password=PASSWORD)
        assert "dang-nhap" not in where

    def press_submit(self, draft, key):
        """Presses the last button of a draft; returns the code that the site answered with."""
        path = f"/ho-so/nhap/{draft}/xem-lai/"
        # The sign-in page has a token too, and is there even when the draft is not any more.
        token = self.hidden(self.get("/dang-xuat/")[1], "csrfmiddlewaretoken")
        where, _page = self.post(path, csrfmiddlewaretoken=token, key=key)
        return where.rstrip("/").rsplit("/", 1)[1]


def press_until_killed(address, drafts, acknowledged):
    try:
        browser = Browser(address)
        browser.sign_in()
        for draft in drafts:
            acknowledged[draft] = browser.press_submit(draft, f"press-{draft}")
    except (OSError, http.client.HTTPException, urllib.error.URLError):
        return


def test_the_server(house):
    """Citizens press "Nộp hồ sơ" while the server dies again and again; each presses once more when it is back."""
    waiting = [line["draft"] for line in house.drive("drafts", 30)]
    acknowledged = {}
    rng = random.Random(5)
    for _round in range(2):
        left = [draft for draft in waiting if draft not in acknowledged]
        process, address = house.serve()
        threads = [
            threading.Thread(target=press_until_killed, args=(address, left[number::WORKERS], acknowledged))
            for number in range(WORKERS)
        ]
        for thread in threads:
            thread.start()
        before = len(acknowledged)
        end = time.monotonic() + 30
        while len(acknowledged) < before + 3 and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(rng.uniform(0, 0.3))
        kill(process)
        for thread in threads:
            thread.join()
        check(house, codes=set(acknowledged.values()), documents=2)
    assert len(acknowledged) >= 6
    _process, address = house.serve()
    browser = Browser(address)
    browser.sign_in()
    codes = {draft: browser.press_submit(draft, f"press-{draft}") for draft in waiting}
    assert {draft: codes[draft] for draft in acknowledged} == acknowledged
    assert len(set(codes.values())) == len(waiting)
    check(house, codes=set(codes.values()), documents=2)
    assert house.drive("drafts_left") == [{"left": []}]
