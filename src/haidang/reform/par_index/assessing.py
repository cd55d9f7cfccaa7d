"""What is done to an assessment: the year begun, work given out, points given with evidence, appraised."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haidang.identity import api as identity
from haidang.identity.api import Permission, User
from haidang.platform import acts, clock, journal
from haidang.platform.acts import Payload
from haidang.platform.files import StoredFile
from haidang.platform.written import optional, required
from haidang.reform.errors import Invalid, MeasureNotFound, NotAllowed
from haidang.reform.par_index import tree as trees
from haidang.reform.par_index.acts import Done, done, may_assess, order, perform
from haidang.reform.par_index.lifecycle import Command, Status
from haidang.reform.par_index.tables import Assessment, CriteriaTree, ParEvidence, ParYear
from haidang.reform.par_index.tree import Tree, TreeUnfit
from haidang.steering import api as steering

MOST_FILES = 20


def publish_tree(*, content: Tree, actor: User, now: datetime, key: str) -> Done:
    """Publishes a set of criteria. Raises NotAllowed, Invalid for one that cannot be used, KeyReused."""
    plain = trees.to_plain(content)
    found = order("tree.publish", actor, now, key, plain)

    def act() -> Payload:
        if not identity.has_anywhere(actor, Permission.SCORES_PUBLISH, on=clock.local(now).date()):
            raise NotAllowed(_("Bạn không có quyền ban hành bộ tiêu chí."))
        try:
            trees.checked(content)
        except TreeUnfit as unfit:
            raise Invalid(unfit_words(unfit)) from unfit
        row = CriteriaTree(name=content.name[:200], content=plain, published_by=actor, published_at=now)
        row.head_hash = journal.GENESIS
        row.save()
        acts.write(row, found, {"tree": plain})
        return {"id": row.pk, "version": row.version}

    return done(acts.once(found, act))


def unfit_words(unfit: TreeUnfit) -> str:
    """Why a tree cannot be used, in words."""
    words = {
        "json": gettext_lazy("Tệp bộ tiêu chí không đọc được: %(where)s."),
        "keys": gettext_lazy("Mã “%(where)s” trống, quá dài hoặc lặp lại."),
        "field": gettext_lazy("Tiêu chí %(where)s thuộc một lĩnh vực không có trong bộ."),
        "points": gettext_lazy("Điểm tối đa của tiêu chí %(where)s phải trên 0, nhiều nhất hai chữ số lẻ."),
        "many": gettext_lazy("Bộ tiêu chí có %(where)s tiêu chí; cần từ 1 đến 400."),
    }
    return str(words[unfit.args[0]] % {"where": unfit.args[1]})


def start_year(*, agency_code: str, year: int, tree_id: int, actor: User, now: datetime, key: str) -> Done:
    """Opens an agency's assessment of a year: a row for each criterion. Answers the id of the year."""
    found = order("start", actor, now, key, {"agency": agency_code, "year": year, "tree": tree_id})

    def act() -> Payload:
        agency = identity.agency(agency_code, on=clock.local(now).date())
        if not may_assess(actor, agency.id, on=clock.local(now).date()):
            raise NotAllowed(_("Bạn không có quyền chấm điểm của cơ quan này."))
        if not 2000 <= year <= clock.local(now).year:
            raise Invalid(_("Năm chấm từ 2000 đến năm nay."), field="year")
        chosen = CriteriaTree.objects.filter(pk=tree_id).first() if 0 < tree_id < 2**31 else None
        if chosen is None:
            raise Invalid(_("Hãy chọn bộ tiêu chí."), field="tree")
        if ParYear.objects.filter(agency=agency.id, year=year).exists():
            raise Invalid(_("Cơ quan này đã bắt đầu chấm năm đó."), field="year")
        opened = ParYear.objects.create(agency_id=agency.id, year=year, tree=chosen)
        for item in trees.from_plain(chosen.content).criteria:
            row = Assessment(of_year=opened, criterion=item.key, maximum=item.maximum, status=Status.WAITING.value)
            row.head_hash = journal.GENESIS
            row.save()
            acts.write(row, found, {"agency": agency.code, "year": year, "criterion": item.key})
        return {"id": opened.pk, "version": 1}

    return done(acts.once(found, act))


def assign(
    *,
    assessment_id: int,
    owner_code: str,
    due_on: date,
    actor: User,
    now: datetime,
    key: str,
    as_directive: bool = False,
    expected_version: int | None = None,
) -> Done:
    """Names who scores a criterion until when; if wanted as a directive, which urges and is answered like any other."""
    content = {"owner": owner_code, "due": due_on.isoformat(), "directive": as_directive}

    def change(row: Assessment) -> Payload:
        on = clock.local(now).date()
        owner = identity.agency(owner_code, on=on)
        if due_on < on:
            raise Invalid(_("Hạn tự chấm phải từ hôm nay trở đi."), field="due_on")
        row.owner_id, row.due_on = owner.id, due_on
        if as_directive:
            title = _("Tự chấm PAR INDEX %(year)s, tiêu chí %(key)s: %(name)s") % {
                "year": row.of_year.year, "key": row.criterion, "name": name_of(row)
            }  # fmt: skip
            row.directive = _direct(title, owner.id, due_on, actor=actor, now=now, key=key)
        return {**content, "number": row.directive}

    found = order(Command.ASSIGN, actor, now, key, {"assessment": assessment_id, **content})
    return perform(found, Command.ASSIGN, id_=assessment_id, expected_version=expected_version, change=change)


