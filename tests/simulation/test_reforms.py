"""The demonstration's plans: played through the real commands, marked as made up, one of each status."""

from datetime import datetime, timedelta

import pytest

from haidang.catalogue import api as catalogue
from haidang.platform import clock
from haidang.reform import api as reform
from haidang.reform.api import Status
from haidang.simulation import reforms

OPENS = datetime(2024, 8, 1, tzinfo=clock.LOCAL)
MOMENT = datetime(2024, 11, 4, 9, 0, tzinfo=clock.LOCAL)


@pytest.mark.django_db
def test_plans_and_reviews_of_every_status():
    assert reforms.is_untouched()
    assert reforms.before_the_first_dossier(OPENS) == reforms.EARLY
    opened = reform.share(on=OPENS.date())
    assert opened.figures[0].numerator == reforms.EARLY
    assert not reforms.is_untouched()
    assert reforms.on_the_last_days(MOMENT) == reforms.LATE
    plans, total = reform.plans(limit=100)
    assert total == reforms.EARLY + reforms.LATE
    assert {plan.status for plan in plans} == {status.value for status in Status}
    assert all("mô phỏng" in plan.reason for plan in plans)
    assert all("MÔPHỎNG" in plan.decision_number for plan in plans if plan.decision_number)
    found, count = reform.reviews(limit=10)
    assert (count, {review.status for review in found}) == (3, {"proposed", "submitted", "approved"})
    assert reform.verify() == []
    share = reform.share(on=MOMENT.date())
    published = [plan for plan in plans if plan.status == Status.PUBLISHED]
    assert share.figures[1].numerator == len(published)
    # What is decided for later is not in force yet.
    (waiting,) = [plan for plan in plans if plan.status == Status.APPROVED]
    assert waiting.effective_on > MOMENT.date()
    assert reform.due_plans(on=waiting.effective_on - timedelta(days=1)) == []
    procedure = catalogue.published(waiting.procedure_code, on=MOMENT.date())
    assert not any(offer.committed for offer in procedure.content.channels)
