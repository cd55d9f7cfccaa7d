"""Real installations for tests: own home, own database, own processes that can be killed like power cuts."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

HERE = Path(__file__).parent
ADMIN_URL = os.environ.get("DATABASE_URL", "")
ON_POSTGRES = ADMIN_URL.startswith(("postgres:", "postgresql:"))


def sql(statement):
    """Runs one statement on the server itself."""
    with psycopg.connect(ADMIN_URL, autocommit=True) as connection:
        connection.execute(statement)


def url_of(database):
    parts = urlsplit(ADMIN_URL)
    return urlunsplit(parts._replace(path=f"/{database}"))


def drop(database):
    if database:
        sql(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


@dataclass
class Installation:
    """A home and a database; `database` is empty for the embedded one, which lies in the home."""

    home: Path
    database: str = ""
    processes: list = field(default_factory=list)
    extra: dict = field(default_factory=dict)

    @property
    def environment(self):
        inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "HAIDANG_HOME"}}
        own = {"HAIDANG_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "haidang.config.settings"}
        if self.database:
            own["DATABASE_URL"] = url_of(self.database)
        return inherited | own | self.extra | {"PYTHONPATH": str(HERE.parent), "PYTHONUNBUFFERED": "1"}

    def haidang(self, *arguments, check=True):
        """Runs a command of the product."""
        command = [sys.executable, "-m", "haidang", *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=300)
        assert not check or done.returncode == 0, done.stderr
        return done

    def audit(self):
        """`haidang audit verify --json`: the exit code and what it printed."""
        done = self.haidang("audit", "verify", "--json", check=False)
        return done.returncode, json.loads(done.stdout)

    def drive(self, task, *arguments):
        """Runs a task of `driver.py` here and returns the lines that it printed, as values."""
        done = self.start(task, *arguments)
        out, err = done.communicate(timeout=300)
        assert done.returncode == 0, err
        return [json.loads(line) for line in out.splitlines()]

    def start(self, task, *arguments):
        """Starts a task of `driver.py` and returns its process."""
        command = [sys.executable, str(HERE / "driver.py"), task, *map(str, arguments)]
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        return self._begin(command, **pipes, text=True)

    def together(self, task, *argument_lists):
        """Starts `task` once for each list of arguments, lets all go at the same moment, and returns their answers."""
        running = [self.start(task, *arguments) for arguments in argument_lists]
        for process in running:
            assert json.loads(process.stdout.readline() or "{}") == {"ready": True}, process.stderr.read()
        for process in running:
            process.stdin.write("\n")
            process.stdin.flush()
        answers = []
        for process in running:
            out, err = process.communicate(timeout=120)
            assert process.returncode == 0, err
            answers.append(json.loads(out))
        return answers

    def serve(self):
        """Starts the server on a free port; returns the process and its address once it answers."""
        port = free_port()
        log = (self.home / "serve.log").open("a")
        command = [sys.executable, "-m", "haidang", "serve", "--port", str(port)]
        process = self._begin(command, stdout=log, stderr=log)
        log.close()
        address = f"http://127.0.0.1:{port}"
        wait_for(address, process)
        return process, address

    def _begin(self, command, **options):
        process = subprocess.Popen(command, env=self.environment, start_new_session=True, **options)
        self.processes.append(process)
        return process

    def close(self):
        for process in self.processes:
            kill(process)
        drop(self.database)


def kill(process):
    """kill -9 for the process and all that it started, as the end of power would."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream:
            stream.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address, process):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert process.poll() is None, "the server ended by itself"
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except urllib.error.HTTPError as error:
            error.close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server did not answer within a minute")


def prepared(folder):
    """A new installation with its profile and the people of the tests, made by the product itself."""
    found = Installation(folder, f"haidang_{secrets.token_hex(6)}" if ON_POSTGRES else "")
    if found.database:
        sql(f"CREATE DATABASE {found.database}")
    found.haidang("procedures", "search", "khai sinh", "--json")
    found.drive("people")
    return found


def copy(template, folder):
    """Another installation with the same content."""
    shutil.copytree(template.home, folder)
    if not template.database:
        return Installation(folder)
    database = f"haidang_{secrets.token_hex(6)}"
    sql(f"CREATE DATABASE {database} TEMPLATE {template.database}")
    return Installation(folder, database)
