"""The entrance of the administration, and the check of the journal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from haidang.console.guards import ADMINISTRATIVE, P, administrator, needs
from haidang.dossiers import api as dossiers
from haidang.identity import api as identity
from haidang.notifications import api as notifications
from haidang.platform import clock

SHOWN = 200


@needs(*ADMINISTRATIVE)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this administrator may do."""
    user, on = administrator(request), clock.today()
    context = {
        "accounts": identity.has_anywhere(user, P.ACCOUNTS_MANAGE, on=on),
        "calendars": identity.has_anywhere(user, P.CALENDARS_MANAGE, on=on),
        "fees": identity.has_anywhere(user, P.FEES_MANAGE, on=on),
        "payments": identity.has_anywhere(user, P.PAYMENTS_MANAGE, on=on),
        "plans": identity.has_anywhere(user, P.REORGANISATION_MANAGE, on=on),
        "processes": identity.has_anywhere(user, P.PROCESSES_MANAGE, on=on),
        "sending": notifications.may_manage(user, on=on),
        "is_demo": notifications.is_captured(),
        "exchange": identity.has_anywhere(user, P.EXCHANGE_MANAGE, on=on),
        "journal": identity.has_anywhere(user, P.AUDIT_VIEW, on=on),
    }
    return render(request, "console/home.html", context)


@needs(P.AUDIT_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def journal(request: HttpRequest) -> HttpResponse:
    """Checks every dossier's journal when asked, and shows each fault."""
    if request.method != "POST":
        return render(request, "console/journal.html", {})
    audit = dossiers.verify(with_files=False)
    shown = audit.faults[:SHOWN]
    faults = [(item.stream.removeprefix("dossier:"), item.seq, dossiers.fault_words(item)) for item in shown]
    context = {"audit": audit, "faults": faults, "count": len(audit.faults), "checked_at": clock.now()}
    return render(request, "console/journal.html", context)
