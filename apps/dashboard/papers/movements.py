"""Movements on boards and homes: the yearly confirmation of a unit, and its reports at each milestone."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from apps.core.components import StatusWord
from apps.dashboard.papers.kinds import Asked, Key, Paper, PaperKind, register
from apps.movements.enums import ReviewState
from apps.movements.models import MovementReview
from apps.movements.queries.cascade import LAUNCH, OWN_LAUNCH, standing_alone, standing_of_units
from apps.periods.models import EmulationYear

REVIEW = "movement_review:"
WORDS = {
    ReviewState.DRAFT: StatusWord.NOT_STARTED,
    ReviewState.SUBMITTED: StatusWord.SENT,
    ReviewState.RETURNED: StatusWord.RETURNED,
    ReviewState.ACCEPTED: StatusWord.RECEIVED,
}


def confirmations(asked: Asked) -> Iterable[Paper]:
    """The years, and one query for each of how far each unit is with the movements of their organisers."""
    for year in EmulationYear.objects.filter(pk__in=asked.year_ids):
        for unit_id, live, launched, answered in standing_of_units(year, asked.unit_ids):
            waiting = live - min(launched, answered)
            word = StatusWord.DRAFT if launched or answered else StatusWord.NOT_STARTED
            if not waiting:
                word = StatusWord.SENT
            text = ngettext("còn %(n)d phong trào chưa xác nhận", "còn %(n)d phong trào chưa xác nhận", waiting)
            page = reverse("movements:confirmation", args=[unit_id]) + f"?in={year.year}"
            yield Paper(
                key=Key(year.pk, LAUNCH, unit_id),
                word=word,
                url=page if asked.actor.holds("officer", "leader", unit_id=unit_id) else "",
                remark=text % {"n": waiting} if waiting else "",
            )


def alone(asked: Asked) -> Iterable[Paper]:
    """The years, and one query for each: the confirmation of movements that were launched after the others."""
    ids = {int(code.removeprefix(OWN_LAUNCH)) for code in asked.codes if code.removeprefix(OWN_LAUNCH).isdecimal()}
    for year in EmulationYear.objects.filter(pk__in=asked.year_ids):
        for unit_id, movement_id, launched, answered in standing_alone(year, ids, asked.unit_ids):
            word = StatusWord.DRAFT if launched or answered else StatusWord.NOT_STARTED
            page = reverse("movements:confirmation", args=[unit_id]) + f"?in={year.year}"
            yield Paper(
                key=Key(year.pk, f"{OWN_LAUNCH}{movement_id}", unit_id),
                word=StatusWord.SENT if launched and answered else word,
                url=page if asked.actor.holds("officer", "leader", unit_id=unit_id) else "",
            )


def reviews(asked: Asked) -> Iterable[Paper]:
    """Two queries: the reports of the units at the milestones of these years.

    Nhập thay and Yêu cầu bổ sung stand on the page of the report.
    """
    codes = {int(code.partition(":")[2]) for code in asked.codes if code.partition(":")[2].isdecimal()}
    rows = MovementReview.objects.filter(
        milestone__in=codes, participation__unit__in=asked.unit_ids, participation__left_on=None
    ).for_list()
    years = dict(EmulationYear.objects.filter(pk__in=asked.year_ids).values_list("organiser_id", "pk"))
    for review in rows:
        year_id = years.get(review.participation.movement.organiser_id)
        if year_id is None:
            continue
        movement, unit_id = review.participation.movement, review.participation.unit_id
        own = asked.actor.holds("officer", "leader", unit_id=unit_id)
        drafted = review.state == ReviewState.DRAFT and review.version > 1
        yield Paper(
            key=Key(year_id, review.milestone.duty_code, unit_id),
            word=StatusWord.DRAFT if drafted else WORDS[review.state],
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
