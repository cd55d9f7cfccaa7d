"""Process files from outside: either they can be published, or each reason names its element; never an error."""

import random
from pathlib import Path

import pytest

from haidang.workflow import api as workflow
from haidang.workflow.bpmn import parse
from processes import END, HEAD, chain, flow, linear, node, process, task, timer

MODELS = sorted((Path(__file__).parents[3] / "shared" / "data" / "bpmn").glob("*.bpmn"))
SE = node("startEvent", "s") + node("endEvent", "e")
TWO = task("a", choices="ok=Đạt|no=Chưa") + task("b")


def messages(content):
    return [str(problem) for problem in workflow.check(content)]


@pytest.mark.skipif(not MODELS, reason="the reference models are not here")
@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_reference_models_are_refused_with_reasons_that_name_elements(path):
    problems = workflow.check(path.read_bytes())
    assert problems
    assert all(problem.element and problem.id for problem in problems)


@pytest.mark.skipif(not MODELS, reason="the reference models are not here")
@pytest.mark.parametrize("name", ["A.1.0"])
def test_a_plain_reference_model_loads_once_it_says_who_does_what(name):
    path = next(path for path in MODELS if path.stem == name)
    complete = workflow.with_defaults(path.read_bytes(), role="specialist", hours="8")
    assert workflow.check(complete) == []


@pytest.mark.parametrize(
    "content",
    [
        b"", b"  ", b"\0", b"no xml", b"<a>", b"<a/>", b"\xff\xfe<\0a\0/\0>\0", "<a>ế</a>".encode("utf-16")[:7],
        b'<?xml version="1.0" encoding="utf-8"?><a>\xff</a>', b'<?xml version="1.0" encoding="nowhere"?><a/>',
        HEAD.encode(), (HEAD + END).encode(), b"<" * 100_000, b"<a>" * 10_000 + b"</a>" * 10_000, b" " * 1_000_001,
    ],
)  # fmt: skip
def test_what_is_no_process_is_refused_in_words(content):
    (message,) = messages(content)
    assert message


def test_entities_are_refused_and_not_resolved(tmp_path):
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật")
    for inside in (f'<!ENTITY l0 "ha">{laughs}', f'<!ENTITY l11 SYSTEM "{secret.as_uri()}">'):
        name = "&l11;" if "SYSTEM" not in inside else "x"
        content = f"<!DOCTYPE definitions [{inside}]>{HEAD}<process id='p' name='{name}'>&l11;</process>{END}"
        found = messages(content.encode())
        assert len(found) == 1
        assert "bí mật" not in found[0]


def test_cut_and_changed_files_never_break_the_reader():
    rng = random.Random(7)
    content = process(SE, TWO, chain("s", "a", "b", "e"))
    for _time in range(300):
        changed = bytearray(content[: rng.randrange(len(content))] if rng.random() < 0.5 else content)
        for _place in range(rng.randrange(6)):
            if changed:
                changed[rng.randrange(len(changed))] = rng.randrange(256)
        plan, problems = parse(bytes(changed))
        assert (plan is None) == bool(problems)
        workflow.check(bytes(changed))


def refused(*elements, element, identity, part=""):
    """The one element at fault is named."""
    found = [
        problem
        for problem in workflow.check(process(*elements))
        if (problem.element, problem.id) == (element, identity)
    ]
    assert found, messages(process(*elements))
    assert part in found[0].message


