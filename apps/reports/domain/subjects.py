"""A report by its name, and its chosen subject as text: how an order is written down and read again."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext_lazy

from apps.core.errors import DomainError
from apps.reports.registry import Report, find


class UnknownReport(DomainError):
    """No report has this name, or not in this format."""

    default_message = gettext_lazy("Không có báo cáo này, hoặc báo cáo không có định dạng này.")


def report_named(name: str, format_: str = "") -> Report:
    """The report of the catalogue. Raises UnknownReport."""
    report = find(name)
    if report is None or (format_ and format_ not in report.renderers):
        raise UnknownReport
    return report


def subject_key(report: Report, params: Mapping[str, int]) -> str:
    """The chosen subject as text, always in the same order: ``cluster_year=3&run=5``."""
    return urlencode([(name, params[name]) for name in report.params if params.get(name)])


def params_of(key: str) -> dict[str, int]:
    return {name: int(value) for name, value in parse_qsl(key)}
