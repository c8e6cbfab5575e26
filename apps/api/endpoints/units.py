"""Units: everybody who signs in reads them."""

from datetime import date

from django.db.models import QuerySet
from ninja import Query, Router, Schema
from pydantic import Field

from apps.api.endpoints.base import one, page
from apps.api.shape import Id, Paged, Row, Word
from apps.clusters.models import ClusterYear
from apps.units.enums import UnitKind

router = Router()


class UnitFilters(Paged):
    kind: UnitKind | None = Field(None, description="Loại đơn vị")
    cluster: Id | None = Field(None, description="Thành viên của cụm thi đua (id của /clusters)")
    code: Word | None = Field(None, description="Mã đơn vị")


class FormerName(Schema):
    name: str
    valid_from: date | None
    valid_to: date | None


class UnitOut(Row):
    """Đơn vị, cả đơn vị đã thôi hoạt động."""

    code: str
    name: str
    short_name: str
    kind: str
    kind_label: str
    province: str
    parent_code: str = Field(description="Mã đơn vị cấp trên; rỗng nếu không có")
    legal_person: bool | None
    valid_from: date | None
    valid_to: date | None
    former_names: list[FormerName]


class UnitPage(Schema):
    items: list[UnitOut]
    next: str | None = Field(description="cursor của trang sau; null ở trang cuối")


def load(units: QuerySet) -> QuerySet:
    return units.with_parent().prefetch_related("former_names")


def narrow(units: QuerySet, filters: UnitFilters, actor) -> QuerySet:
    if filters.kind:
        units = units.filter(kind=filters.kind)
    if filters.code is not None:
        units = units.filter(code=filters.code)
    if filters.cluster:
        seen = ClusterYear.objects.visible_to(actor).filter(pk=filters.cluster).order_by()
        units = units.filter(pk__in=seen.values("members__unit_id"))
    return units


def show(unit) -> dict:
    names = sorted(unit.former_names.all(), key=lambda each: each.valid_to or date.max)
    return {
        "id": unit.pk,
        "version": unit.version,
        "updated_at": unit.updated_at,
        "code": unit.code,
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "kind_label": unit.get_kind_display(),
        "province": unit.province,
        "parent_code": unit.parent_code,
        "legal_person": unit.legal_person,
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
        "former_names": [{"name": n.name, "valid_from": n.valid_from, "valid_to": n.valid_to} for n in names],
    }


@router.get("/units", response=UnitPage, url_name="unit-list", summary="Danh sách đơn vị")
def unit_list(request, filters: Query[UnitFilters]):
    return page(request, "units", filters, narrow=narrow, load=load, show=show)


@router.get("/units/{id}", response=UnitOut, url_name="unit", summary="Một đơn vị")
def unit_one(request, id: Id):  # noqa: A002 -- its name in the address
    return one(request, "units", id, load=load, show=show)
