"""Dossiers through the portal's stand-in under every fault, with delivering processes killed at random.

`script/chaos --dossiers 2000` runs it whole and prints the figures; a test runs it small.
"""

import argparse
import json
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from installation import free_port, prepared, wait_for

FAULTS = "all=0.02"
HANG_SECONDS, READ_SECONDS, LEASE_SECONDS = 1.3, 1.0, 6.0


class Portal:
    """The stand-in as a process beside an installation, which is told its address."""

    def __init__(self, house, *, faults="", seed=1):
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        log = (house.home / "portal.log").open("a")
        command = [sys.executable, "-m", "haidang", "simulate-portal", "--port", str(port)]
        command += ["--faults", faults, "--seed", str(seed), "--hang", str(HANG_SECONDS), "--session", "20"]
        command += ["--db", str(house.home / "portal.sqlite3")]
        self.process = house._begin(command, stdout=log, stderr=log)
        log.close()
        wait_for(self.address, self.process)
        house.extra |= {
            "HAIDANG_PORTAL_URL": self.address,
            "HAIDANG_PORTAL_READ_SECONDS": str(READ_SECONDS),
            "HAIDANG_LOG": "CRITICAL",
        }

    def held(self):
        with urllib.request.urlopen(f"{self.address}/trial", timeout=60) as answer:
            return json.load(answer)

    def order(self, **wish):
        body = json.dumps(wish).encode()
        request = urllib.request.Request(f"{self.address}/trial", data=body, method="POST")
        with urllib.request.urlopen(request, timeout=60):
            pass


def run(house, *, dossiers, workers, filers=2, seed=1, faults=FAULTS):
    """Files and carries on while the crew delivers and is killed; returns the figures, once nothing waits."""
    portal = Portal(house, faults=faults, seed=seed)
    begun = time.monotonic()
    share = -(-dossiers // filers)
    at_desks = [house.start("live", seed * 100 + number, share) for number in range(filers)]
    crew = house.start("crew", workers, seed, LEASE_SECONDS)
    for process in at_desks:
        _out, err = process.communicate(timeout=3600)
        assert process.returncode == 0, err
    filed = time.monotonic()
    out, err = crew.communicate("\n", timeout=3600)
    assert crew.returncode == 0, err
    figures = json.loads(out.splitlines()[-1])
    portal.order(chances="")
    return {
        "dossiers": share * filers,
        "seconds": round(time.monotonic() - begun, 1),
        "seconds_after_the_last_filing": round(time.monotonic() - filed, 1),
        **figures,
        "faults": portal.held()["faults"]["met"],
        "calls": portal.held()["calls"],
        **compare(house, portal),
    }


def compare(house, portal):
    """Ours against theirs, line by line; and what the reconciler says."""
    theirs = portal.held()["dossiers"]
    ours = {line["code"]: line for line in house.drive("told")}
    done = house.haidang("exchange", "reconcile", "--json", "--most", "100000", check=False)
    return {
        "missing": sorted(ours.keys() - theirs.keys()),
        "unknown": sorted(theirs.keys() - ours.keys()),
        "wrong_state": [code for code in ours if theirs.get(code, {}).get("state") != ours[code]["state"]],
        "wrong_history": [
            code
            for code, line in ours.items()
            if [(one["TrangThai"], one["ThoiDiemXuLy"]) for one in theirs.get(code, {}).get("history", [])]
            != list(zip(line["states"], line["moments"], strict=True))
        ],
        "reconciled": json.loads(done.stdout),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=2_000)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", default=FAULTS)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        house = prepared(Path(folder) / "home")
        try:
            found = run(house, dossiers=args.dossiers, workers=args.workers, seed=args.seed, faults=args.faults)
        finally:
            house.close()
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    return int(any(found[name] for name in ("missing", "unknown", "wrong_state", "wrong_history")))


if __name__ == "__main__":
    sys.exit(main())
