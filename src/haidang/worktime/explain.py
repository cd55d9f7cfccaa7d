"""Why a due moment is what it is: line by line, in Vietnamese and English, from the steps of the reckoning itself."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from haidang.worktime import phrases
from haidang.worktime.calendar import Calendar
from haidang.worktime.clock import Effect, Reckoning, Step, reckon
from haidang.worktime.counts import Amount, CalendarDayCount, RunningCount, effective_minute
from haidang.worktime.days import DAY
from haidang.worktime.moments import date_of
from haidang.worktime.pauses import Pause, PausePolicy
from haidang.worktime.phrases import Said
from haidang.worktime.terms import Convention, Term, Unit


def explain(
    calendar: Calendar,
    start: datetime,
    *,
    term: Term,
    convention: Convention = Convention.CIVIL,
    policy: PausePolicy = PausePolicy.PAUSE,
    pauses: Sequence[Pause] = (),
) -> list[Said]:
    """Reckon and explain; raises what `due` raises."""
    return explain_reckoning(reckon(calendar, start, term=term, convention=convention, policy=policy, pauses=pauses))


def explain_reckoning(state: Reckoning) -> list[Said]:
    """The lines for a reckoning already made, in the order in which a person would count."""
    lines = [_received(state), _rule(state)]
    if state.convention is Convention.CIVIL:
        first = phrases.day(state.effective // DAY)
        lines.append(
            Said(
                f"Ngày đầu tiên ({first.vi}) không tính (Điều 147 Bộ luật Dân sự 2015).",
                f"The first day ({first.en}) is not counted (article 147 of the Civil Code 2015).",
            )
        )
    lines += [_pause(state, step) for step in state.steps]
    lines += _days_passed(state)
    lines.append(_conclusion(state))
    return lines


def _received(state: Reckoning) -> Said:
    at, counted = phrases.moment(state.start), phrases.moment(state.effective)
    if state.start == state.effective:
        return Said(f"Nhận lúc {at.vi}, trong giờ làm việc.", f"Received at {at.en}, in office hours.")
    why = _why_closed(state.calendar, state.start)
    return Said(
        f"Nhận lúc {at.vi}, {why.vi}: tính là nhận lúc {counted.vi}.",
        f"Received at {at.en}, {why.en}: counts as received at {counted.en}.",
    )


def _why_closed(calendar: Calendar, minute: int) -> Said:
    day = minute // DAY
    shifts = calendar.days.shifts(day)
    if not shifts:
        return _why_off(calendar, day)
    if minute % DAY < shifts[0][0]:
        return Said("trước giờ làm việc", "before office hours")
    if minute % DAY >= shifts[-1][1]:
        return Said("sau giờ làm việc", "after office hours")
    return Said("trong giờ nghỉ giữa ca", "in the break between shifts")


def _why_off(calendar: Calendar, day: int) -> Said:
    if date_of(day) in calendar.holidays:
        return Said("ngày nghỉ lễ hoặc nghỉ bù theo lịch", "a public holiday or day off in lieu")
    return Said("ngày nghỉ hằng tuần", "a weekly day off")


def _rule(state: Reckoning) -> Said:
    said = phrases.term(state.term)
    if isinstance(state.count, RunningCount):
        budget = phrases.amount(Amount(state.count.budget, state.count.unit))
        length = f" ({state.calendar.day_minutes} phút/ngày)" if state.term.unit is Unit.WORKING_DAY else ""
        length_en = length.replace("phút/ngày", "minutes a day")
        return Said(
            f"Thời hạn {said.vi}, tính theo giờ làm việc trôi qua{length}: {budget.vi}.",
            f"The term of {said.en} is counted in office time that runs{length_en}: {budget.en}.",
        )
    if isinstance(state.count, CalendarDayCount):
        end = phrases.day(state.count.fresh(state.start))
        return Said(
            f"Thời hạn {said.vi}, tính theo lịch, kể cả ngày nghỉ: đến {end.vi}{_month_end(state).vi}.",
            f"The term of {said.en} is counted on the calendar, days off included: to {end.en}{_month_end(state).en}.",
        )
    return Said(
        f"Thời hạn {said.vi}, tính theo ngày làm việc, đến hết giờ làm việc của ngày cuối cùng.",
        f"The term of {said.en} is counted in working days, to the close of office on the last one.",
    )


def _month_end(state: Reckoning) -> Said:
    count = state.count
    if not isinstance(count, CalendarDayCount) or not count.months:
        return Said("", "")
    begun, end = date_of(state.effective // DAY), date_of(count.fresh(state.start))
    if begun.day == end.day:
        return Said("", "")
    return Said(
        f" (tháng đó không có ngày {begun.day}: lấy ngày cuối tháng, Điều 148)",
        f" (that month has no day {begun.day}: its last day is taken, article 148)",
    )


def _pause(state: Reckoning, step: Step) -> Said:
    said = _pause_itself(step)
    effect = _pause_effect(state, step)
    return Said(f"{said.vi}: {effect.vi}", f"{said.en}: {effect.en}")


def _pause_itself(step: Step) -> Said:
    since = phrases.moment(step.span.since)
    ground = f" ({step.span.ground})" if step.span.ground else ""
    number = step.span.number
    if step.span.until is None:
        return Said(
            f"Tạm dừng lần {number}{ground} từ {since.vi}, chưa kết thúc",
            f"Pause {number}{ground} from {since.en}, still open",
        )
    until = phrases.moment(step.span.until)
    return Said(
        f"Tạm dừng lần {number}{ground} từ {since.vi} đến {until.vi}",
        f"Pause {number}{ground} from {since.en} to {until.en}",
    )


def _pause_effect(state: Reckoning, step: Step) -> Said:
    before = phrases.moment(step.due_before)
    if step.effect is Effect.IGNORED:
        return Said("thủ tục này không dừng thời hạn.", "this procedure does not stop the clock.")
    if step.effect is Effect.AFTER_DUE:
        return Said(
            f"bắt đầu sau hạn trả ({before.vi}), ghi nhận nhưng không lùi hạn.",
            f"begins after the due moment ({before.en}), recorded but moves nothing.",
        )
    if step.effect is Effect.OPEN or step.span.until is None or step.due_after is None:
        return Said("chưa có hạn trả cho đến khi tiếp tục.", "no due moment until it is resumed.")
    after = phrases.moment(step.due_after)
    resumed = _resumed(state.calendar, step.span.until)
    if step.effect is Effect.RESTARTED:
        return Said(
            f"{resumed.vi}tính lại toàn bộ thời hạn, hạn trả từ {before.vi} thành {after.vi}.",
            f"{resumed.en}the whole term begins anew, due moment from {before.en} to {after.en}.",
        )
    moved = phrases.amount(Amount(step.amount, state.count.unit))
    return Said(
        f"{resumed.vi}lùi {moved.vi}, hạn trả từ {before.vi} thành {after.vi}.",
        f"{resumed.en}moves by {moved.en}, due moment from {before.en} to {after.en}.",
    )


def _resumed(calendar: Calendar, until: int) -> Said:
    counted = effective_minute(calendar, until)
    if counted == until:
        return Said("", "")
    why, at = _why_closed(calendar, until), phrases.moment(counted)
    return Said(
        f"tiếp tục ngoài giờ làm việc ({why.vi}) nên tính là {at.vi}; ",
        f"resumed outside office hours ({why.en}), so counts as resumed at {at.en}; ",
    )


def _days_passed(state: Reckoning) -> Iterator[Said]:
    """The days off and make-up days between the first day and the last, as far as they bear on the count."""
    last = _last_day(state)
    if isinstance(state.count, CalendarDayCount):
        if state.due is None:
            return
        first = state.mark
    else:
        first = effective_minute(state.calendar, state.base) // DAY + 1
    yield from _stretches(state, first=first, last=last)


def _last_day(state: Reckoning) -> int:
    # A shift may end at 24:00, which is already the next day's first minute.
    end = state.steps[-1].span.since if state.due is None else max(state.due - 1, state.effective)
    return end // DAY


def _stretches(state: Reckoning, *, first: int, last: int) -> Iterator[Said]:
    begin, reason = first, None
    for day in range(first, last + 2):
        found = _reason(state, day) if day <= last else None
        if found != reason:
            if reason is not None:
                span = phrases.days(begin, day - 1)
                vi, en = f"{span.vi}: {reason.vi}.", f"{span.en}: {reason.en}."
                yield Said(vi[0].upper() + vi[1:], en)
            begin, reason = day, found


def _reason(state: Reckoning, day: int) -> Said | None:
    calendar = state.calendar
    if calendar.days.shifts(day):
        if date_of(day) in calendar.worked_days and not isinstance(state.count, CalendarDayCount):
            return Said(
                "ngày làm bù theo lịch, được tính như thứ Hai",
                "a make-up working day, counted with Monday's hours",
            )
        return None
    why = _why_off(calendar, day)
    if isinstance(state.count, CalendarDayCount):
        return Said(
            f"{why.vi}, hạn chuyển sang ngày làm việc tiếp theo (Điều 148)",
            f"{why.en}, the end moves to the next working day (article 148)",
        )
    return Said(f"{why.vi}, không tính", f"{why.en}, not counted")


def _conclusion(state: Reckoning) -> Said:
    if state.due is None:
        left = phrases.amount(state.left) if state.left else Said("", "")
        return Said(
            f"Đang tạm dừng nên chưa có hạn trả; thời hạn còn lại {left.vi}.",
            f"The clock is paused, so there is no due moment; {left.en} left.",
        )
    at = phrases.moment(state.due)
    if isinstance(state.count, RunningCount):
        return Said(f"Hạn trả: {at.vi}, khi đã đủ giờ làm việc.", f"Due at {at.en}, when the office time has run.")
    return Said(f"Hạn trả: {at.vi}, hết giờ làm việc.", f"Due at {at.en}, close of office.")
