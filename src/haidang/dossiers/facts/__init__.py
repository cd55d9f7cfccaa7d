"""What the room tells the event lake: dossiers as they stand, what happened to each, and the steps they took."""

from haidang.dossiers.facts.events import EVENTS
from haidang.dossiers.facts.matters import DOSSIERS
from haidang.dossiers.facts.steps import STEPS
from haidang.platform import facts


def register() -> None:
    """Makes the room's datasets known."""
    for dataset in (DOSSIERS, EVENTS, STEPS):
        facts.register(dataset)
