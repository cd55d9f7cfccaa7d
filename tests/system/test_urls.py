"""Every URL of the project, walked by everybody: a table of who gets what, and a URL without a row fails.

An answer is a status, or where a redirect leads: `in` to the sign-in page, `go` to another page of the site.
"""

import logging
import re
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

import haidang
import source_world
from haidang.catalogue.api import TimeLimit
from haidang.dossiers import api as dossiers
from haidang.dossiers.api import State
from haidang.identity import api as identity
from haidang.ioc import api as ioc
from haidang.notifications import api as notifications
from haidang.notifications.encryption import point, to_url64
from haidang.platform import clock
from haidang.platform.models import OutboxLane
from haidang.reform import api as reform
from haidang.steering import api as steering
from world import CASE, DEPARTMENT, OTHER_DEPARTMENT, PAUSE

# The officer works where the owner's dossier is; the leader is the province's and sees what lies below.
ROLES = ("anonymous", "owner", "other_citizen", "officer", "other_officer", "leader", "administrator")

ALL = "200 200 200 200 200 200 200"
AWAY = "go  go  go  go  go  go  go"
CITIZENS = "in  200 200 403 403 403 403"
OWNER = "in  200 404 403 403 403 403"
OWNER_AWAY = "in  go  404 403 403 403 403"
INVOLVED = "in  200 404 200 404 200 404"
OFFICERS = "in  403 403 200 200 200 403"
NO_POST = "in  403 403 405 405 405 403"
RECEPTION = "in  403 403 200 200 403 403"
OF_AGENCY = "in  403 403 200 404 200 403"
ADMIN = "in  403 403 403 403 403 200"
ADMIN_AWAY = "in  403 403 403 403 403 go"
ADMIN_NO_POST = "in  403 403 403 403 403 405"

LEADERS = "in  403 403 403 403 200 403"
LEADERS_NO_POST = "in  403 403 403 403 405 403"
CONTROL = "in  403 403 403 403 200 200"
CONTROL_NO_POST = "in  403 403 403 403 405 405"
CONTROL_UNFIT = "in  403 403 403 403 422 422"
CONTROL_GO = "in  403 403 403 403 go  go"
CONTROL_NOTHING = "in  403 403 403 403 404 404"

STRANGERS = "401 401 401 401 401 401 401"
NOBODY = "404 404 404 404 404 404 404"
NO_POST_AT_ALL = "405 405 405 405 405 405 405"

