"""A command is known everywhere: in words, on the timeline, in the rights, and to the replay of a journal."""

import pytest

from haidang.dossiers.access import CITIZEN_MAY, OFFICER_NEEDS
from haidang.dossiers.labels import COMMAND_LABELS
from haidang.dossiers.lifecycle import TRANSITIONS, Command
from haidang.dossiers.replay.folds import FOLDS
from haidang.dossiers.timeline import WORDS


@pytest.mark.parametrize(
    "known", [COMMAND_LABELS, WORDS, FOLDS, dict.fromkeys(command for _state, command in TRANSITIONS)]
)
def test_every_command_is_there(known):
    assert set(known) >= set(Command) - {Command.SUBMIT}


def test_somebody_may_do_every_command():
    assert set(OFFICER_NEEDS) | CITIZEN_MAY == set(Command) - {Command.SUBMIT}
