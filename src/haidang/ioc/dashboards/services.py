"""Verbs: compose, change, publish and withdraw dashboards; save and forget questions."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from haidang.identity.api import Role, User
from haidang.ioc.dashboards import access, acts
from haidang.ioc.dashboards.acts import Done, Order
from haidang.ioc.dashboards.content import MOST_TITLE, Content, Kind, Tile, read
from haidang.ioc.dashboards.tables import Dashboard, DashboardVersion, SavedQuestion
from haidang.ioc.errors import Conflict, Invalid, NotAllowed
from haidang.ioc.indicators import catalogue
from haidang.ioc.indicators.definition import Grain
from haidang.ioc.questions.question import Question
from haidang.platform import acts as platform_acts
from haidang.platform import clock
from haidang.platform.acts import Payload
from haidang.platform.journal import GENESIS
from haidang.platform.written import required

MOST_MINE = 100
ROOM = "ioc.dashboard"


def compose(*, content: Content, actor: User, now: datetime, key: str) -> Done:
    """Begins a dashboard of the actor's own. Raises NotAllowed, Invalid, KeyReused."""
    order = Order(f"{ROOM}.compose", actor, now, key, {"content": content.plain()})

    def act() -> Payload:
        _check_may_compose(actor, now)
        if Dashboard.objects.filter(owner=actor).count() >= MOST_MINE:
            raise Invalid(_("Bạn đã có nhiều bảng; hãy dùng lại bảng cũ."), field="title")
        plain = _checked(content, now)
        row = Dashboard(owner=actor, title=content.title, draft=plain, made_at=now, changed_at=now, head_hash=GENESIS)
        row.save()
        platform_acts.write(row, order, {"owner": actor.pk, "content": plain})
        return {"id": row.pk, "version": row.version}

    return acts.done(platform_acts.once(order, act))


def change(
    *,
    dashboard_id: int,
    edit: Callable[[Content], Content],
    wish: object,
    actor: User,
    now: datetime,
    key: str,
    expected_version: int | None = None,
) -> Done:
    """Puts what `edit` makes of the draft in its place; `wish` says as plain values what was asked, for the key.

    Raises DashboardNotFound, NotAllowed, Conflict, Invalid, KeyReused.
    """
    order = Order(f"{ROOM}.change", actor, now, key, {"dashboard": dashboard_id, "wish": wish})

    def changed(row: Dashboard) -> Payload:
        content = edit(read(row.draft))
        row.draft, row.title = _checked(content, now), content.title
        return {"content": row.draft}

    return acts.perform(order, id_=dashboard_id, expected_version=expected_version, change=changed)


def publish(
    *,
    dashboard_id: int,
    roles: Sequence[str],
    actor: User,
    now: datetime,
    key: str,
    expected_version: int | None = None,
) -> Done:
    """Shows the draft, as it is now, to people of `roles`. Raises as `change`."""
    wanted = sorted(set(roles))
    order = Order(f"{ROOM}.publish", actor, now, key, {"dashboard": dashboard_id, "roles": wanted})

    def changed(row: Dashboard) -> Payload:
        if not access.may_publish(actor, on=clock.local(now).date()):
            raise NotAllowed(_("Bạn không có quyền công bố bảng cho người khác."))
        if not wanted or not set(wanted) <= set(Role.values):
            raise Invalid(_("Hãy chọn vai trò được xem."), field="roles")
        content = read(row.draft)
        if not content.tiles:
            raise Invalid(_("Bảng chưa có ô nào."), field="roles")
        row.shown = _add_version(row, content, wanted, actor, now)
        return {"number": row.shown.number, "content": content.plain(), "roles": wanted}

    return acts.perform(order, id_=dashboard_id, expected_version=expected_version, change=changed)


def _add_version(row: Dashboard, content: Content, roles: list[str], actor: User, now: datetime) -> DashboardVersion:
    return DashboardVersion.objects.create(
        dashboard=row,
        number=row.versions.count() + 1,
        content=content.plain(),
        roles=roles,
        is_wall=content.is_wall,
        published_at=now,
        published_by=actor,
    )