# What each URL answers to GET and to POST without content.
TABLE = {
    "set_language": (AWAY, AWAY),
    # The operations centre's screens
    "operations:map": (CONTROL, CONTROL_NO_POST),
    "operations:explorer": (CONTROL, CONTROL_NO_POST),
    "operations:save_question": (CONTROL_NO_POST, "in  403 403 403 403 400 400"),
    "operations:forget_question": (CONTROL_NO_POST, "in  403 403 403 403 400 400"),
    "operations:dashboards": (CONTROL, CONTROL_UNFIT),
    "operations:dashboard": (CONTROL_NOTHING, CONTROL_NO_POST),
    "operations:dashboard_edit": (CONTROL_NOTHING, CONTROL_NOTHING),
    "operations:alerts": (CONTROL, CONTROL_UNFIT),
    "operations:wall": (CONTROL, CONTROL_NO_POST),
    # Open to all
    "portal:home": (ALL, ALL),
    "portal:procedures": (ALL, ALL),
    "portal:counts": (ALL, ALL),
    "portal:fields": (ALL, ALL),
    "portal:agencies": (ALL, ALL),
    "portal:procedure": (ALL, ALL),
    "portal:look_up": (ALL, ALL),
    "portal:verify": (ALL, ALL),
    "portal:verify_code": (ALL, ALL),
    "portal:sign_in": ("200 go  go  go  go  go  go", "200 go  go  go  go  go  go"),
    "portal:sign_out": (ALL, AWAY),
    "portal:sign_up": (ALL, ALL),
    "portal:after_sign_in": ("in  go  go  go  go  go  go", "in  go  go  go  go  go  go"),
    # For citizens and businesses
    "portal:choose": (CITIZENS, CITIZENS),
    "portal:my_dossiers": (CITIZENS, CITIZENS),
    "portal:draft_form": (OWNER, OWNER),
    "portal:draft_documents": (OWNER, OWNER_AWAY),
    "portal:draft_review": (OWNER, "in  422 404 403 403 403 403"),
    "portal:draft_delete": (OWNER, OWNER_AWAY),
    "portal:dossier": (INVOLVED, INVOLVED),
    "portal:supplement": (OWNER_AWAY, OWNER_AWAY),
    "portal:withdraw": (OWNER, OWNER),
    "portal:rate": ("in  go  go  403 403 403 403", "in  422 404 403 403 403 403"),
    "portal:receipt": ("in  go  404 go  404 go  404", "in  go  404 go  404 go  404"),
    "portal:paper": (INVOLVED, INVOLVED),
    "portal:paper_pdf": (INVOLVED, INVOLVED),
    "portal:document": (INVOLVED, INVOLVED),
    "portal:inbox": (CITIZENS, "in  go  go  403 403 403 403"),
    "portal:preferences": (CITIZENS, "in  422 422 403 403 403 403"),
    # For programs: a gateway signs what it reports
    "providers:message_receipt": ("405 " * 7, "403 " * 7),
    "portal:pay": ("in  go  404 go  404 go  404", "in  405 405 405 405 405 405"),
    "portal:pay_ask": ("in  405 405 405 405 405 405", "in  go  404 go  404 go  404"),
    "portal:payment_notice": ("405 " * 7, "404 " * 7),
    # Desk
    "desk:queue": (OFFICERS, NO_POST),
    "desk:search": (OFFICERS, NO_POST),
    "desk:group": ("in  403 403 go  go  go  403", "in  403 403 422 422 422 403"),
    "desk:assignments": ("in  403 403 403 403 200 403", NO_POST),
    "desk:hand_over": ("in  403 403 go  go  go  403", "in  403 403 403 403 422 403"),
    **{
        f"desk:{name}": ("in  403 403 403 403 200 403", "in  403 403 405 405 405 403")
        for name in ("report", "report_xlsx", "report_pdf")
    },
    "desk:report_dossiers": ("in  403 403 403 403 400 403", NO_POST),
    **{
        f"desk:{name}": (OFFICERS, NO_POST)
        for name in ("register", "register_xlsx", "register_pdf", "handovers", "handovers_xlsx", "handovers_pdf")
    },
    "desk:places": (OFFICERS, NO_POST),
    "desk:directives": (OFFICERS, NO_POST),
    "desk:directive": ("in  403 403 404 404 200 403", "in  403 403 404 404 422 403"),
    "desk:directive_file": ("in  403 403 404 404 200 403", NO_POST),
    "desk:notices": (OFFICERS, "in  403 403 go  go  go  403"),
    "desk:delegations": (OFFICERS, "in  403 403 422 422 422 403"),
    "desk:end_delegation": ("in  403 403 go  go  go  403", "in  403 403 go  go  go  403"),
    "desk:reception": (RECEPTION, NO_POST),
    "desk:reception_case": (RECEPTION, NO_POST),
    "desk:reception_entry": ("in  403 403 go  go  403 403", "in  403 403 go  go  403 403"),
    "desk:dossier": (OF_AGENCY, NO_POST),
    "desk:handing_over": (OFFICERS, NO_POST),
    "desk:receipt": ("in  403 403 go  404 go  403", NO_POST),
    "desk:paper": (OF_AGENCY, NO_POST),
    "desk:paper_pdf": (OF_AGENCY, NO_POST),
    "desk:control": (OF_AGENCY, NO_POST),
    "desk:document": (OF_AGENCY, NO_POST),
    **{
        f"desk:act_{slug}": ("in  403 403 go  go  go  403", "in  403 403 422 404 422 403")
        for slug in (
            "kiem-tra", "tiep-nhan", "hoan-thanh-buoc", "ket-thuc", "tra-ket-qua", "bo-sung", "tiep-tuc",
            "yeu-cau-bo-sung", "tam-dung", "tu-choi", "dung-xu-ly", "rut", "hen-lai", "tra-lai-buoc", "thu-hoi",
            "yeu-cau-nop-phi", "ghi-nhan-nop-phi", "thu-phi", "mien-phi", "thu-hoi-yeu-cau-phi", "huy-phieu-thu",
            "nhan-viec", "tra-lai-viec", "phan-cong", "ghi-chu",
        )
    },
    # The leaders' app: for those who may see figures of an agency
    **{
        f"leaders:{name}": (LEADERS, LEADERS_NO_POST)
        for name in ("board", "figures", "dossiers", "trend", "more", "at_risk", "reliability", "process_map")
    },
    **{
        f"leaders:{name}": (LEADERS, LEADERS_NO_POST)
        for name in (
            "digest", "directives", "directive_file", "plan", "plan_tasks", "plan_template", "plan_xlsx", "plan_pdf",
            "rules", "heads", "head", "head_pdf",
        )
    },
    **{
        f"leaders:{name}": (LEADERS, "in  403 403 403 403 422 403")
        for name in ("quiet", "directive_new", "directive", "directive_amend", "plan_import", "rule_new", "rule")
    },
    "leaders:push": ("in  403 403 403 403 405 403", "in  403 403 403 403 422 403"),
    "leaders:notices": (LEADERS, "in  403 403 403 403 go  403"),
    **{f"leaders:{name}": (ALL, "405 " * 7) for name in ("manifest", "service_worker", "offline")},
    # Procedure control: for those who may see the figures
    "procedure_control:overview": (CONTROL, CONTROL_NO_POST),
    "procedure_control:procedure": (CONTROL, CONTROL_NO_POST),
    "procedure_control:compare": (CONTROL, CONTROL_NO_POST),
    "procedure_control:plan_new": (CONTROL, CONTROL_UNFIT),
    "procedure_control:review_new": (CONTROL, CONTROL_UNFIT),
    "procedure_control:plans": (CONTROL, CONTROL_NO_POST),
    "procedure_control:plan": (CONTROL, CONTROL_UNFIT),
    "procedure_control:plan_amend": ("in  403 403 403 403 200 go", "in  403 403 403 403 422 go"),
    "procedure_control:plan_document": (CONTROL_NOTHING, CONTROL_NO_POST),
    "procedure_control:reviews": (CONTROL, CONTROL_NO_POST),
    "procedure_control:review": (CONTROL, CONTROL_UNFIT),
    "procedure_control:review_document": (CONTROL_NOTHING, CONTROL_NO_POST),
    # The scores: for those who may see the figures of reform
    **{f"scorecards:{name}": (CONTROL, CONTROL_NO_POST) for name in ("card", "comparison")},
    "scorecards:behind": (CONTROL_UNFIT.replace("422", "400"), CONTROL_NO_POST),
    "scorecards:component": (CONTROL, CONTROL_NO_POST),
    "scorecards:enter": ("in  403 403 403 403 200 403", "in  403 403 403 403 422 403"),
    "scorecards:evidence": (CONTROL_NOTHING, CONTROL_NO_POST),
    "scorecards:par_years": (CONTROL, CONTROL_UNFIT),
    "scorecards:par_trees": (CONTROL, CONTROL_UNFIT),
    "scorecards:par_year": (CONTROL, CONTROL_NO_POST),
    "scorecards:par_plan": (CONTROL, CONTROL_UNFIT),
    "scorecards:par_criterion": (CONTROL, CONTROL_NOTHING),
    "scorecards:par_evidence": (CONTROL_NOTHING, CONTROL_NO_POST),
    # The operations centre: for those who may see indicators
    **{f"operations:{name}": (CONTROL, CONTROL_NO_POST) for name in ("home", "indicator")},
    "operations:behind": ("in  403 403 403 403 400 400", CONTROL_NO_POST),
    "operations:cited": (CONTROL_NOTHING, CONTROL_NO_POST),
    "operations:publish": (ADMIN, CONTROL_NO_POST),
    **{f"operations:{name}": (ADMIN, "in  403 403 403 403 403 422") for name in ("publish_new", "publish_amend")},
    # Openness: for everybody
    **{
        f"portal:{name}": (ALL, "405 " * 7)
        for name in ("openness", "openness_indicator", "openness_data", "openness_dcat", "openness_download")
    },
    "scorecards:surveys": (CONTROL, CONTROL_NO_POST),
    "scorecards:survey_new": (CONTROL, CONTROL_UNFIT),
    "scorecards:survey": (CONTROL, CONTROL_NOTHING),
    "scorecards:survey_questions": (CONTROL, CONTROL_UNFIT),
    "scorecards:survey_paper": (CONTROL, CONTROL_NO_POST),
    "scorecards:addressees": ("in  403 403 403 403 200 403", CONTROL_NO_POST),
    **{
        f"scorecards:{name}": ("in  403 403 403 403 200 403", "in  403 403 403 403 422 403")
        for name in ("survey_cards", "sheets")
    },
    # A card answers for itself, whoever holds it.
    "scorecards:answer_code": (ALL, "405 " * 7),
    "scorecards:answer": ("404 " * 7, "404 " * 7),
    # Sources of the sectors' data: for those who see them, and those who declare them
    **{
        f"operations:{name}": (CONTROL, CONTROL_NO_POST)
        for name in (
            "sources", "source", "source_rows", "source_row", "source_bad_rows", "source_run_view", "source_delivery",
        )
    },
    "operations:source_run": (CONTROL_GO, CONTROL_GO),
    "operations:source_hand_in": (CONTROL_GO, CONTROL_UNFIT),
    "operations:source_bad_row": (CONTROL, CONTROL_UNFIT),
    "operations:source_change": (CONTROL, CONTROL_UNFIT),
    **{
        f"operations:{name}": (ADMIN, "in  403 403 403 403 403 422")
        for name in ("source_new", "source_settings", "source_columns", "source_terms")
    },
    "operations:source_webhook": ("405 " * 7, "403 " * 7),
    # Administration
    "console:home": (ADMIN, ADMIN_NO_POST),
    "console:officers": (ADMIN, ADMIN_NO_POST),
    "console:officer_new": (ADMIN, ADMIN),
    "console:officer": (ADMIN, ADMIN),
    "console:end_role": (ADMIN_AWAY, ADMIN_AWAY),
    "console:delegate": (ADMIN_AWAY, "in  403 403 403 403 403 422"),
    "console:end_delegation": (ADMIN_AWAY, ADMIN_AWAY),
    "console:calendars": (ADMIN_AWAY, ADMIN_NO_POST),
    "console:calendar": (ADMIN, "in  403 403 403 403 403 422"),
    "console:fees": (ADMIN, ADMIN_NO_POST),
    "console:fee_rules": (ADMIN, "in  403 403 403 403 403 422"),
    "console:payments": (ADMIN, ADMIN_NO_POST),
    "console:payment": ("in  403 403 403 403 403 404", ADMIN_NO_POST),
    "console:payment_notices": (ADMIN, ADMIN_NO_POST),
    "console:reconciliations": (ADMIN, "in  403 403 403 403 403 422"),
    "console:reconciliation": ("in  403 403 403 403 403 404", ADMIN_NO_POST),
    "console:reconciliation_repair": (ADMIN_NO_POST, "in  403 403 403 403 403 404"),
    "console:refunds": (CONTROL, CONTROL_NO_POST),
    "console:refund_decide": (CONTROL_NO_POST, CONTROL_UNFIT),
    "console:refund_new": (CONTROL_NOTHING, CONTROL_NOTHING),
    "console:plans": (ADMIN, ADMIN_NO_POST),
    "console:plan": (ADMIN, ADMIN_NO_POST),
    "console:plan_apply": (ADMIN, ADMIN_AWAY),
    "console:plan_revert": (ADMIN, "in  403 403 403 403 403 422"),
    "console:messages": (ADMIN, "in  403 403 403 403 403 400"),
    "console:message": (ADMIN, "in  403 403 403 403 403 422"),
    "console:message_texts": (ADMIN, ADMIN_NO_POST),
    "console:message_text": (ADMIN, "in  403 403 403 403 403 422"),
    "console:mailbox": ("in  403 403 403 403 403 404", ADMIN_NO_POST),
    "console:journal": (ADMIN, ADMIN),
    "console:connections": (ADMIN, ADMIN_NO_POST),
    "console:connection_new": (ADMIN, ADMIN),
    # The address is about a system that is not there.
    "console:connection": ("in  403 403 403 403 403 404", ADMIN_NO_POST),
    "console:connection_renew": (ADMIN_NO_POST, "in  403 403 403 403 403 404"),
    "console:connection_revoke": (ADMIN_NO_POST, "in  403 403 403 403 403 404"),
    # The open API knows no cookies: whoever is signed in on the site is nobody to it.
    "open_api:openapi-json": (ALL, ALL),
    "open_api:api-root": (NOBODY, NOBODY),
    "open_api:token": (NO_POST_AT_ALL, "400 400 400 400 400 400 400"),
    **{
        f"open_api:{name}": (STRANGERS, NO_POST_AT_ALL)
        for name in ("me", "procedures", "procedure", "dossiers", "dossier", "events")
    },
    "console:processes": (ADMIN, ADMIN_NO_POST),
    "console:exchange": (ADMIN, ADMIN_NO_POST),
    "console:exchange_retry_alike": (ADMIN_NO_POST, ADMIN_AWAY),
    "console:exchange_reconciling": (ADMIN, "in  403 403 403 403 403 422"),
    "console:exchange_filings": (ADMIN, "in  403 403 403 403 403 422"),
    "console:exchange_procedures": (ADMIN, "in  403 403 403 403 403 422"),
    "console:exchange_lane": (ADMIN, ADMIN_NO_POST),
    "console:exchange_retry": (ADMIN_NO_POST, "in  403 403 403 403 403 422"),
    "console:exchange_give_up": (ADMIN_NO_POST, "in  403 403 403 403 403 422"),
    "console:process_new": (ADMIN, "in  403 403 403 403 403 422"),
    "console:process": (ADMIN, ADMIN_NO_POST),
    "console:process_migrate": (ADMIN_AWAY, "in  403 403 403 403 403 422"),
}  # fmt: skip


