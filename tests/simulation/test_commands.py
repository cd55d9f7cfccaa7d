"""The commands `simulate` and `demo` as an operator runs them."""

import argparse
import json
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from simulation_rows import UNTIL

from haidang.dossiers import api as dossiers
from haidang.platform import clock
from haidang.simulation import cli
from haidang.simulation.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from haidang.simulation.install import install_profile, is_installed
from haidang.simulation.models import InstalledProfile
from haidang.simulation.run import SimulationRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings, tmp_path):
    """A home of its own, so that a demonstration's clock does not reach other tests."""
    settings.HAIDANG_HOME = tmp_path
    clock.offset.cache_clear()
    yield tmp_path
    clock.offset.cache_clear()


def command(*words, serve=None):
    parser = argparse.ArgumentParser()
    cli.add_arguments(parser.add_subparsers(required=True), serve=serve)
    args = parser.parse_args(words)
    return args.run(args)


def simulated(capsys, *words):
    assert command("simulate", *words, "--until", UNTIL.isoformat(), "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_simulate_prints_one_object_and_grows_the_province(home, capsys):
    first = simulated(capsys, "--dossiers", "6", "--seed", "3")
    assert first["filed"] == first["dossiers"] == sum(first["states"].values()) == sum(first["risks"].values()) == 6
    assert first["commands"] > 12
    assert first["seconds"] > 0
    assert simulated(capsys, "--dossiers", "4", "--seed", "4")["dossiers"] == 10
    assert simulated(capsys, "--dossiers", "6", "--seed", "3")["commands"] == 0


@pytest.mark.parametrize(
    "words",
    [
        ("--dossiers", "0", "--seed", "1"),
        ("--dossiers", "5", "--seed", "x"),
        ("--dossiers", "5", "--seed", "1", "--until", "mai"),
    ],
)
def test_wrong_arguments_are_refused_in_one_line(words):
    with pytest.raises(SystemExit) as ended:
        command("simulate", *words)
    assert ended.value.code == 2


def test_a_time_without_an_office_calendar_is_refused_in_one_line(home, capsys):
    assert command("simulate", "--dossiers", "3", "--seed", "1", "--until", "2031-05-04T09:00") == 2
    assert capsys.readouterr().err.startswith("haidang: ")
    assert dossiers.Dossier.objects.count() == 0


def test_a_time_before_there_were_agencies_is_refused(home):
    with pytest.raises(SimulationRefused):
        command("simulate", "--dossiers", "3", "--seed", "1", "--until", "1999-05-04T09:00")


def test_demo_builds_once_then_only_serves(home, capsys):
    served = []

    def serve(**where):
        served.append(where)
        return 0

    assert command("demo", "--dossiers", "8", "--port", "8123", serve=serve) == 0
    said = capsys.readouterr().out
    assert DEMO_PASSWORD in said
    assert "http://127.0.0.1:8123/" in said
    assert dossiers.Dossier.objects.count() == 8
    assert abs(clock.now() - cli.DEMO_MOMENT) < timedelta(minutes=2)
    clock_file = (home / "clock.json").read_text()
    assert command("demo", "--dossiers", "8", "--port", "8123", serve=serve) == 0
    assert dossiers.Dossier.objects.count() == 8
    assert (home / "clock.json").read_text() == clock_file
    assert served == [{"host": "127.0.0.1", "port": 8123, "with_gateway": True, "with_portal": False}] * 2


def test_every_printed_account_signs_in_and_no_other_citizen_can(home):
    command("demo", "--dossiers", "8", "--no-serve")
    for account in DEMO_ACCOUNTS:
        assert authenticate(username=account.username, password=DEMO_PASSWORD), account.username
    others = dossiers.Dossier.objects.exclude(applicant__username__in=[a.username for a in DEMO_ACCOUNTS])
    for dossier in others.filter(applicant__isnull=False):
        assert not dossier.applicant.has_usable_password()


def test_demo_leaves_a_home_with_real_dossiers_alone(home, capsys):
    simulated(capsys, "--dossiers", "3", "--seed", "9")
    assert command("demo", "--no-serve") == 2
    assert dossiers.Dossier.objects.count() == 3
    assert not (home / "clock.json").exists()


def test_the_profile_is_installed_once_and_again_when_its_files_change(monkeypatch):
    now = clock.now()
    install_profile(now)
    assert is_installed()
    before = InstalledProfile.objects.get()
    install_profile(now + timedelta(days=1))
    assert InstalledProfile.objects.get().fingerprint == before.fingerprint
    InstalledProfile.objects.update(fingerprint="")
    assert not is_installed()
