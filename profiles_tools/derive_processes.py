"""Writes the profile's library of internal processes as BPMN 2.0 files with a diagram.

    python profiles_tools/derive_processes.py            writes src/haidang/profiles/brvt_2024/processes/*.bpmn

The files are what is published; they may as well be edited by hand, in any BPMN tool. Names of steps, roles and hours
follow the usual division of work at the one-stop shops of the province (Decree 61/2018: reception, appraisal, approval,
result); hours are defaults that an agency changes by publishing its own version.
"""

import itertools
import os
import sys
from pathlib import Path
from xml.sax.saxutils import quoteattr

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "src" / "haidang" / "profiles" / "brvt_2024" / "processes"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:hd="https://haidang.example/bpmn" id="definitions" targetNamespace="https://haidang.example/processes">'
)
AGREE = "agree=Đồng ý|redo=Trả lại để làm lại"
APPRAISED = "ok=Đủ điều kiện, trình lãnh đạo|ask=Cần lấy ý kiến cơ quan khác"


def element(tag: str, identity: str, name: str = "", inside: str = "", **attributes: str) -> str:
    """An element of BPMN."""
    named = f" name={quoteattr(name)}" if name else ""
    more = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{tag} id={quoteattr(identity)}{named}{more}>{inside}</{tag}>"


def task(identity: str, name: str, role: str, hours: float, **more: str) -> str:
    """A step: its role, its hours, and further attributes of ours such as agency, choices, notBy."""
    ours = {"role": role, "hours": f"{hours:g}", **more}
    return element("userTask", identity, name, **{f"hd:{key}": value for key, value in ours.items()})


def choice(identity: str, default: str = "") -> str:
    """An exclusive gateway; `default`: where it leads when no condition holds."""
    return element("exclusiveGateway", identity, **({"default": f"{identity}-{default}"} if default else {}))


def parallel(identity: str) -> str:
    """A parallel gateway."""
    return element("parallelGateway", identity)


def reminder(identity: str, host: str, name: str, duration: str) -> str:
    """A timer on the edge of a step that leaves it open; the duration is office time."""
    timer = f"<timerEventDefinition><timeDuration>{duration}</timeDuration></timerEventDefinition>"
    return element("boundaryEvent", identity, name, timer, attachedToRef=host, cancelActivity="false")


def flow(source: str, target: str, when: str = "", name: str = "") -> str:
    """An arrow, if asked one that is taken when the decision is `when`."""
    inside = f"<conditionExpression>choice == '{when}'</conditionExpression>" if when else ""
    return element("sequenceFlow", f"{source}-{target}", name, inside, sourceRef=source, targetRef=target)


def way(*nodes: str) -> str:
    """Arrows from one node to the next."""
    return "".join(flow(one, two) for one, two in itertools.pairwise(nodes))


def start_and_end() -> str:
    """The two events that every process has."""
    return element("startEvent", "start", "Tiếp nhận") + element("endEvent", "end", "Ban hành kết quả")


def decision(after: str, back_to: str, onward: str) -> str:
    """A decision after a step: on to the next, or back."""
    gate = f"{after}-decision"
    return (
        choice(gate, default=onward) + flow(after, gate) + flow(gate, back_to, "redo", "làm lại") + flow(gate, onward)
    )


TRANSFER = task("transfer", "Chuyển hồ sơ đến phòng chuyên môn", "reception", 4, agency="intake")
ISSUE = task("issue", "Đóng dấu, phát hành kết quả", "clerk", 4)
CONSULT = task("consult", "Cơ quan được hỏi cho ý kiến", "specialist", 16, agency="asked")


def consultation(back_to: str, onward: str) -> str:
    """After the appraisal: on to the next step, or to another agency and back to the appraisal."""
    return (
        CONSULT
        + choice("appraise-decision", default=onward)
        + flow("appraise", "appraise-decision")
        + flow("appraise-decision", "consult", "ask", "lấy ý kiến")
        + flow("appraise-decision", onward)
        + flow("consult", back_to)
    )


def appraisal(hours: float) -> str:
    """The appraisal, with the decision whether somebody else must be heard."""
    return task("appraise", "Thẩm định hồ sơ", "specialist", hours, choices=APPRAISED)