def urls(resolver=None, space=""):
    """Every URL of the project as (name, pattern)."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from urls(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", pattern


PATTERNS = dict(urls())


def measures(world):
    """A plan and a review that nobody has submitted yet."""
    common = {"actor": world.officer("manager"), "now": world.now, "procedure_code": PAUSE, "reason": "Bớt giấy tờ"}
    limit = reform.Proposed("online", TimeLimit(3, "working_day"))
    changes = [reform.ProposedChange("abolish", "Cả thủ tục")]
    plan = reform.propose_plan(items=[limit], key=world.key(), **common).id
    review = reform.propose_review(changes=changes, key=world.key(), **common).id
    return plan, review


def orders(world):
    """A directive to the department with a file, and a rule of attention."""
    department, common = world.agency().id, {"actor": world.leader, "now": world.now}
    wish = steering.Wish("Giải quyết hồ sơ tồn", date(2024, 11, 15), [steering.Assigned(department)])
    given = steering.issue(wish=wish, key=world.key(), files=[world.upload().file], **common).id
    looks_for = steering.RuleWish(department, "Trễ lâu", "late_over", {"working_days": 5}, "head")
    rule = steering.make_rule(wish=looks_for, key=world.key(), **common).pk
    return {"directive": given, "rule": rule, "file": steering.Attachment.objects.get(directive=given).pk}


def waiting_message(world):
    """A message that waits for a leader's browser."""
    keys = {
        "p256dh": to_url64(point(ec.generate_private_key(ec.SECP256R1()).public_key())),
        "auth": "MDEyMzQ1Njc4OWFiY2RlZg",
    }
    address = "https://fcm.googleapis.com/fcm/send/abc"
    notifications.subscribe(endpoint=address, **keys, user=world.leader, now=world.now)
    notifications.push([notifications.Push(world.leader.pk, "a", "Đôn đốc", "Mở ứng dụng để xem.", world.now)])
    return notifications.deliveries().get().pk