def withdraw(*, dashboard_id: int, actor: User, now: datetime, key: str, expected_version: int | None = None) -> Done:
    """Shows it to nobody but its owner any more; its versions stay. Raises as `change`."""
    order = Order(f"{ROOM}.withdraw", actor, now, key, {"dashboard": dashboard_id})

    def changed(row: Dashboard) -> Payload:
        if row.shown is None:
            raise Conflict(_("Bảng này không còn được công bố."))
        payload = {"number": row.shown.number}
        row.shown = None
        return payload

    return acts.perform(order, id_=dashboard_id, expected_version=expected_version, change=changed)


def save_question(*, title: str, question: Question, actor: User, now: datetime, key: str) -> Done:
    """Keeps a question under a name. Raises NotAllowed, Invalid, KeyReused."""
    order = Order("ioc.question.save", actor, now, key, {"title": title, "question": question.plain()})

    def act() -> Payload:
        _check_may_compose(actor, now)
        named = required(title, field="title", message=_("Hãy đặt tên."), limit=MOST_TITLE)
        _check(Tile(Kind.TABLE, question=question), now)
        if SavedQuestion.objects.filter(owner=actor, is_forgotten=False).count() >= MOST_MINE:
            raise Invalid(_("Bạn đã lưu nhiều câu hỏi; hãy xóa bớt."), field="title")
        row = SavedQuestion(owner=actor, title=named, question=question.plain(), saved_at=now, head_hash=GENESIS)
        row.save()
        platform_acts.write(row, order, {"owner": actor.pk, "title": named, "question": row.question})
        return {"id": row.pk, "version": row.version}

    return acts.done(platform_acts.once(order, act))


def forget_question(*, question_id: int, actor: User, now: datetime, key: str) -> Done:
    """Keeps a question of the actor's no more. Raises DashboardNotFound, KeyReused."""
    order = Order("ioc.question.forget", actor, now, key, {"question": question_id})

    def act() -> Payload:
        rows = SavedQuestion.objects.select_for_update().filter(owner=actor, is_forgotten=False)
        row = rows.filter(pk=question_id).first() if 0 < question_id < 2**63 else None
        if row is None:
            raise acts.not_found()
        row.is_forgotten = True
        platform_acts.write(row, order, {})
        return {"id": row.pk, "version": row.version}

    return acts.done(platform_acts.once(order, act))


def _check_may_compose(actor: User, now: datetime) -> None:
    if not access.may_compose(actor, on=clock.local(now).date()):
        raise NotAllowed(_("Trang này dành cho lãnh đạo, quản lý và trung tâm điều hành."))


def _checked(content: Content, now: datetime) -> dict[str, object]:
    """As it is kept, if every tile asks what can be asked; raises Invalid, IndicatorNotFound."""
    plain = read(content.plain()).plain()
    for tile in content.tiles:
        _check(tile, now)
    return plain


def _check(tile: Tile, now: datetime) -> None:
    if tile.question is None:
        return
    spec = catalogue.one(tile.question.indicator, on=clock.local(now).date())
    grain = tile.question.grain
    if grain is not Grain.PROVINCE and grain not in spec.definition.grains:
        raise Invalid(_("Chỉ số này không chia được theo mục đã chọn."), field="theo")
    if tile.kind is Kind.MAP and grain not in {Grain.AGENCY, Grain.COMMUNE}:
        raise Invalid(_("Bản đồ cần chỉ số chia theo cơ quan hoặc xã, phường."), field="theo")
    if tile.kind is Kind.BARS and grain is Grain.PROVINCE:
        raise Invalid(_("Biểu đồ thanh cần cách chia."), field="theo")
    if tile.kind is Kind.FIGURE and grain is not Grain.PROVINCE and not tile.question.place:
        raise Invalid(_("Ô con số là của toàn bộ hoặc của một nơi."), field="theo")
