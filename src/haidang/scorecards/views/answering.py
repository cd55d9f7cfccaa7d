"""Where somebody who holds a card answers: open to all, one page, without a script, no answer lost on an error.

Nobody is asked to sign in, and whoever is signed in all the same is not looked at.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.reform.api import sipas
from haidang.scorecards.survey_forms import AnswerForm
from haidang.ui.refusals import shown
from haidang.ui.sending import attempt


@never_cache
@shown
@require_safe
def enter(request: HttpRequest) -> HttpResponse:
    """Where the code on a card is typed (`ma`)."""
    token = request.GET.get("ma", "").strip()
    plain = "".join(letter for letter in token if letter.isascii() and letter.isalnum())[:40]
    if plain:
        return redirect("scorecards:answer", token=plain)
    return render(request, "scorecards/answer_code.html", {"token": token})


@never_cache
@shown
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The questions of a card, and taking its answer."""
    try:
        questions = sipas.asked_by(token)
    except sipas.CardUsed as refusal:
        return _private(render(request, "scorecards/answer_thanks.html", {"words": str(refusal)}))
    except Refused as refusal:
        return _private(render(request, "scorecards/answer_code.html", {"problem": str(refusal)}, status=404))
    is_sent = request.method == "POST"
    form = AnswerForm(request.POST if is_sent else None, questions=questions)

    def send() -> None:
        sipas.answer(token=token, levels=form.levels(), now=clock.now())

    if is_sent and form.is_valid() and attempt(form, send):
        return redirect("scorecards:answer", token=token)
    context = {"form": form, "questions": questions}
    return _private(render(request, "scorecards/answer.html", context, status=422 if is_sent else 200))


def _private(response: HttpResponse) -> HttpResponse:
    """The address is the card: it goes to no other site."""
    response["Referrer-Policy"] = "no-referrer"
    return response
