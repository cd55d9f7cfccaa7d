"""URLs of the administration, below /quan-tri/."""

from django.urls import path

from haidang.console.views import (
    calendars,
    connections,
    exchange,
    exchange_filings,
    fees,
    home,
    officers,
    plans,
    processes,
)

app_name = "console"
urlpatterns = [
    path("", home.home, name="home"),
    path("can-bo/", officers.officers, name="officers"),
    path("can-bo/moi/", officers.new, name="officer_new"),
    path("can-bo/<int:user_id>/", officers.officer, name="officer"),
    path("can-bo/<int:user_id>/vai-tro/<int:assignment_id>/ket-thuc/", officers.end_role, name="end_role"),
    path("can-bo/<int:user_id>/uy-quyen/", officers.delegate, name="delegate"),
    path("can-bo/<int:user_id>/uy-quyen/<int:delegation_id>/ket-thuc/", officers.end_delegation, name="end_delegation"),
    path("lich/", calendars.calendars, name="calendars"),
    path("lich/<slug:code>/", calendars.calendar, name="calendar"),
    path("phi/", fees.procedures, name="fees"),
    path("phi/<str:procedure_code>/", fees.procedure, name="fee_rules"),
    path("sap-xep/", plans.plans, name="plans"),
    path("sap-xep/<slug:plan_code>/", plans.plan, name="plan"),
    path("sap-xep/<slug:plan_code>/ap-dung/", plans.plan_apply, name="plan_apply"),
    path("sap-xep/<slug:plan_code>/thu-hoi/", plans.plan_revert, name="plan_revert"),
    path("quy-trinh/", processes.processes, name="processes"),
    path("quy-trinh/moi/", processes.new, name="process_new"),
    path("quy-trinh/<int:version_id>/", processes.version, name="process"),
    path("quy-trinh/<int:version_id>/chuyen/", processes.migrate, name="process_migrate"),
    path("ket-noi/", connections.connections, name="connections"),
    path("ket-noi/moi/", connections.new, name="connection_new"),
    path("ket-noi/<slug:code>/", connections.connection, name="connection"),
    path("ket-noi/<slug:code>/doi-khoa/", connections.renew, name="connection_renew"),
    path("ket-noi/<slug:code>/thu-hoi/", connections.revoke, name="connection_revoke"),
    path("lien-thong/", exchange.overview, name="exchange"),
    path("lien-thong/gui-lai/", exchange.retry_alike, name="exchange_retry_alike"),
    path("lien-thong/doi-soat/", exchange.reconciling, name="exchange_reconciling"),
    path("lien-thong/nop-tu-cong/", exchange_filings.filings, name="exchange_filings"),
    path("lien-thong/hang-cho/<int:lane_id>/", exchange.lane, name="exchange_lane"),
    path("lien-thong/hang-cho/<int:lane_id>/gui-lai/", exchange.retry, name="exchange_retry"),
    path("lien-thong/hang-cho/<int:lane_id>/bo/", exchange.give_up, name="exchange_give_up"),
    path("nhat-ky/", home.journal, name="journal"),
]
