"""Movements on boards and homes: the yearly confirmation of a unit, and its reports at each milestone."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from apps.core.actor import Actor
from apps.core.components import StatusWord
from apps.core.together import Asking
from apps.core.whole_numbers import whole_number
from apps.dashboard.papers.kinds import Asked, Key, Paper, PaperKind, register
from apps.movements.enums import ReviewState
from apps.movements.models import MovementReview, Participation
from apps.movements.queries.cascade import LAUNCH, OWN_LAUNCH, standing_alone, standing_of_units
from apps.movements.review_words import review_word
from apps.periods.models import EmulationYear

REVIEW = "movement_review:"


def confirmations(asked: Asked) -> Asking:
    """The years, then how far each unit is with the movements of their organisers."""
    years = yield from _years(asked)
    rows = yield tuple(standing_of_units(year, asked.unit_ids) for year in years)
    return [_confirmed(year, row, asked.actor) for year, found in zip(years, rows, strict=True) for row in found]


def _years(asked: Asked) -> Asking:
    """Known on the board of a cluster, one question elsewhere."""
    if asked.cluster_year is not None:
        return [asked.cluster_year.year]
    return (yield EmulationYear.objects.filter(pk__in=asked.year_ids))


def _confirmed(year: EmulationYear, row: dict, actor: Actor) -> Paper:
    """``row``: of ``standing_of_units``."""
    waiting = row["live"] - min(row["launched"], row["said"])
    word = StatusWord.DRAFT if row["launched"] or row["said"] else StatusWord.NOT_STARTED
    text = ngettext("còn %(n)d phong trào chưa xác nhận", "còn %(n)d phong trào chưa xác nhận", waiting)
    return Paper(
        key=Key(year.pk, LAUNCH, row["unit_id"]),
        word=word if waiting else StatusWord.SENT,
        url=_page(year, row["unit_id"], actor),
        remark=text % {"n": waiting} if waiting else "",
    )


def _page(year: EmulationYear, unit_id: int, actor: Actor) -> str:
    """Where the own unit confirms."""
    own = actor.holds("officer", "leader", unit_id=unit_id)
    return reverse("movements:confirmation", args=[unit_id]) + f"?in={year.year}" if own else ""


def alone(asked: Asked) -> Asking:
    """The years, then the confirmation of movements that were launched after the others."""
    ids = {whole_number(code.removeprefix(OWN_LAUNCH)) for code in asked.codes} - {None}
    years = yield from _years(asked)
    rows = yield tuple(standing_alone(year, ids, asked.unit_ids) for year in years)
    return [_launched(year, row, asked.actor) for year, found in zip(years, rows, strict=True) for row in found]


def _launched(year: EmulationYear, row: Participation, actor: Actor) -> Paper:
    """``row``: of ``standing_alone``."""
    launched = row.launched_on is not None
    word = StatusWord.DRAFT if launched or row.answered else StatusWord.NOT_STARTED
    return Paper(
        key=Key(year.pk, f"{OWN_LAUNCH}{row.movement_id}", row.unit_id),
        word=StatusWord.SENT if launched and row.answered else word,
        url=_page(year, row.unit_id, actor),
    )


def reviews(asked: Asked) -> Asking:
    """The reports of the units at the milestones of these years.

    Nhập thay and Yêu cầu bổ sung stand on the page of the report.
    """
    codes = {whole_number(code.partition(":")[2]) for code in asked.codes} - {None}
    rows = MovementReview.objects.filter(
        milestone__in=codes, participation__unit__in=asked.unit_ids, participation__left_on=None
    ).for_list()
    pairs = EmulationYear.objects.filter(pk__in=asked.year_ids).values_list("organiser_id", "pk")
    rows, pairs = yield rows, pairs
    years = dict(pairs)
    return [
        _reported(review, year_id, asked.actor)
        for review in rows
        if (year_id := years.get(review.participation.movement.organiser_id)) is not None
    ]


def _reported(review: MovementReview, year_id: int, actor: Actor) -> Paper:
    movement, unit_id = review.participation.movement, review.participation.unit_id
    own = actor.holds("officer", "leader", unit_id=unit_id)
    return Paper(
        key=Key(year_id, review.milestone.duty_code, unit_id),
        word=review_word(review),
        url=review.get_absolute_url() if own or review.state != ReviewState.DRAFT else "",
        holder=movement.organiser.table_name if review.state == ReviewState.SUBMITTED else "",
        remark=review.remark,
        tags=(_("Nhập thay"),) if review.basis else (),
        subject=review,
    )


register(
    PaperKind(
        code=LAUNCH,
        papers=confirmations,
        task=lazy("Xác nhận phát động phong trào"),
        buttons={StatusWord.NOT_STARTED: lazy("Xác nhận"), StatusWord.DRAFT: lazy("Xác nhận tiếp")},
    )
)
register(
    PaperKind(
        code=OWN_LAUNCH,
        papers=alone,
        buttons={StatusWord.NOT_STARTED: lazy("Xác nhận"), StatusWord.DRAFT: lazy("Xác nhận tiếp")},
    )
)
register(
    PaperKind(
        code=REVIEW,
        papers=reviews,
        buttons={
            StatusWord.NOT_STARTED: lazy("Soạn báo cáo"),
            StatusWord.DRAFT: lazy("Soạn tiếp"),
            StatusWord.RETURNED: lazy("Bổ sung"),
        },
    )
)