def _direct(title: str, agency_id: int, due_on: date, *, actor: User, now: datetime, key: str) -> int:
    """Gives a directive in the act that wants it; the number it has."""
    wish = steering.Wish(title[:200], due_on, [steering.Assigned(agency_id)])
    derived = f"par:{hashlib.sha256(key.encode()).hexdigest()[:40]}"
    return steering.issue(wish=wish, actor=actor, now=now, key=derived).id


def name_of(row: Assessment) -> str:
    """What the criterion of an assessment is called."""
    found = trees.from_plain(row.of_year.tree.content).criterion(row.criterion)
    return found.name if found else row.criterion


def score_criterion(
    *,
    assessment_id: int,
    points: Decimal,
    explanation: str,
    actor: User,
    now: datetime,
    key: str,
    files: Sequence[StoredFile] = (),
    expected_version: int | None = None,
) -> Done:
    """Gives a criterion the agency's own points, says why, and adds evidence to what is there."""
    content = {"points": str(points), "explanation": explanation, "files": [file.sha256 for file in files]}

    def change(row: Assessment) -> Payload:
        row.own_points = _points(points, row)
        message = _("Hãy giải trình điểm tự chấm.")
        row.explanation = required(explanation, field="explanation", message=message)
        row.scored_by, row.scored_at = actor, now
        if row.files.count() + len(files) > MOST_FILES:
            raise Invalid(_("Mỗi tiêu chí kèm nhiều nhất %(most)s tệp.") % {"most": MOST_FILES}, field="files")
        for file in files:
            ParEvidence.objects.create(
                assessment=row, sha256=file.sha256, name=file.name, media_type=file.media_type,
                added_by=actor, added_at=now,
            )  # fmt: skip
        return {**content, "explanation": row.explanation}

    found = order(Command.SCORE, actor, now, key, {"assessment": assessment_id, **content})
    return perform(found, Command.SCORE, id_=assessment_id, expected_version=expected_version, change=change)


def _points(points: Decimal, row: Assessment) -> Decimal:
    if not trees.is_points(points) or points > row.maximum:
        words = _("Điểm từ 0 đến %(most)s, nhiều nhất hai chữ số lẻ.")
        raise Invalid(words % {"most": row.maximum.normalize()}, field="points")
    return points


def submit(*, assessment_id: int, actor: User, now: datetime, key: str, expected_version: int | None = None) -> Done:
    """Lays a scored criterion before the appraising agency."""
    found = order(Command.SUBMIT, actor, now, key, {"assessment": assessment_id})
    return perform(found, Command.SUBMIT, id_=assessment_id, expected_version=expected_version, change=lambda _row: {})


def accept(*, assessment_id: int, actor: User, now: datetime, key: str, expected_version: int | None = None) -> Done:
    """Accepts the agency's own points."""

    def change(row: Assessment) -> Payload:
        row.appraised_points, row.reason, row.appraised_by, row.appraised_at = row.own_points, "", actor, now
        return {"points": str(row.own_points)}

    found = order(Command.ACCEPT, actor, now, key, {"assessment": assessment_id})
    return perform(found, Command.ACCEPT, id_=assessment_id, expected_version=expected_version, change=change)


def lower(
    *,
    assessment_id: int,
    points: Decimal,
    reason: str,
    actor: User,
    now: datetime,
    key: str,
    expected_version: int | None = None,
) -> Done:
    """Gives fewer points than the agency gave itself, with the reason."""

    def change(row: Assessment) -> Payload:
        if row.own_points is None or _points(points, row) >= row.own_points:
            raise Invalid(_("Điểm thẩm định phải thấp hơn điểm tự chấm; nếu bằng, hãy chấp nhận."), field="points")
        row.reason = required(reason, field="reason", message=_("Hãy ghi lý do hạ điểm."))
        row.appraised_points, row.appraised_by, row.appraised_at = points, actor, now
        return {"points": str(points), "reason": row.reason}

    content = {"assessment": assessment_id, "points": str(points), "reason": reason}
    found = order(Command.LOWER, actor, now, key, content)
    return perform(found, Command.LOWER, id_=assessment_id, expected_version=expected_version, change=change)


def send_back(
    *, assessment_id: int, reason: str, actor: User, now: datetime, key: str, expected_version: int | None = None
) -> Done:
    """Gives a criterion back to be scored again, with the reason."""

    def change(row: Assessment) -> Payload:
        row.reason = required(reason, field="reason", message=_("Hãy ghi lý do trả lại."))
        return {"reason": row.reason}

    found = order(Command.SEND_BACK, actor, now, key, {"assessment": assessment_id, "reason": reason})
    return perform(found, Command.SEND_BACK, id_=assessment_id, expected_version=expected_version, change=change)


def reopen(
    *, assessment_id: int, reason: str, actor: User, now: datetime, key: str, expected_version: int | None = None
) -> Done:
    """Takes an appraisal back: the agency's own points count again until the next."""

    def change(row: Assessment) -> Payload:
        row.reason = optional(reason, field="reason")
        row.appraised_points = row.appraised_by = row.appraised_at = None
        return {"reason": row.reason}

    found = order(Command.REOPEN, actor, now, key, {"assessment": assessment_id, "reason": reason})
    return perform(found, Command.REOPEN, id_=assessment_id, expected_version=expected_version, change=change)


def evidence(file_id: int) -> StoredFile:
    """A file behind an assessment; raises MeasureNotFound."""
    row = ParEvidence.objects.filter(pk=file_id).first() if file_id < 2**31 else None
    if row is None:
        raise MeasureNotFound(_("Không tìm thấy tệp minh chứng này."))
    return StoredFile(row.sha256, 0, row.media_type, row.name)
