"""ClusterYears with their members and heads."""

from datetime import date

from django.db.models import Prefetch, QuerySet
from ninja import Query, Router, Schema
from pydantic import Field

from apps.api.endpoints.base import one, page
from apps.api.shape import Id, Paged, Paper, Row, UnitRef, Year, paper, unit_ref
from apps.clusters.models import HeadTerm, Member
from apps.clusters.ordering import by_line

router = Router()


class ClusterFilters(Paged):
    year: Year | None = Field(None, description="Năm thi đua")
    unit: Id | None = Field(None, description="Có đơn vị này là thành viên (id của /units)")


class MemberOut(Schema):
    unit: UnitRef
    name: str = Field(description="Tên của đơn vị trong năm đó")
    line: str = Field(description="justice, enforcement hoặc rỗng")
    order: int
    left_on: date | None = Field(description="Thôi là thành viên từ ngày")


class HeadOut(Schema):
    unit: UnitRef
    role: str = Field(description="cluster_head: Trưởng, cluster_deputy: Phó Trưởng")
    starts_on: date
    ends_on: date | None
    decision: Paper | None


class ClusterOut(Row):
    """Khu vực, Cụm, Khối thi đua của một năm."""

    code: str
    name: str
    kind: str
    kind_label: str
    year: int
    organiser: UnitRef
    members: list[MemberOut]
    heads: list[HeadOut]


class ClusterPage(Schema):
    items: list[ClusterOut]
    next: str | None


def load(clusters: QuerySet) -> QuerySet:
    members = Member.objects.select_related("unit").order_by(by_line(), "order", "pk")
    terms = HeadTerm.objects.select_related("unit", "decision").order_by("-role", "starts_on", "pk")
    return clusters.for_list().prefetch_related(Prefetch("members", members), Prefetch("head_terms", terms))


def narrow(clusters: QuerySet, filters: ClusterFilters, actor) -> QuerySet:
    if filters.year:
        clusters = clusters.filter(year__year=filters.year)
    if filters.unit:
        members = Member.objects.filter(unit=filters.unit).order_by()
        clusters = clusters.filter(pk__in=members.values("cluster_year_id"))
    return clusters


def show(cluster_year) -> dict:
    cluster = cluster_year.cluster
    return {
        "id": cluster_year.pk,
        "version": cluster_year.version,
        "updated_at": cluster_year.updated_at,
        "code": cluster.code,
        "name": cluster_year.name,
        "kind": cluster.kind,
        "kind_label": cluster.get_kind_display(),
        "year": cluster_year.year.year,
        "organiser": unit_ref(cluster.organiser),
        "members": [
            {
                "unit": unit_ref(member.unit),
                "name": member.unit_name,
                "line": member.line,
                "order": member.order,
                "left_on": member.left_on,
            }
            for member in cluster_year.members.all()
        ],
        "heads": [
            {
                "unit": unit_ref(term.unit),
                "role": term.role,
                "starts_on": term.starts_on,
                "ends_on": term.ends_on,
                "decision": paper(term.decision),
            }
            for term in cluster_year.head_terms.all()
        ],
    }


@router.get("/clusters", response=ClusterPage, url_name="cluster-list", summary="Cụm thi đua theo năm, có thành viên")
def cluster_list(request, filters: Query[ClusterFilters]):
    return page(request, "clusters", filters, narrow=narrow, load=load, show=show)


@router.get("/clusters/{id}", response=ClusterOut, url_name="cluster", summary="Một cụm thi đua của một năm")
def cluster_one(request, id: Id):  # noqa: A002 -- its name in the address
    return one(request, "clusters", id, load=load, show=show)
