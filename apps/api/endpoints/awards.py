"""The registry: who holds what, as printed; what was cancelled stays and says so."""

from datetime import date

from django.db.models import QuerySet
from ninja import Query, Router, Schema
from pydantic import Field

from apps.api.endpoints.base import one, page
from apps.api.shape import Id, Paged, Paper, Row, Year, paper
from apps.clusters.models import ClusterYear
from apps.registry.enums import HELD, AwardState

router = Router()


class AwardFilters(Paged):
    year: Year | None = Field(None, description="Năm thành tích")
    decided: Year | None = Field(None, description="Năm của quyết định")
    unit: Id | None = Field(None, description="Đơn vị (id của /units)")
    cluster: Id | None = Field(None, description="Của các đơn vị thành viên một cụm thi đua (id của /clusters)")
    decision: Id | None = Field(None, description="Quyết định (id của /decisions)")
    state: AwardState | None = Field(None, description="Tình trạng")


class AwardOut(Row):
    """Một dòng của Sổ khen thưởng."""

    decision_id: int
    decision: Paper
    authority_name: str
    occasion: str
    award_code: str
    award_name: str
    subject: str = Field(description="individual: cá nhân, collective: tập thể")
    recipient: str = Field(description="Tên in trong quyết định")
    post: str
    unit_id: int | None
    unit_name: str = Field(description="Đơn vị in trong quyết định")
    year: int | None
    period_from: int | None
    period_to: int | None
    achievement: str
    granted_on: date
    state: str
    state_label: str
    held: bool = Field(description="Còn hiệu lực")
    illustrative: bool = Field(description="Số liệu minh họa")


class AwardPage(Schema):
    items: list[AwardOut]
    next: str | None


def load(awards: QuerySet) -> QuerySet:
    return awards.select_related("award_type", "grant__document", "unit")


def narrow(awards: QuerySet, filters: AwardFilters, actor) -> QuerySet:
    if filters.year:
        awards = awards.filter(year=filters.year)
    if filters.decided:
        awards = awards.filter(granted_on__year=filters.decided)
    if filters.unit:
        awards = awards.filter(unit=filters.unit)
    if filters.cluster:
        seen = ClusterYear.objects.visible_to(actor).filter(pk=filters.cluster).order_by()
        awards = awards.filter(unit_id__in=seen.values("members__unit_id"))
    if filters.decision:
        awards = awards.filter(grant=filters.decision)
    if filters.state:
        awards = awards.filter(state=filters.state)
    return awards


def show(award) -> dict:
    grant = award.grant
    same = ("post", "unit_id", "year", "period_from", "period_to", "achievement", "granted_on", "state", "subject")
    return {name: getattr(award, name) for name in same} | {
        "id": award.pk,
        "version": award.version,
        "updated_at": award.updated_at,
        "decision_id": grant.pk,
        "decision": paper(grant.document),
        "authority_name": grant.authority_name,
        "occasion": grant.occasion,
        "award_code": award.award_type.code,
        "award_name": award.award_type.name,
        "recipient": award.recipient,
        "unit_name": award.unit_name or (award.unit.name if award.unit else ""),
        "state_label": award.get_state_display(),
        "held": award.state in HELD,
        "illustrative": grant.illustrative,
    }


@router.get("/awards", response=AwardPage, url_name="award-list", summary="Sổ khen thưởng")
def award_list(request, filters: Query[AwardFilters]):
    return page(request, "awards", filters, narrow=narrow, load=load, show=show)


@router.get("/awards/{id}", response=AwardOut, url_name="award", summary="Một dòng của Sổ khen thưởng")
def award_one(request, id: Id):  # noqa: A002 -- its name in the address
    return one(request, "awards", id, load=load, show=show)
