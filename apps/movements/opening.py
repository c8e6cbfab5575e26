"""What movements bring to the opening and the closing of a year (periods.opening, periods.closing)."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from apps.movements.domain.duties import answer_by
from apps.movements.domain.renewal import ask_for_year
from apps.movements.enums import LIVE, MovementState, ReviewState
from apps.movements.models import Milestone, Movement, MovementReview
from apps.periods import closing, opening
from apps.periods.closing import Finding
from apps.periods.opening import Change, Field, Row

PART = "movements"
ASK = "ask"


def register() -> None:
    opening.register(
        PART,
        lazy("Phong trào tiếp tục"),
        preview,
        carry_over,
        order=50,
        help_text=lazy("Các phong trào nhiều năm chạy tiếp; đơn vị xác nhận lại trong chương trình năm."),
    )
    closing.register(PART, lazy("Phong trào thi đua"), check)


def preview(from_year, to_year, actor) -> list[Row]:
    """Which movements of the organiser go on, which end, and until when the units answer for the new year."""
    known = Movement.objects.live_in(from_year.year).filter(organiser_id=to_year.organiser_id)
    rows = [_row(movement, to_year.year) for movement in known.order_by("starts_on", "pk")]
    if any(row.change == Change.SAME for row in rows):
        rows.append(
            Row(
                key=ASK,
                label=_("Đơn vị xác nhận phong trào trong chương trình năm %(year)s") % {"year": to_year.year},
                next=_("Hỏi các đơn vị tham gia"),
                fields=(Field("due_on", _("Trước ngày"), answer_by(to_year.year, actor.on), required=True),),
            )
        )
    return rows


def _row(movement: Movement, year: int) -> Row:
    goes_on = movement.state in LIVE and movement.covers(year)
    ended = movement.state == MovementState.CONCLUDED
    return Row(
        key=f"movement-{movement.pk}",
        label=movement.short_name,
        last=movement.stage,
        next=_("Tiếp tục") if goes_on else (_("Đã tổng kết") if ended else _("Hết thời gian, chưa tổng kết")),
        change=Change.SAME if goes_on else Change.LEFT,
        warning="" if goes_on or ended else _("Cần tổng kết, hoặc sửa ngày kết thúc nếu kéo dài."),
        selectable=False,
    )


def carry_over(from_year, to_year, chosen, actor, now) -> int:
    """Ask the units; movements go on by their own days. Idempotent."""
    if ASK not in chosen:
        return 0
    return ask_for_year(year_id=to_year.pk, due_on=chosen[ASK].get("due_on"), actor=actor, now=now)


def check(year) -> Iterable[Finding]:
    """Reports of milestones of this year that were asked and not sent; movements that have ended without a review."""
    asked = Milestone.objects.filter(movement__organiser_id=year.organiser_id, year=year.year).exclude(asked_at=None)
    waiting = MovementReview.objects.filter(
        milestone__in=asked.order_by().values("pk"),
        participation__left_on=None,
        state__in=[ReviewState.DRAFT, ReviewState.RETURNED],
    )
    by_milestone: dict[int, int] = {}
    for pk in waiting.order_by().values_list("milestone_id", flat=True):
        by_milestone[pk] = by_milestone.get(pk, 0) + 1
    for milestone in asked.filter(pk__in=by_milestone).select_related("movement"):
        number = by_milestone[milestone.pk]
        text = ngettext(
            "%(what)s: còn %(n)d đơn vị chưa gửi báo cáo.", "%(what)s: còn %(n)d đơn vị chưa gửi báo cáo.", number
        )
        what = f"{milestone.movement.short_name}, {milestone}"
        url = reverse("movements:milestone-detail", args=[milestone.pk])
        yield Finding(text % {"what": what, "n": number}, url, blocks=False)
    ended = Movement.objects.filter(organiser_id=year.organiser_id, state__in=LIVE, ends_on__lte=year.ends_on)
    for movement in ended.order_by("pk"):
        text = _("%(movement)s đã hết thời gian, chưa ghi nhận tổng kết.") % {"movement": movement.short_name}
        yield Finding(text, movement.get_absolute_url(), blocks=False)
