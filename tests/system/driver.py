"""Tasks that a test starts as processes of their own in an installation; each prints JSON lines, flushed at once.

python driver.py TASK [ARGUMENT…]
"""

import json
import os
import select
import signal
import sys
import time
from datetime import timedelta
from random import Random

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


# Ways through a dossier's life that the portal's table of states knows (its 5 is never followed by 1).
STORIES = (
    (),
    ("accept",),
    ("reject",),
    ("withdraw",),
    ("accept", "complete_step"),
    ("accept", "complete_step", "request_supplement"),
    ("accept", "complete_step", "request_supplement", "supplement", "steps", "finish", "return_result"),
    ("accept", "complete_step", "request_payment", "record_payment", "steps", "finish"),
    ("accept", "complete_step", "withdraw", "stop"),
    ("accept", "complete_step", "stop"),
    ("accept", "steps", "finish"),
    ("accept", "steps", "finish", "return_result"),
    ("accept", "check_document", "steps", "finish", "return_result", "rate"),
)


def live(worker, count):
    """Files dossiers and carries each as far as one of the stories goes, seven minutes a step."""
    world = inhabited()
    rng = Random(int(worker))
    for number in range(int(count)):
        moment = world.now + timedelta(minutes=number % 60)
        code = world.submit(key=f"live-{worker}-{number:06d}", now=moment).code
        for act in acts_of(world, code, rng.choice(STORIES)):
            moment += timedelta(minutes=7)
            world.act(act, code, now=moment, key=f"{worker}-{code}-{moment:%d%H%M}")
        say(code=code)


def acts_of(world, code, story):
    """The commands of a story, "steps" being all the steps that are left."""
    for command in story:
        if command != "steps":
            yield command
        while command == "steps" and world.open_step(code):
            yield "complete_step"


def crew(size, seed, lease):
    """Delivers with `size` processes, of which one is killed and replaced now and then, until nothing will be filed.

    A line on standard input says so; then it goes on until nothing waits. Processes are forked from one that has read
    everything, so that a new one is at work at once.
    """
    from haidang.exchange import delivering
    from haidang.platform import clock
    from haidang.platform.delivery.rests import Rules

    span = timedelta(seconds=float(lease))
    rules = Rules(span, span * 0.6, timedelta(seconds=0.2), timedelta(seconds=2), longest_down=timedelta(seconds=1))

    def work():
        while True:
            tally = delivering.deliver(moment=clock.now, most=200, rules=rules)
            if not tally.tried:
                time.sleep(0.1)

    def begin():
        child = os.fork()
        if not child:
            work()
        return child

    def end(child):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

    rng, kills, is_last = Random(int(seed)), 0, False
    children = [begin() for _number in range(int(size))]
    while not is_last or counted()["delivered"] < counted()["messages"]:
        if is_last:
            time.sleep(rng.uniform(0.3, 1.5))
        else:
            is_last = bool(select.select([sys.stdin], [], [], rng.uniform(0.3, 1.5))[0])
        end(children.pop(rng.randrange(len(children))))
        children.append(begin())
        kills += 1
    for child in children:
        end(child)
    say(kills=kills, **counted())


def deliver(lease):
    """Delivers all that is due, together with other processes; says how many messages it was."""
    from haidang.exchange import delivering
    from haidang.platform import clock
    from haidang.platform.delivery.rests import Rules

    wait_for_the_others()
    rules = Rules(lease=timedelta(seconds=float(lease)), at_once=3)
    say(delivered=delivering.deliver(moment=clock.now, most=10_000, rules=rules).delivered)


def told():
    """Every dossier as the portal should have it: its state, and the states of its lines that are told, in order."""
    from haidang.dossiers.lifecycle import INTERNAL
    from haidang.platform import journal

    silent = {f"dossiers.dossier.{command}" for command in (*INTERNAL, "rate")}
    for dossier in dossiers.Dossier.objects.order_by("code"):
        lines = [entry for entry in journal.lines(dossier.stream) if entry.kind not in silent]
        states = [str(journal.data(entry)["to"]) for entry in lines]
        moments = [f"{clock_text(entry.at)}" for entry in lines]
        say(code=dossier.code, state=str(dossier.state), states=states, moments=moments)


def clock_text(moment):
    from haidang.platform import clock

    return f"{clock.local(moment):%Y%m%d%H%M%S}"


def counted():
    """How many messages there are, how many the portal has taken, how often they were sent."""
    from django.db import connections
    from django.db.models import Sum

    from haidang.platform.models import OutboxMessage

    rows = OutboxMessage.objects.filter(topic="national-portal")
    delivered = rows.filter(delivered_at__isnull=False).count()
    found = {"messages": rows.count(), "delivered": delivered}
    found["attempts"] = rows.aggregate(total=Sum("attempts"))["total"] or 0
    # A connection must not be shared with a process that is forked later.
    connections.close_all()
    return found


def attempts():
    """Says what `counted` counts."""
    say(**counted())


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


def owe():
    """A dossier whose fee is asked for, now; says its code and the payment's reference."""
    from haidang.payments import api as payments
    from haidang.platform import clock

    world = inhabited()
    code = world.submit(key="the-dossier").code
    for command in ("accept", "complete_step", "request_payment"):
        world.act(command, code, key=f"{command}-{code}", now=clock.now() if command == "request_payment" else None)
    say(code=code, reference=payments.Payment.objects.get().reference)


def books(code):
    """What the ledger, the calls and the dossier say after money has come in."""
    from haidang.payments import api as payments

    world, notices = inhabited(), payments.Notice.objects.values_list("verdict", flat=True)
    say(
        kinds=[row.kind for row in payments.LedgerTransaction.objects.order_by("pk")],
        clearing=payments.balance(payments.Account.CLEARING),
        total=sum(payments.balances().values()),
        transfers=payments.Transfer.objects.count(),
        verdicts={verdict: list(notices).count(verdict) for verdict in set(notices)},
        receipts=world.dossier(code).fee_receipts.count(),
        state=world.dossier(code).state,
    )


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


def send_messages(minutes):
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