def survey(world):
    """A survey of the province that has not been drawn."""
    wish = reform.sipas.Wish("H06", 2024, 1, "Đợt thử", date(2024, 10, 1), date(2024, 10, 31), 50, "2024-1")
    return reform.sipas.create_survey(wish=wish, actor=world.leader, now=world.now, key=world.key()).id


def par_year(world):
    """The province's year by the sample criteria, and its first criterion."""
    common, par = {"now": world.now}, reform.par_index
    tree = par.publish_tree(content=par.sample(), actor=world.administrator, key=world.key(), **common).id
    begun = par.start_year(agency_code="H06", year=2024, tree_id=tree, actor=world.leader, key=world.key(), **common).id
    return begun, par.Assessment.objects.filter(of_year=begun).first().pk


def sector_source(world):
    """A source with a row, a bad one and a held change, and the draft of another; numbers by the names of pages."""
    content, common = source_world.csv_of, {"actor": world.administrator, "now": world.now}
    source_world.publish(world)
    source_world.deliver(world, content([("26506", "01/10/2024", 5, ""), ("26526", "01/10/2024", "x", "")]))
    source_world.deliver(world, content([("26506", "01/10/2024", 5, "", 1)], f"{source_world.HEAD};Mới"))
    head = {"title": "Nguồn khác", "code": "khac", "sector": "Y tế", "agency": "H06.17", "kind": "csv"}
    draft = ioc.source_drafts.start(content=head, key=world.key(), **common)
    sample = ioc.Arrived(b"a;b\n1;2\n", "a.csv")
    ioc.source_drafts.look(draft_id=draft, arrived=sample, **common)
    wizard = dict.fromkeys(("source_settings", "source_columns", "source_terms"), draft)
    return wizard | {
        "source_row": ioc.SourceRow.objects.get().pk,
        "source_bad_row": ioc.BadRow.objects.get().pk,
        "source_change": ioc.HeldChange.objects.get().pk,
        "source_run_view": ioc.SourceRun.objects.first().pk,
        "source_delivery": ioc.Delivery.objects.first().pk,
    }


