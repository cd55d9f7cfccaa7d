"""Delivery as processes of their own: rivals for one row, deaths at any moment, a portal that is gone for a day."""

import json

import chaos


def test_two_workers_never_deliver_one_message_at_once(house):
    """Four processes empty one queue: without faults the portal is asked for each message once."""
    portal = chaos.Portal(house)
    house.drive("live", 5, 12)
    running = [house.start("deliver", 300) for _number in range(4)]
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
    (figures,) = house.drive("attempts")
    assert (
        figures["delivered"] == figures["messages"] == figures["attempts"] == sum(one["delivered"] for one in answers)
    )
    calls = portal.held()["calls"]
    assert calls["TraCuuHoSo"] + calls.get("DongBoDanhGia", 0) == figures["messages"]
    assert calls["DongBoHoSoMC"] == calls["CapNhatTienDoHoSoMC"] == calls["TraCuuHoSo"]


def test_whatever_goes_wrong_the_portal_ends_with_the_truth(house):
    found = chaos.run(house, dossiers=24, workers=2, filers=1, seed=3)
    assert found["kills"] >= 2
    assert len(found["faults"]) >= 5
    assert found["attempts"] > found["messages"]
    for name in ("missing", "unknown", "wrong_state", "wrong_history"):
        assert found[name] == [], found
    assert found["reconciled"]["verdicts"] | {"same": 24} == found["reconciled"]["verdicts"], found["reconciled"]
    assert found["reconciled"]["checked"] == 24
