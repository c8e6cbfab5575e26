"""Decisions of the registry for an archive or a document system, as JSON and as XML."""

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from apps.api.decree import DocumentMetadata, as_xml, metadata_of, with_papers
from apps.api.endpoints import decisions
from apps.api.endpoints.base import page
from apps.api.shape import Id

router = Router()
XML = {
    "responses": {
        200: {
            "description": "OK",
            "content": {"application/xml": {"schema": {"type": "string"}}},
        }
    }
}


class MetadataFilters(decisions.DecisionFilters):
    decision: Id | None = Field(None, description="Một quyết định (id của /decisions)")


class MetadataPage(Schema):
    items: list[DocumentMetadata]
    next: str | None


def narrow(grants: QuerySet, filters: MetadataFilters, actor) -> QuerySet:
    grants = decisions.narrow(grants, filters, actor)
    return grants.filter(pk=filters.decision) if filters.decision else grants


@router.get(
    "/metadata/decisions",
    response=MetadataPage,
    url_name="metadata",
    summary="Thông tin đầu ra theo Phụ lục VI Nghị định 30/2020/NĐ-CP",
)
def metadata_list(request, filters: Query[MetadataFilters]):
    return page(request, "decisions", filters, narrow=narrow, load=with_papers, show=metadata_of)


@router.get(
    "/metadata/decisions.xml",
    url_name="metadata-xml",
    summary="Như trên, dạng XML; trang sau ở thuộc tính next",
    openapi_extra=XML,
)
def metadata_xml(request, filters: Query[MetadataFilters]):
    found = page(request, "decisions", filters, narrow=narrow, load=with_papers, show=metadata_of)
    return HttpResponse(as_xml(found["items"], found["next"]), content_type="application/xml; charset=utf-8")
