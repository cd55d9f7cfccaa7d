"""Writes small process files for tests."""

import itertools
from xml.sax.saxutils import quoteattr

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:hd="https://haidang.example/bpmn"'
    ' id="d" targetNamespace="x">'
)
END = "</definitions>"


def task(node, *, name="", role="specialist", hours=8, choices="", **more):
    """A user task; `more` are further attributes of ours, such as agency or notBy."""
    ours = {"role": role, "hours": hours, **({"choices": choices} if choices else {}), **more}
    written = " ".join(f"hd:{key}={quoteattr(str(value))}" for key, value in ours.items())
    return f"<userTask id={quoteattr(node)} name={quoteattr(name or node)} {written}/>"


def node(kind, identity, inside="", **attributes):
    written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{kind} id={quoteattr(identity)}{written}>{inside}</{kind}>"


def flow(source, target, condition="", identity=""):
    inside = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    return node("sequenceFlow", identity or f"{source}-{target}", inside, sourceRef=source, targetRef=target)


def timer(kind, identity, duration, **attributes):
    inside = f"<timerEventDefinition><timeDuration>{duration}</timeDuration></timerEventDefinition>"
    return node(kind, identity, inside, **attributes)


def process(*elements, name="Thử", others=""):
    """A file with one process of these elements."""
    body = "".join(elements)
    return f"{HEAD}<process id='p' name={quoteattr(name)}>{body}</process>{others}{END}".encode()


def chain(*names):
    """Flows through nodes one after the other."""
    return "".join(flow(one, two) for one, two in itertools.pairwise(names))


def linear(*tasks):
    """A process of tasks one after the other, given as keyword arguments of `task`."""
    nodes = ["s", *(one["node"] for one in tasks), "e"]
    return process(node("startEvent", "s"), *(task(**one) for one in tasks), node("endEvent", "e"), chain(*nodes))