@pytest.fixture
def site(world, lake_home, monkeypatch, settings, tmp_path):
    """A received dossier, a draft, an officer's role: something for every URL to be about."""
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr(clock, "now", lambda: world.now)
    code = world.bring(State.RECEIVED)
    draft = dossiers.start_draft(
        user=world.citizen, procedure_code=PAUSE, case_key=CASE, agency_id=world.agency().id, now=world.now
    )
    officer = world.officer("specialist")
    (assignment,) = identity.assignments(officer, on=world.now.date())
    (paper,) = world.dossier(code).papers.all()
    plan, review = measures(world)
    given, asked, (begun, criterion) = orders(world), survey(world), par_year(world)
    scored = {"par_year": begun, "par_plan": begun, "par_criterion": criterion, "evidence": 0, "par_evidence": 0}
    sectors = sector_source(world)
    values = {
        "number": plan,
        "DossierCode": code,
        "ProcedureCode": PAUSE,
        "SlugConverter": "province",
        "paper_id": paper.pk,
        "document_id": world.dossier(code).documents.first().pk,
        "draft_id": draft.id,
        "user_id": officer.pk,
        "assignment_id": assignment.pk,
        "delegation_id": 0,
        **dict.fromkeys(("transfer_id", "refund_id", "reconciliation_id", "line_id"), 0),
        "version_id": world.dossier(code).process.process_id,
        "procedure_code": PAUSE,
        "code": code,
        "kind": "dossier.received",
        "channel": "email",
        "language": "vi",
        "provider": "sms-1",
        "delivery_id": waiting_message(world),
        "lane_id": OutboxLane.objects.get(subject=f"dossier:{code}").pk,
    }

    values_by_name = {"plan_code": "brvt-2025-01-01", "dataset": "dossiers", "form": "csv"}

    def address(name):
        if name == "portal:verify_code":
            return reverse(name, args=[paper.verify_code])
        values["number"] = review if name.startswith("procedure_control:review") else plan
        values["code"] = PAUSE if name.startswith("procedure_control:") else code
        values["SlugConverter"] = "online-rate" if name.startswith(("operations:", "portal:openness")) else "province"
        if name.startswith("leaders:"):
            values["code"] = DEPARTMENT
        if name.startswith("scorecards:"):
            values.update(number=scored.get(name.partition(":")[2], asked), stratum=0, token="KHONGCO")
            values["code"] = "synced" if name.endswith(":enter") else "2.1"
        if name.startswith(("leaders:", "desk:directive")):
            values["number"] = given["file" if name.endswith("_file") else "rule" if "rule" in name else "directive"]
        if name.startswith("operations:source"):
            values["code"] = "tram_5g"
            values["number"] = sectors.get(name.removeprefix("operations:"), 0)
        converters = PATTERNS[name].pattern.converters
        return reverse(
            name,
            kwargs={
                key: values_by_name.get(key) or values.get(type(kind).__name__, values.get(key))
                for key, kind in converters.items()
            },
        )

    yield address
    logging.getLogger("django.request").setLevel(logging.NOTSET)


