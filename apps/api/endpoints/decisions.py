"""Decisions of awards, ours and those of outside authorities; drafts are in no register and so not here."""

from datetime import date

from django.db.models import QuerySet
from ninja import Query, Router, Schema
from pydantic import Field

from apps.api.endpoints.base import one, page
from apps.api.shape import Id, Paged, Row, UnitRef, Year, unit_ref
from apps.registry.queries import with_counts

router = Router()


class DecisionFilters(Paged):
    year: Year | None = Field(None, description="Năm của quyết định")
    unit: Id | None = Field(None, description="Đơn vị lưu (id của /units)")


class DecisionOut(Row):
    """Quyết định khen thưởng."""

    symbol: str
    issued_on: date
    issuer_name: str
    abstract: str
    authority_name: str
    authority_level: str
    type: str
    type_label: str
    occasion: str
    keeper: UnitRef
    collectives: int = Field(description="Số tập thể trong danh sách")
    individuals: int = Field(description="Số cá nhân trong danh sách")
    published_on: date | None = Field(description="Công khai danh sách từ ngày")
    illustrative: bool = Field(description="Số liệu minh họa")


class DecisionPage(Schema):
    items: list[DecisionOut]
    next: str | None


def load(grants: QuerySet) -> QuerySet:
    return with_counts(grants.select_related("document", "keeper"))


def narrow(grants: QuerySet, filters, actor) -> QuerySet:
    if filters.year:
        grants = grants.filter(document__issued_on__year=filters.year)
    if filters.unit:
        grants = grants.filter(keeper=filters.unit)
    return grants


def show(grant) -> dict:
    document = grant.document
    same = ("authority_name", "authority_level", "type", "occasion", "collectives", "individuals", "published_on")
    return {name: getattr(grant, name) for name in same} | {
        "id": grant.pk,
        "version": grant.version,
        "updated_at": grant.updated_at,
        "symbol": document.symbol,
        "issued_on": document.issued_on,
        "issuer_name": document.issuer_name,
        "abstract": document.abstract,
        "type_label": grant.get_type_display(),
        "keeper": unit_ref(grant.keeper),
        "illustrative": grant.illustrative,
    }


@router.get("/decisions", response=DecisionPage, url_name="decision-list", summary="Quyết định khen thưởng")
def decision_list(request, filters: Query[DecisionFilters]):
    return page(request, "decisions", filters, narrow=narrow, load=load, show=show)


@router.get("/decisions/{id}", response=DecisionOut, url_name="decision", summary="Một quyết định khen thưởng")
def decision_one(request, id: Id):  # noqa: A002 -- its name in the address
    return one(request, "decisions", id, load=load, show=show)