LIBRARY: dict[str, tuple[str, str]] = {
    "one-level": (
        "Quy trình một cấp: chuyên viên thẩm định, lãnh đạo cơ quan ký",
        task("appraise", "Thẩm định hồ sơ", "specialist", 12)
        + task("approve", "Lãnh đạo cơ quan ký duyệt", "leader", 4, choices=AGREE, notBy="appraise")
        + ISSUE
        + way("start", "appraise", "approve")
        + decision("approve", "appraise", "issue")
        + way("issue", "end"),
    ),
    "two-level": (
        "Quy trình hai cấp: lãnh đạo phòng xem xét, lãnh đạo cơ quan ký",
        task("appraise", "Thẩm định hồ sơ", "specialist", 16)
        + task("review", "Lãnh đạo phòng xem xét", "manager", 4, choices=AGREE, notBy="appraise")
        + task("approve", "Lãnh đạo cơ quan ký duyệt", "leader", 4, choices=AGREE, notBy="appraise review")
        + ISSUE
        + way("start", "appraise", "review")
        + decision("review", "appraise", "approve")
        + decision("approve", "appraise", "issue")
        + way("issue", "end"),
    ),
    "department-standard": (
        "Quy trình chuẩn tại sở, ban, ngành",
        TRANSFER
        + appraisal(24)
        + task("review", "Lãnh đạo phòng xem xét", "manager", 8, choices=AGREE, notBy="appraise")
        + task("approve", "Lãnh đạo sở phê duyệt", "leader", 8, choices=AGREE, notBy="appraise review")
        + ISSUE
        + way("start", "transfer", "appraise")
        + consultation("appraise", "review")
        + way("review")
        + decision("review", "appraise", "approve")
        + decision("approve", "appraise", "issue")
        + way("issue", "end"),
    ),
    "department-province-leader": (
        "Quy trình sở thẩm định, lãnh đạo UBND tỉnh quyết định",
        TRANSFER
        + appraisal(32)
        + task("review", "Lãnh đạo phòng xem xét", "manager", 8, choices=AGREE, notBy="appraise")
        + task("submit", "Lãnh đạo sở trình UBND tỉnh", "leader", 8, choices=AGREE, notBy="appraise review")
        + task("decide", "Nhận quyết định của lãnh đạo UBND tỉnh", "specialist", 24)
        + ISSUE
        + way("start", "transfer", "appraise")
        + consultation("appraise", "review")
        + decision("review", "appraise", "submit")
        + decision("submit", "appraise", "decide")
        + way("decide", "issue", "end"),
    ),
    "province-leader-signs": (
        "Quy trình sở thẩm định, lãnh đạo UBND tỉnh ký trên hệ thống",
        TRANSFER
        + task("appraise", "Thẩm định hồ sơ", "specialist", 32)
        + task("submit", "Lãnh đạo sở trình UBND tỉnh", "leader", 8, choices=AGREE, notBy="appraise")
        + task(
            "decide",
            "Lãnh đạo UBND tỉnh quyết định",
            "leader",
            24,
            agency="superior",
            choices=AGREE,
            notBy="appraise submit",
        )
        + ISSUE
        + way("start", "transfer", "appraise", "submit")
        + decision("submit", "appraise", "decide")
        + decision("decide", "appraise", "issue")
        + way("issue", "end"),
    ),
    "district-standard": (
        "Quy trình chuẩn tại UBND cấp huyện",
        TRANSFER
        + task("appraise", "Thẩm định hồ sơ", "specialist", 16)
        + task("approve", "Lãnh đạo UBND huyện phê duyệt", "leader", 8, choices=AGREE, notBy="appraise")
        + ISSUE
        + way("start", "transfer", "appraise", "approve")
        + decision("approve", "appraise", "issue")
        + way("issue", "end"),
    ),
    "commune-standard": (
        "Quy trình chuẩn tại UBND cấp xã",
        task("transfer", "Chuyển hồ sơ đến công chức chuyên môn", "reception", 2, agency="intake")
        + task("appraise", "Thẩm tra hồ sơ", "specialist", 12)
        + task("approve", "Lãnh đạo UBND xã ký duyệt", "leader", 4, choices=AGREE, notBy="appraise")
        + way("start", "transfer", "appraise", "approve")
        + decision("approve", "appraise", "end"),
    ),
    "commune-same-day": (
        "Quy trình giải quyết trong ngày tại UBND cấp xã",
        task("appraise", "Kiểm tra, ghi sổ", "specialist", 2)
        + task("approve", "Lãnh đạo UBND xã ký", "leader", 1, notBy="appraise")
        + task("seal", "Đóng dấu, chuyển bộ phận trả kết quả", "reception", 0.5)
        + way("start", "appraise", "approve", "seal", "end"),
    ),
    "interconnected": (
        "Quy trình liên thông: cấp xã tiếp nhận, cấp trên giải quyết, trả về cấp xã",
        task("check", "Cấp xã kiểm tra, lập hồ sơ chuyển", "specialist", 4)
        + task("sign", "Lãnh đạo cấp xã ký văn bản chuyển", "leader", 4, choices=AGREE, notBy="check")
        + task("appraise", "Cơ quan cấp trên thẩm định", "specialist", 16, agency="superior")
        + task(
            "approve",
            "Lãnh đạo cơ quan cấp trên phê duyệt",
            "leader",
            8,
            agency="superior",
            choices=AGREE,
            notBy="appraise",
        )
        + task("issue", "Cơ quan cấp trên phát hành kết quả", "clerk", 4, agency="superior")
        + task("receive", "Cấp xã nhận, chuyển trả kết quả", "reception", 2, agency="intake")
        + way("start", "check", "sign")
        + decision("sign", "check", "appraise")
        + way("appraise", "approve")
        + decision("approve", "appraise", "issue")
        + way("issue", "receive", "end"),
    ),
    "consultation-reminded": (
        "Quy trình lấy ý kiến cơ quan khác, có đôn đốc",
        appraisal(24)
        + reminder("late-answer", "consult", "quá 2 ngày làm việc", "P2D")
        + task("urge", "Đôn đốc cơ quan được hỏi", "manager", 2)
        + element("endEvent", "urged", "Đã đôn đốc")
        + task("approve", "Lãnh đạo cơ quan phê duyệt", "leader", 8, choices=AGREE, notBy="appraise conclude")
        + ISSUE
        + task("conclude", "Tổng hợp, trình lãnh đạo", "specialist", 8)
        + way("start", "appraise")
        + consultation("conclude", "conclude")
        + way("late-answer", "urge", "urged")
        + way("conclude", "approve")
        + decision("approve", "conclude", "issue")
        + way("issue", "end"),
    ),
    "parallel-consultation": (
        "Quy trình thẩm định song song với lấy ý kiến cơ quan khác",
        task("prepare", "Chuẩn bị nội dung, chọn cơ quan lấy ý kiến", "specialist", 4)
        + parallel("split")
        + task("appraise", "Thẩm định hồ sơ", "specialist", 24)
        + CONSULT
        + parallel("join")
        + task("conclude", "Tổng hợp, trình lãnh đạo", "specialist", 8)
        + task("approve", "Lãnh đạo cơ quan phê duyệt", "leader", 8, choices=AGREE, notBy="appraise conclude")
        + ISSUE
        + way("start", "prepare", "split", "appraise", "join", "conclude", "approve")
        + way("split", "consult", "join")
        + decision("approve", "conclude", "issue")
        + way("issue", "end"),
    ),
    "parallel-appraisal": (
        "Quy trình thẩm định song song nội dung và thực địa",
        task("assign", "Phân công thẩm định", "manager", 2)
        + parallel("split")
        + task("appraise", "Thẩm định nội dung hồ sơ", "specialist", 24)
        + task("inspect", "Kiểm tra thực địa", "specialist", 24)
        + task("report", "Lập biên bản kiểm tra", "specialist", 4)
        + parallel("join")
        + task("review", "Lãnh đạo phòng xem xét", "manager", 8, choices=AGREE, notBy="appraise inspect")
        + task("approve", "Lãnh đạo cơ quan phê duyệt", "leader", 8, choices=AGREE, notBy="appraise inspect")
        + ISSUE
        + way("start", "assign", "split", "appraise", "join", "review")
        + way("split", "inspect", "report", "join")
        + decision("review", "assign", "approve")
        + decision("approve", "assign", "issue")
        + way("issue", "end"),
    ),
}


def main() -> int:
    """Writes every file of the library, each checked as if it were to be published."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haidang.config.settings")
    import django

    django.setup()
    from haidang.workflow.bpmn import parse
    from haidang.workflow.layout import add_diagram
    from haidang.workflow.publishing import check

    FOLDER.mkdir(exist_ok=True)
    for code, (name, body) in LIBRARY.items():
        events = start_and_end()
        process = element("process", code, name, events + body, isExecutable="true")
        content = f"{HEAD}{process}</definitions>".encode()
        plan, problems = parse(content)
        if plan is None or check(content):
            print(code, *(problems or check(content)), sep="\n  ", file=sys.stderr)
            return 1
        (FOLDER / f"{code}.bpmn").write_bytes(add_diagram(content, plan))
        print(f"{code}: {len(list(plan.tasks()))} steps")
    return 0


if __name__ == "__main__":
    sys.exit(main())
