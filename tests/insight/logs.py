"""Small event logs of the tests' own: written as files, and played with a real structure behind them."""

import random
from datetime import UTC, datetime, timedelta

from haidang.insight.api import Case, Event, build

BEGIN = datetime(2024, 1, 1, 8, tzinfo=UTC)


def day(number):
    """The moment so many days after the tests' first one."""
    return BEGIN + timedelta(days=number)


def case(name, *steps, begin=0.0, **more):
    """A case whose steps are (activity, days after `begin`)."""
    return Case(name, [Event(day(begin + days), {"activity": activity}) for activity, days in steps], **more)


def played(count=600, *, seed=1):
    """Cases of two offices: the slow one needs three times as long, and a supplement request adds ten days."""
    rng = random.Random(seed)
    found = []
    for number in range(count):
        is_slow, asks = rng.random() < 0.4, rng.random() < 0.3
        factor = 3.0 if is_slow else 1.0
        labels = {"resource": "slow" if is_slow else "quick"}
        at, events = number * 0.25, []
        for activity in ["receive", *(["supplement"] if asks else []), "assess", "sign", "return"]:
            events.append(Event(day(at), {"activity": activity, **labels}))
            at += 10 if activity == "supplement" else rng.expovariate(1 / (2 * factor)) + 0.1
        found.append(Case(f"C{number:04d}", events))
    return build(found)


def xes(cases, *, head="", namespace=' xmlns="http://www.xes-standard.org/"'):
    """The text of a XES file with `cases`: {name: [(activity, moment)]}."""
    traces = []
    for name, events in cases.items():
        lines = "".join(
            f'<event><string key="concept:name" value="{activity}"/><date key="time:timestamp" value="{at}"/></event>'
            for activity, at in events
        )
        traces.append(f'<trace><string key="concept:name" value="{name}"/>\n{lines}</trace>')
    return f'<?xml version="1.0" encoding="utf-8"?>\n{head}<log{namespace}>\n' + "\n".join(traces) + "</log>"