@pytest.fixture
def people(world):
    return {
        "anonymous": None,
        "owner": world.citizen,
        "other_citizen": world.other_citizen,
        "officer": world.officer("reception"),
        "other_officer": world.officer("reception", OTHER_DEPARTMENT),
        "leader": world.leader,
        "administrator": world.administrator,
    }


def browser(user):
    client = Client()
    if user:
        client.force_login(user)
    return client


def answer(client, method, address, data=None):
    """What the site answers; whatever it did is taken back."""
    with transaction.atomic():
        response = getattr(client, method)(address, data or {})
        if response.streaming:
            # Read to its end, at which the client closes the file; closing it ourselves would close the database too.
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    if response.status_code not in {301, 302}:
        return str(response.status_code)
    return "in" if response["Location"].startswith(reverse("portal:sign_in")) else "go"


def test_every_url_has_a_row_and_a_name():
    assert sorted(PATTERNS) == sorted(TABLE)


@pytest.mark.parametrize("method", [0, 1], ids=["get", "post"])
def test_everybody_gets_what_the_table_says(site, people, method):
    found = {}
    for name in sorted(TABLE.keys() & PATTERNS.keys()):
        found[name] = [answer(browser(people[role]), ("get", "post")[method], site(name)) for role in ROLES]
    assert found == {name: TABLE[name][method].split() for name in found}


