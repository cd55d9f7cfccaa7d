"""The short memory of boards: how old an answer may be, and that one makes it while others are served."""

from datetime import timedelta
from threading import Event, Thread

from haidang.leaders.memo import Memo
from world import moment

NOW, AGE = moment("2024-11-04T09:00"), timedelta(seconds=10)


def test_an_answer_is_made_anew_when_it_is_too_old_or_the_clock_was_set_back():
    memo, made = Memo(), []

    def make():
        made.append(len(made))
        return made[-1]

    seconds = (0, 9, 10, 15, 19, 20, 60, 1)
    found = [memo.get("a", make, now=NOW + timedelta(seconds=each), age=AGE) for each in seconds]
    assert found == [0, 0, 1, 1, 1, 2, 3, 4]
    assert memo.get("b", make, now=NOW, age=AGE) == 5
    assert memo.get("b", make, now=NOW, age=timedelta(0)) == 6


def test_others_are_given_the_last_answer_while_one_makes_the_next():
    memo, entered, go_on = Memo(), Event(), Event()
    memo.get("a", lambda: "first", now=NOW, age=AGE)

    def slow():
        entered.set()
        assert go_on.wait(5)
        return "second"

    later = NOW + timedelta(seconds=11)
    maker = Thread(target=lambda: memo.get("a", slow, now=later, age=AGE))
    maker.start()
    assert entered.wait(5)
    assert memo.get("a", lambda: "third", now=later, age=AGE) == "first"
    go_on.set()
    maker.join(5)
    assert memo.get("a", lambda: "third", now=later, age=AGE) == "second"


def test_a_failure_keeps_nobody_waiting_and_old_questions_are_forgotten():
    memo = Memo(most=2)

    def fail():
        raise ValueError

    for _attempt in range(2):
        try:
            memo.get("a", fail, now=NOW, age=AGE)
        except ValueError:
            continue
        raise AssertionError
    for key in "abc":
        memo.get(key, lambda key=key: key * 2, now=NOW, age=AGE)
    assert memo.get("a", lambda: "anew", now=NOW, age=AGE) == "anew"
    assert memo.get("c", lambda: "anew", now=NOW, age=AGE) == "cc"
