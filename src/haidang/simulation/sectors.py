"""The demonstration's sources of the sectors: samples, each with its first delivery. All of it is made up."""

from datetime import datetime

from haidang.identity.api import User
from haidang.ioc import api as ioc
from haidang.simulation.profile import folder


def is_untouched() -> bool:
    """Whether no source has been declared here yet."""
    return not ioc.Source.objects.exists()


def play(now: datetime) -> list[ioc.SourceRun]:
    """Installs the profile's sample sources and runs each once; the runs as they ended."""
    actor = User.objects.get(username="quantri")
    ioc.install_sample_sources(folder(), actor=actor, now=now)
    return ioc.deliver_sample_sources(folder(), actor=actor, now=now)
