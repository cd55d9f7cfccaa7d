"""URLs of the desk, below /mot-cua/."""

from django.urls import path

from haidang.desk import converters  # noqa: F401  registers <desk_dossier:code>
from haidang.desk.action_table import ACTIONS
from haidang.desk.views import (
    books,
    delegations,
    directives,
    dossier,
    lists,
    office,
    papers,
    places,
    reception,
    reports,
)

app_name = "desk"
urlpatterns = [
    path("", lists.queue, name="queue"),
    path("tim-kiem/", lists.search, name="search"),
    path("nhom/", office.group, name="group"),
    path("phan-cong/", office.assignments, name="assignments"),
    path("phan-cong/chuyen/", office.hand_over, name="hand_over"),
    path("theo-noi-nop/", places.places, name="places"),
    path("viec-duoc-giao/", directives.directives, name="directives"),
    path("viec-duoc-giao/<int:number>/", directives.directive, name="directive"),
    path("viec-duoc-giao/tep/<int:number>/", directives.file, name="directive_file"),
    path("tin-bao/", directives.notices, name="notices"),
    path("uy-quyen/", delegations.delegations, name="delegations"),
    path("uy-quyen/<int:delegation_id>/ket-thuc/", delegations.end_delegation, name="end_delegation"),
    path("tiep-nhan/", reception.choose, name="reception"),
    path("tiep-nhan/<str:procedure_code>/", reception.case, name="reception_case"),
    path("tiep-nhan/<str:procedure_code>/ho-so/", reception.entry, name="reception_entry"),
    path("ho-so/<desk_dossier:code>/", dossier.dossier, name="dossier"),
    path("ban-giao/", papers.handing_over, name="handing_over"),
    path("ho-so/<desk_dossier:code>/giay-hen/", papers.receipt, name="receipt"),
    path("ho-so/<desk_dossier:code>/giay/<int:paper_id>/", papers.paper, name="paper"),
    path("ho-so/<desk_dossier:code>/giay/<int:paper_id>.pdf", papers.paper_pdf, name="paper_pdf"),
    path("ho-so/<desk_dossier:code>/phieu-kiem-soat.pdf", papers.control, name="control"),
    path("tep/<uuid:document_id>/", papers.document, name="document"),
    *[path(f"ho-so/<desk_dossier:code>/{slug}/", dossier.act, {"slug": slug}, name=f"act_{slug}") for slug in ACTIONS],
    path("bao-cao/", reports.report, name="report"),
    path("bao-cao/ho-so/", reports.dossiers, name="report_dossiers"),
    path("bao-cao/bao-cao.xlsx", reports.excel, name="report_xlsx"),
    path("bao-cao/bao-cao.pdf", reports.pdf, name="report_pdf"),
    path("so-theo-doi/", books.book, {"kind": "register"}, name="register"),
    path("so-theo-doi/so.xlsx", books.excel, {"kind": "register"}, name="register_xlsx"),
    path("so-theo-doi/so.pdf", books.pdf, {"kind": "register"}, name="register_pdf"),
    path("ket-qua-da-tra/", books.book, {"kind": "handovers"}, name="handovers"),
    path("ket-qua-da-tra/phieu.xlsx", books.excel, {"kind": "handovers"}, name="handovers_xlsx"),
    path("ket-qua-da-tra/phieu.pdf", books.pdf, {"kind": "handovers"}, name="handovers_pdf"),
]