@pytest.mark.parametrize(
    ("elements", "element", "identity"),
    [
        ((SE, node("scriptTask", "x"), chain("s", "x", "e")), "scriptTask", "x"),
        ((SE, node("serviceTask", "x"), chain("s", "x", "e")), "serviceTask", "x"),
        ((SE, node("inclusiveGateway", "x"), chain("s", "x", "e")), "inclusiveGateway", "x"),
        ((SE, node("callActivity", "x", calledElement="away"), chain("s", "x", "e")), "callActivity", "x"),
        ((SE, node("dataObject", "x"), task("a"), chain("s", "a", "e")), "dataObject", "x"),
        ((node("startEvent", "s", node("messageEventDefinition", "m")), node("endEvent", "e"), chain("s", "e")),
         "startEvent", "s"),
        ((SE, node("userTask", "x", node("multiInstanceLoopCharacteristics", "m")), chain("s", "x", "e")),
         "userTask", "x"),
        ((SE, timer("intermediateCatchEvent", "x", "P1Y"), chain("s", "x", "e")), "intermediateCatchEvent", "x"),
        ((SE, timer("intermediateCatchEvent", "x", "PT0M"), chain("s", "x", "e")), "intermediateCatchEvent", "x"),
        ((SE, timer("intermediateCatchEvent", "x", "2024-01-01"), chain("s", "x", "e")), "intermediateCatchEvent", "x"),
        ((SE, task("a", hours="0"), chain("s", "a", "e")), "userTask", "a"),
        ((SE, task("a", hours="1e9"), chain("s", "a", "e")), "userTask", "a"),
        ((SE, task("a", role="king"), chain("s", "a", "e")), "userTask", "a"),
        ((SE, task("a", agency="somewhere"), chain("s", "a", "e")), "userTask", "a"),
        ((SE, task("a", choices="Đồng ý"), chain("s", "a", "e")), "userTask", "a"),
        ((SE, task("a", choices="a=A|a=B"), chain("s", "a", "e")), "userTask", "a"),
        ((SE, task("a", choices="a=A"), chain("s", "a", "e")), "userTask", "a"),
        ((SE, task("a", notBy="b"), chain("s", "a", "e")), "userTask", "a"),
        ((SE, TWO.replace('<userTask id="a"', '<userTask id="a" hd:notBy="b"'), chain("s", "a", "b", "e")),
         "userTask", "a"),
        ((SE, task("a"), task("a"), chain("s", "a", "e")), "userTask", "a"),
        ((SE, task("a" * 101), chain("s", "a" * 101, "e")), "userTask", "a" * 101),
        ((SE, task("a", name="N" * 201), chain("s", "a", "e")), "userTask", "a"),
        ((SE, task("a"), chain("s", "a")), "userTask", "a"),
        ((SE, task("a"), task("b"), chain("s", "a", "e"), chain("b", "e")), "userTask", "b"),
        ((SE, task("a"), chain("s", "a", "e"), flow("a", "nowhere")), "sequenceFlow", "a-nowhere"),
        ((SE, task("a"), task("b"), chain("s", "a", "e"), chain("a", "b", "e")), "userTask", "a"),
        ((SE, node("subProcess", "u", node("startEvent", "us") + node("endEvent", "ue") + chain("us", "ue")),
          chain("s", "u", "e")), "subProcess", "u"),
        ((SE, TWO, node("exclusiveGateway", "g"), chain("s", "a", "g", "b", "e"), chain("g", "e")),
         "exclusiveGateway", "g"),
        ((SE, TWO, node("exclusiveGateway", "g", default="g-e"), chain("s", "a", "g"), flow("g", "b", "import os"),
          chain("b", "e"), chain("g", "e")), "sequenceFlow", "g-b"),
        ((SE, TWO, node("exclusiveGateway", "g", default="g-e"), chain("s", "a", "g"), flow("g", "b", "choice == 'z'"),
          chain("b", "e"), chain("g", "e")), "sequenceFlow", "g-b"),
        ((SE, TWO, node("exclusiveGateway", "g", default="g-e"), chain("s", "a", "g"), flow("g", "b", "zz == 'ok'"),
          chain("b", "e"), chain("g", "e")), "sequenceFlow", "g-b"),
        # No way is open after "no".
        ((SE, TWO, node("exclusiveGateway", "g"), chain("s", "a", "g"), flow("g", "b", "choice == 'ok'"),
          flow("g", "e", "choice == 'ok'"), chain("b", "e")), "exclusiveGateway", "g"),
        # A join that waits for a branch that was not taken.
        ((SE, TWO, node("exclusiveGateway", "g", default="g-j"), node("parallelGateway", "j"),
          chain("s", "a", "g", "j", "e"), flow("g", "b", "choice == 'ok'"), chain("b", "j")), "userTask", "a"),
        # A split that is joined by no join.
        ((SE, node("parallelGateway", "f"), task("a"), task("b"), task("c"), chain("s", "f", "a", "c", "e"),
          chain("f", "b", "c")), "userTask", "c"),
        # Gateways that lead to one another for ever.
        ((SE, task("a"), node("exclusiveGateway", "g"), node("exclusiveGateway", "h", default="h-g"),
          chain("s", "a", "g", "h", "g"), flow("h", "e", "a == 'x'")), "exclusiveGateway", "g"),
        ((SE, task("a"), timer("boundaryEvent", "t", "P1D", attachedToRef="s"), chain("s", "a", "e"), chain("t", "e")),
         "boundaryEvent", "t"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_of_the_element(elements, element, identity):
    refused(*elements, element=element, identity=identity)


def test_a_choice_that_could_be_of_several_steps_after_a_join_must_be_named():
    elements = (
        SE, node("parallelGateway", "f"), task("a", choices="x=X|y=Y"), task("b", choices="x=X|y=Y"),
        node("parallelGateway", "j"), node("exclusiveGateway", "g", default="g-e"), task("c"),
        chain("s", "f", "a", "j", "g", "e"), chain("f", "b", "j"), chain("c", "e"),
    )  # fmt: skip
    refused(*elements, flow("g", "c", "choice == 'x'"), element="sequenceFlow", identity="g-c")
    assert messages(process(*elements, flow("g", "c", "a == 'x' and not (b == 'y')"))) == []


def test_everything_supported_is_published_together():
    called = (
        f"<process id='q'>{node('startEvent', 's')}{task('a')}{node('endEvent', 'e')}{chain('s', 'a', 'e')}</process>"
    )
    inner = node("startEvent", "us") + task("ua") + node("endEvent", "ue") + chain("us", "ua", "ue")
    content = process(
        SE,
        "<laneSet id='l'><lane id='l1'><flowNodeRef>a</flowNodeRef></lane></laneSet>",
        "<textAnnotation id='n'><text>Ghi chú</text></textAnnotation>",
        TWO,
        node("subProcess", "u", inner),
        node("callActivity", "c", calledElement="q"),
        timer("intermediateCatchEvent", "w", "PT4H"),
        timer("boundaryEvent", "t", "P2D", attachedToRef="u"),
        node("endEvent", "te"),
        chain("s", "a", "b", "u", "c", "w", "e"),
        chain("t", "te"),
        others=called,
    )
    assert messages(content) == []
    plan, _problems = parse(content)
    assert [name.id for name, _task in plan.tasks()] == ["a", "b", "ua", "c.a"]


def test_a_process_that_calls_itself_is_refused():
    called = f"<process id='q'>{node('startEvent', 's')}{node('callActivity', 'c', calledElement='q')}</process>"
    content = process(SE, node("callActivity", "c", calledElement="q"), chain("s", "c", "e"), others=called)
    assert any("q" in message for message in messages(content))


def test_ids_of_the_engine_itself_do_no_harm():
    content = process(
        node("startEvent", "Start"), task("Root"), task("End"), node("endEvent", "process.EndJoin"),
        chain("Start", "Root", "End", "process.EndJoin"),
    )  # fmt: skip
    assert messages(content) == []


def test_the_library_of_the_profile_is_sound_and_drawn():
    folder = Path(workflow.__file__).parents[1] / "profiles" / "brvt_2024" / "processes"
    files = sorted(folder.glob("*.bpmn"))
    assert len(files) >= 11
    for path in files:
        content = path.read_bytes()
        assert messages(content) == [], path
        plan, _problems = parse(content)
        drawing = workflow.draw(plan, bpmn=content)
        assert drawing.count("<g ") == len(plan.nodes)
        assert "style=" not in drawing


def test_a_file_without_a_diagram_is_laid_out_without_overlap():
    plan, _problems = parse(linear(*({"node": f"t{number}"} for number in range(5))))
    from haidang.workflow.layout import layout_of

    boxes = list(layout_of(plan).boxes.values())
    for one in boxes:
        others = [other for other in boxes if other is not one]
        assert all(
            one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y
            for other in others
        )
