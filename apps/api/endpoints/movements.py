"""Movements, drafts only to those who write them."""

from datetime import date, datetime

from django.db.models import QuerySet
from ninja import Query, Router, Schema
from pydantic import Field

from apps.api.endpoints.base import one, page
from apps.api.shape import Id, Paged, Paper, Row, UnitRef, Year, paper, unit_ref
from apps.movements.enums import MovementState

router = Router()


class MovementFilters(Paged):
    year: Year | None = Field(None, description="Thực hiện trong năm")
    cluster: Id | None = Field(None, description="Phong trào của cụm thi đua (id của /clusters)")
    unit: Id | None = Field(None, description="Đơn vị chủ trì (id của /units)")
    state: MovementState | None = Field(None, description="Tình trạng")


class MovementOut(Row):
    """Phong trào thi đua."""

    level: str
    level_label: str
    title: str
    short_name: str
    theme: str
    themed: bool
    organiser: UnitRef
    cluster_id: int | None
    decision: Paper | None
    starts_on: date
    ends_on: date
    state: str
    state_label: str
    launched_at: datetime | None


class MovementPage(Schema):
    items: list[MovementOut]
    next: str | None


def load(movements: QuerySet) -> QuerySet:
    return movements.for_list()


def narrow(movements: QuerySet, filters: MovementFilters, actor) -> QuerySet:
    if filters.year:
        movements = movements.filter(starts_on__year__lte=filters.year, ends_on__year__gte=filters.year)
    if filters.cluster:
        movements = movements.filter(cluster_year=filters.cluster)
    if filters.unit:
        movements = movements.filter(organiser=filters.unit)
    if filters.state:
        movements = movements.filter(state=filters.state)
    return movements


def show(movement) -> dict:
    return {
        "id": movement.pk,
        "version": movement.version,
        "updated_at": movement.updated_at,
        "level": movement.level,
        "level_label": movement.get_level_display(),
        "title": movement.title,
        "short_name": movement.short_name,
        "theme": movement.theme,
        "themed": movement.themed,
        "organiser": unit_ref(movement.organiser),
        "cluster_id": movement.cluster_year_id,
        "decision": paper(movement.decision),
        "starts_on": movement.starts_on,
        "ends_on": movement.ends_on,
        "state": movement.state,
        "state_label": movement.get_state_display(),
        "launched_at": movement.launched_at,
    }


@router.get("/movements", response=MovementPage, url_name="movement-list", summary="Danh sách phong trào thi đua")
def movement_list(request, filters: Query[MovementFilters]):
    return page(request, "movements", filters, narrow=narrow, load=load, show=show)


@router.get("/movements/{id}", response=MovementOut, url_name="movement", summary="Một phong trào thi đua")
def movement_one(request, id: Id):  # noqa: A002 -- its name in the address
    return one(request, "movements", id, load=load, show=show)
