"""Published results with their rows; those that a later one replaced say so."""

from datetime import datetime
from decimal import Decimal
from typing import Literal

from django.db.models import Prefetch, QuerySet
from ninja import Query, Router, Schema
from pydantic import Field

from apps.api.endpoints.base import one, page
from apps.api.shape import Id, Paged, Paper, Row, Year, paper
from apps.ranking.models import RankingEntry

router = Router()


class RankingFilters(Paged):
    year: Year | None = Field(None, description="Năm thi đua")
    cluster: Id | None = Field(None, description="Cụm thi đua (id của /clusters)")
    unit: Id | None = Field(None, description="Có đơn vị này được xếp hạng (id của /units)")
    state: Literal["published", "superseded"] | None = Field(None, description="Đang có hiệu lực hay đã thay thế")


class EntryOut(Schema):
    unit_id: int
    unit_code: str
    name: str = Field(description="Tên của đơn vị trong kết quả")
    rank: int | None = Field(description="null: không xếp hạng, xem reason")
    classification: str
    base: Decimal
    bonus: Decimal
    penalty: Decimal
    total: Decimal
    percent: Decimal | None
    disqualifier: str
    reason: str


class RankingOut(Row):
    """Kết quả xếp hạng đã công bố của một cụm, một khối."""

    cluster_id: int
    cluster_code: str
    cluster_name: str
    year: int
    line: str
    state: str
    published_at: datetime
    superseded_at: datetime | None
    decision: Paper | None
    entries: list[EntryOut]


class RankingPage(Schema):
    items: list[RankingOut]
    next: str | None


def load(runs: QuerySet) -> QuerySet:
    return runs.for_list().prefetch_related(Prefetch("entries", RankingEntry.objects.select_related("unit")))


def narrow(runs: QuerySet, filters: RankingFilters, actor) -> QuerySet:
    if filters.year:
        runs = runs.filter(cluster_year__year__year=filters.year)
    if filters.cluster:
        runs = runs.filter(cluster_year=filters.cluster)
    if filters.unit:
        runs = runs.filter(pk__in=RankingEntry.objects.filter(unit=filters.unit).order_by().values("run_id"))
    if filters.state:
        runs = runs.filter(state=filters.state)
    return runs


def show(run) -> dict:
    return {
        "id": run.pk,
        "version": 1,
        "updated_at": run.updated_at,
        "cluster_id": run.cluster_year_id,
        "cluster_code": run.cluster_year.cluster.code,
        "cluster_name": run.cluster_year.name,
        "year": run.cluster_year.year.year,
        "line": run.line,
        "state": run.state,
        "published_at": run.published_at,
        "superseded_at": run.superseded_at,
        "decision": paper(run.decision),
        "entries": [_entry(entry) for entry in run.entries.all()],
    }


def _entry(entry) -> dict:
    figures = {name: getattr(entry, name) for name in ("rank", "base", "bonus", "penalty", "total", "percent")}
    return figures | {
        "unit_id": entry.unit_id,
        "unit_code": entry.unit.code,
        "name": entry.unit_name,
        "classification": entry.class_label,
        "disqualifier": entry.disqualifier,
        "reason": entry.reason,
    }


@router.get("/rankings", response=RankingPage, url_name="ranking-list", summary="Kết quả xếp hạng đã công bố")
def ranking_list(request, filters: Query[RankingFilters]):
    return page(request, "rankings", filters, narrow=narrow, load=load, show=show)


@router.get("/rankings/{id}", response=RankingOut, url_name="ranking", summary="Một kết quả xếp hạng")
def ranking_one(request, id: Id):  # noqa: A002 -- its name in the address
    return one(request, "rankings", id, load=load, show=show)