def parameters():
    """Every name that a page reads from an address or a form, found in the source."""
    fronts = ("portal", "desk", "console", "leaders", "procedure_control", "operations", "scorecards", "ui")
    rooms = [Path(haidang.__file__).parent / name for name in fronts]
    source = "\n".join(path.read_text() for room in rooms for path in room.rglob("*.py"))
    return sorted(set(re.findall(r"(?:GET|POST)(?:\.get(?:list)?\(|\[)\"(\w+)\"", source)))


@pytest.fixture
def signed_in(people):
    return {role: browser(people[role]) for role in ("owner", "officer", "administrator")}


ODD = ("\0", "-1", "9" * 40, "'\"><script>%_", "Ạ" * 3000)


@pytest.mark.parametrize("shift", [0, 1, 3])
def test_no_address_and_no_form_can_bring_the_site_down(site, signed_in, shift):
    """Whatever somebody writes into parameters is answered with a page, never an error of the server."""
    names = parameters()
    assert len(names) > 5
    data = {name: ODD[(place + shift) % len(ODD)] for place, name in enumerate(names)}
    # Signing out would leave the rest of the walk to nobody.
    for name, role, method in product(sorted(PATTERNS.keys() - {"portal:sign_out"}), signed_in, ("get", "post")):
        assert answer(signed_in[role], method, site(name), data)[0] != "5", (name, role, method)


@pytest.mark.parametrize(
    "text", ["%00", "%F0%28%8C%BC", "a" * 300, "..%2f..%2fetc", "1.000000%0d%0aX:1", "٠٠٠.00.03.H06-241104-0001"]
)
def test_no_path_can_bring_the_site_down(site, signed_in, text):
    places = (
        "thu-tuc/{}/", "thu-tuc/{}/nop/", "ho-so/{}/", "tai-lieu/{}/", "mot-cua/ho-so/{}/", "mot-cua/tiep-nhan/{}/",
        "mot-cua/tiep-nhan/{}/ho-so/", "quan-tri/lich/{}/", "quan-tri/can-bo/{}/",
        "xac-minh/{}/", "xac-minh/?ma={}",
        "ioc/chi-so/{}/", "ioc/cong-bo/{}/", "ioc/cong-bo/moi/{}/", "cong-khai/chi-so/{}/", "cong-khai/du-lieu/{}.csv",
        "cham-diem/chi-so/{}/", "cham-diem/nhap/{}/", "cham-diem/?ky={}", "cham-diem/?co_quan={}",
        "cham-diem/y-kien/{}/",
        "cai-cach/thu-tuc/{}/", "cai-cach/thu-tuc/{}/so-sanh/", "cai-cach/phuong-an/{}/",
        "{}",
    )  # fmt: skip
    for place, role in product(places, signed_in):
        assert answer(signed_in[role], "get", "/" + place.format(text))[0] != "5", (place, role)
