"""Tasks that a test starts as processes of their own in an installation; each prints JSON lines, flushed at once.

python driver.py TASK [ARGUMENT…]
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from haidang.dossiers import api as dossiers  # noqa: E402
from haidang.identity import api as identity  # noqa: E402
from haidang.notifications import api as notifications  # noqa: E402
from haidang.notifications.queue import delivery  # noqa: E402
from haidang.platform.errors import Refused  # noqa: E402
from world import World  # noqa: E402

ROLES = ("reception", "specialist", "leader")


def say(**values):
    sys.stdout.write(json.dumps(values, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def inhabited():
    """The world whose people are already in the database."""
    world = World()
    world.citizen = identity.User.objects.get(username="an.nguyen")
    world.procedures = True
    for user in identity.User.objects.filter(kind="officer"):
        world._officers[user.username] = user
    return world


def people():
    """Makes the people and procedures that the other tasks use."""
    world = World()
    assert world.procedures
    assert world.citizen
    for role in ROLES:
        world.officer(role)
    world.officer("specialist", username="specialist2")


def file(worker, count):
    """Files dossiers one after the other, saying each key before and each code after."""
    world = inhabited()
    for number in range(int(count)):
        key = f"file-{worker}-{number:06d}"
        say(key=key)
        say(key=key, code=world.submit(key=key).code)


def work(worker, count):
    """Carries dossiers all the way, saying each receipt as soon as it is there."""
    world = inhabited()
    for number in range(int(count)):
        code = world.submit(key=f"work-{worker}-{number:06d}").code
        say(code=code, version=1)
        for command in ("accept", "complete_step", "complete_step", "complete_step", "finish", "return_result"):
            say(code=code, version=world.act(command, code, key=f"{command}-{worker}-{number:06d}").version)


def collect(worker, count):
    """Files dossiers and takes their fee in at the counter, saying each receipt's number."""
    world = inhabited()
    for number in range(int(count)):
        code = world.submit(key=f"file-{worker}-{number:06d}").code
        world.act("collect_fee", code, key=f"collect-{worker}-{number:06d}")
        say(number=dossiers.FeeReceipt.objects.get(dossier__code=code).number)


def wait_for_the_others():
    """Says that this process is ready, and waits until the test lets all of them go."""
    say(ready=True)
    sys.stdin.readline()


def act(command, code, key, version, username=""):
    """Does one command, together with other processes; by the officer of that name, or whoever usually does it."""
    world = inhabited()
    actor = world._officers[username] if username else world.actor_for(dossiers.Command(command), code)
    wait_for_the_others()
    try:
        receipt = world.act(command, code, actor=actor, key=key, expected_version=int(version) or None)
    except Refused as refusal:
        say(refused=type(refusal).__name__, message=str(refusal))
    else:
        say(version=receipt.version, replayed=receipt.replayed)


def submit(key):
    """Files under `key`, together with other processes."""
    world = inhabited()
    filing = world.filing()
    wait_for_the_others()
    receipt = dossiers.submit(filing=filing, actor=world.citizen, now=world.now, key=key)
    say(code=receipt.code, replayed=receipt.replayed)


def resend(*keys):
    """Files twice under each key, and says whether the dossier was there before."""
    world = inhabited()
    before = set(dossiers.Dossier.objects.values_list("code", flat=True))
    for key in keys:
        first, again = world.submit(key=key), world.submit(key=key)
        assert (again.code, again.replayed) == (first.code, True)
        assert first.replayed == (first.code in before)
        say(key=key, code=first.code)


def drafts(count):
    """Fills in drafts to the point where only the button is left to press."""
    world = inhabited()
    for _number in range(int(count)):
        draft = dossiers.start_draft(
            user=world.citizen, procedure_code="9.100001", case_key="c1", agency_id=world.agency().id, now=world.now
        )
        dossiers.save_draft(user=world.citizen, draft_id=draft.id, answers=world.answers(), now=world.now)
        for upload in world.two_uploads():
            dossiers.attach_to_draft(user=world.citizen, draft_id=draft.id, upload=upload, now=world.now)
        say(draft=draft.id)


def report():
    """What the audit finds, then every dossier as it stands."""
    world = inhabited()
    audit = dossiers.verify()
    faults = [str(fault) for fault in audit.faults]
    say(dossiers=audit.dossiers, events=audit.events, files=audit.files, faults=faults)
    for dossier in dossiers.Dossier.objects.order_by("code"):
        view = dossiers.view(world.citizen, dossier.code, now=world.now)
        say(
            code=dossier.code,
            version=dossier.version,
            state=dossier.state,
            documents=len(view.documents),
            events=len(view.timeline),
            steps=len(view.steps),
        )


def papers():
    """The papers of every dossier, by its code."""
    for dossier in dossiers.Dossier.objects.order_by("code"):
        say(code=dossier.code, papers=[str(paper) for paper in dossier.papers.all()])


def drafts_left():
    world = inhabited()
    say(left=[draft.id for draft in dossiers.drafts_of(world.citizen, now=world.now)])


def queue_messages(count):
    """Short messages that wait to be sent."""
    world = inhabited()
    rows = [
        delivery(
            once=f"sms:{place}", channel="sms", address=f"09{place:08}", body="Hồ sơ đã có kết quả", made_at=world.now,
            next_try_at=world.now, expires_at=world.now + timedelta(days=2),
        )
        for place in range(int(count))
    ]  # fmt: skip
    notifications.Delivery.objects.bulk_create(rows)


def deliver(minutes):
    """Sends what waits, so many minutes after the others' beginning, together with other processes."""
    world = inhabited()
    wait_for_the_others()
    say(taken=notifications.deliver(world.now + timedelta(minutes=int(minutes))))


def messages():
    """How messages stand."""
    for row in notifications.Delivery.objects.order_by("pk"):
        say(state=row.state, is_uncertain=row.is_uncertain)


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
