"""Tài liệu API: the OpenAPI document as a page for people, made here, without scripts of others."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from apps.api.api import api
from apps.api.paging import MOST
from apps.api.problems import DETAILS, TITLES
from apps.core.components import Column


@dataclass(frozen=True)
class Parameter:
    name: str
    place: str
    description: str
    allowed: str
    required: bool


@dataclass(frozen=True)
class Operation:
    path: str
    summary: str
    description: str
    parameters: list[Parameter]
    fields: list[tuple[str, str]]


class GuideView(LoginRequiredMixin, TemplateView):
    """Every operation with its parameters and what its rows hold; for whoever writes a program that reads."""

    template_name = "api/guide.html"
    parameter_columns = (Column(_("Tham số")), Column(_("Ý nghĩa")), Column(_("Giá trị")))
    field_columns = (Column(_("Trường")), Column(_("Ý nghĩa")))

    def get_context_data(self, **kwargs):
        schema = api.get_openapi_schema()
        groups: dict[str, list[Operation]] = {}
        for path, methods in schema["paths"].items():
            found = methods["get"]
            groups.setdefault(found["tags"][0], []).append(_operation(path, found, schema))
        return super().get_context_data(
            groups=groups,
            refusals=[(status, TITLES[status], DETAILS[status]) for status in sorted(TITLES) if status != 413],  # noqa: PLR2004
            per_minute=settings.API_REQUESTS_PER_MINUTE,
            most=MOST,
            site=settings.SITE_URL,
            **kwargs,
        )


def _operation(path: str, found: dict, schema: dict) -> Operation:
    parameters = [
        Parameter(
            each["name"], each["in"], each.get("description", ""), _allowed(each["schema"], schema), each["required"]
        )
        for each in found["parameters"]
        if each["in"] != "header"
    ]
    content = next(iter(found["responses"][200]["content"].values()))
    return Operation(path, found["summary"], found.get("description", ""), parameters, _fields(content, schema))


def _allowed(shape: dict, schema: dict) -> str:
    """Values that a parameter takes, in few words."""
    for inner in (_meant(each, schema) for each in [shape, *shape.get("anyOf", ())]):
        if "enum" in inner:
            return ", ".join(map(str, inner["enum"]))
        if inner.get("format") == "date-time":
            return "2026-11-26T08:00:00+07:00"
        if inner.get("maximum", 2**63) < 2**32:
            return f"{inner['minimum']}–{inner['maximum']}"
        if inner.get("type") == "integer":
            return "id"
    return ""


def _fields(content: dict, schema: dict) -> list[tuple[str, str]]:
    """Fields of one row of the answer."""
    shape = _meant(content["schema"], schema)
    if items := shape.get("properties", {}).get("items"):
        shape = _meant(items["items"], schema)
    return [(name, _meant(each, schema).get("description", "")) for name, each in shape.get("properties", {}).items()]


def _meant(shape: dict, schema: dict) -> dict:
    name = shape.get("$ref", "").rsplit("/", 1)[-1]
    return {**schema["components"]["schemas"][name], **shape} if name else shape
