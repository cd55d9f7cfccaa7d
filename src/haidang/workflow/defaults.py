"""Completes a plain BPMN file: steps that do not say who does them, or in how many hours, get what the user chose."""

from lxml import etree

from haidang.workflow.reading import BPMN, OURS, Unreadable, ours, read

_TASKS = ("userTask", "manualTask", "task")


def with_defaults(bpmn: bytes, *, role: str, hours: str) -> bytes:
    """The file with `hd:role` and `hd:hours` written into each step that has none; unreadable files stay as they are.

    What is published says everything itself: defaults are written into the file, never kept beside it.
    """
    try:
        root = read(bpmn)
    except Unreadable:
        return bpmn
    etree.register_namespace("hd", OURS)
    for tag in _TASKS:
        for element in root.iter(f"{{{BPMN}}}{tag}"):
            for name, value in (("role", role), ("hours", hours)):
                if value and not ours(element, name):
                    element.set(f"{{{OURS}}}{name}", value)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
