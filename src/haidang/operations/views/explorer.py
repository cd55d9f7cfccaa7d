"""The explorer: one indicator, split by something, over periods; as a chart with its table, or to take along."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from haidang.ioc.api import indicators, questions
from haidang.operations import drawings, exports
from haidang.operations.guards import page, reader
from haidang.operations.question_form import QuestionForm
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.ui.paging import Page

ROWS = 100


@page
@require_safe
def explorer(request: HttpRequest) -> HttpResponse:
    """Answers the question of the address; `dang` asks for it as csv, xlsx, png or pdf, `ve` for lines or bars."""
    now = clock.now()
    specs = questions.choices(now=now)
    form = QuestionForm(request.GET if "chi_so" in request.GET else None, specs=specs)
    answer, refusal = None, None
    if form.is_valid() and form.question:
        try:
            answer = questions.answer(form.question, reader=reader(request), now=now)
        except Refused as found:
            refusal = found
    kind = request.GET.get("dang", "")
    if answer and kind in exports.KINDS:
        return exports.response(answer, kind, chart=chart_of(answer, request.GET.get("ve", "")), now=now)
    context = {"form": form, "refusal": refusal, "specs": specs, **(_shown(request, answer) if answer else {})}
    return render(request, "operations/explorer.html", context, status=422 if form.is_bound and not answer else 200)


def chart_of(answer: questions.Answer, wanted: str) -> drawings.Drawing:
    """Lines for the whole and for what is asked for as lines, else bars of the last period."""
    if answer.question.grain is indicators.Grain.PROVINCE or answer.question.place or wanted == "duong":
        return drawings.line_chart(answer)
    return drawings.bar_chart(answer)


def _shown(request: HttpRequest, answer: questions.Answer) -> dict[str, object]:
    shown = Page.asked(request.GET.get("trang"), size=ROWS, total=len(answer.rows))
    head, rows = drawings.table(answer)
    wanted = "duong" if request.GET.get("ve") == "duong" else ""
    chart = chart_of(answer, wanted)
    address = urlencode(answer.question.plain())
    is_split = answer.question.grain is not indicators.Grain.PROVINCE and not answer.question.place
    places = [row.place for row in answer.rows]
    lines = list(zip(places, rows, strict=True))[shown.offset : shown.offset + ROWS]
    return {
        "answer": answer,
        "chart": chart,
        "is_lines": hasattr(chart, "lines"),
        "is_split": is_split,
        "title": drawings.title_of(answer),
        "said": drawings.said(answer.as_of),
        "head": head,
        "rows": lines,
        "page": shown,
        "address": address,
        "kept": answer.question.plain(),
        "look": "&ve=duong" if wanted else "",
        "kinds": exports.KINDS,
        "narrowed": urlencode({**answer.question.plain(), "noi": ""}),
        "small": answer.spec.definition.small,
    }
