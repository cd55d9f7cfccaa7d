"""A small living province: all states, sound dates, rights, shares, and a journal without a fault."""

from collections import Counter

import msgspec
import pytest
from django.db import transaction
from django.db.models import F
from simulation_rows import SINCE, UNTIL, rewind_numbers

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import State
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.platform.models import JournalEntry
from haidang.simulation.profile import rates as profile_rates
from haidang.simulation.run import Wish, simulate
from haidang.simulation.summary import summary

SEED = 11
pytestmark = pytest.mark.django_db


def eventful(rates):
    """The profile's rates with rare things made frequent, so that few dossiers show them all."""
    more = {
        "refused": 0.08,
        "withdrawn": 0.1,
        "supplement_after": 0.2,
        "second_supplement": 0.5,
        "payment": 0.25,
        "unpaid": 0.3,
    }
    slow = msgspec.structs.replace(rates.confirmation_minutes, median=2_400)
    chances = msgspec.structs.replace(rates.chances, **more)
    return msgspec.structs.replace(rates, chances=chances, confirmation_minutes=slow)


@pytest.fixture(scope="module", autouse=True)
def province(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield simulate(Wish(150, SEED, UNTIL, SINCE), rates=eventful(profile_rates()))
        transaction.set_rollback(True)
    with django_db_blocker.unblock():
        rewind_numbers()


def test_every_state_occurs():
    found = summary(UNTIL)
    assert found.total == 150
    assert not [state for state, count in found.by_state.items() if not count]


def test_officers_take_steps_up_leave_notes_and_serve_dossiers_of_other_places():
    kinds = Counter(JournalEntry.objects.values_list("kind", flat=True))
    claims, steps = kinds["dossiers.dossier.claim"], kinds["dossiers.dossier.complete_step"]
    assert 0.2 * steps < claims < 0.45 * steps
    assert kinds["dossiers.dossier.note"] > 0
    elsewhere = dossiers.Dossier.objects.exclude(intake_agency_id=F("agency_id"))
    assert {dossier.channel for dossier in elsewhere} == {"direct"}
    assert dossiers.Dossier.objects.filter(help_agency__isnull=False).exists()


def test_some_are_late_and_most_in_time():
    by_risk = summary(UNTIL).by_risk
    in_time, late = by_risk[dossiers.Risk.FINISHED_ON_TIME], by_risk[dossiers.Risk.FINISHED_LATE]
    assert in_time > 4 * late > 0
    assert by_risk[dossiers.Risk.ON_TIME] > 0


def test_about_two_thirds_come_online():
    found = summary(UNTIL)
    assert 0.55 < found.online / found.total < 0.8


def test_the_audit_finds_no_fault():
    audit = dossiers.verify()
    assert audit.faults == []
    assert audit.dossiers == 150
    assert audit.files > 3


def test_dates_are_in_order():
    for dossier in dossiers.Dossier.objects.all():
        assert SINCE <= dossier.submitted_at < UNTIL
        moments = [dossier.submitted_at, dossier.received_at, dossier.finished_at, dossier.closed_at]
        known = [moment for moment in moments if moment]
        assert known == sorted(known)
        assert all(moment <= UNTIL for moment in known)
        if dossier.received_at:
            assert dossier.promised_at > dossier.received_at
            assert dossier.state not in dossiers.OPEN or dossier.is_paused == (dossier.due_at is None)
        else:
            assert dossier.due_at is None
        assert dossier.receive_by > dossier.submitted_at
        assert dossier.state not in dossiers.OPEN or dossier.closed_at is None


def test_codes_of_a_day_follow_its_hours():
    by_day = {}
    for code, at in dossiers.Dossier.objects.order_by("submitted_at").values_list("code", "submitted_at"):
        by_day.setdefault(code.rpartition("-")[0], []).append((at, code))
    for rows in by_day.values():
        assert [code for _at, code in rows] == sorted(code for _at, code in rows)


def test_owners_are_real_accounts_or_come_to_the_counter():
    for dossier in dossiers.Dossier.objects.select_related("applicant"):
        if dossier.channel == "online":
            assert dossier.applicant is not None
        if dossier.applicant:
            assert dossier.applicant.id_index == dossier.owner_id_index
            assert not dossier.applicant.has_usable_password()


def test_every_agency_has_who_its_processes_need():
    on = clock.local(UNTIL).date()
    for agency in identity.agencies(on):
        held = {row["role"] for row in identity.officers(agency_ids={agency.id})}
        assert {identity.Role.RECEPTION, identity.Role.SPECIALIST, identity.Role.LEADER} <= held


def test_the_leader_of_the_province_sees_every_dossier_and_the_administrator_none():
    on = clock.local(UNTIL).date()
    leader, administrator = (identity.User.objects.get(username=name) for name in ("lanhdao.tinh", "quantri"))
    assert dossiers.visible_to(leader, on=on).count() == 150
    assert dossiers.visible_to(administrator, on=on).count() == 0


def test_some_were_asked_for_papers_twice_and_documents_are_real_files():
    counts = Counter(dossiers.Dossier.objects.values_list("supplement_count", flat=True))
    assert counts[1] > counts[2] > 0
    kinds = set(dossiers.Document.objects.values_list("media_type", flat=True))
    assert kinds == {"application/pdf", "image/png"}
    finished = dossiers.Dossier.objects.filter(state__in=[State.DONE, State.RETURNED])
    assert all(dossier.documents.filter(kind=dossiers.Document.Kind.RESULT).exists() for dossier in finished)
