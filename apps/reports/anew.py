"""Where a file that is kept no longer can be had again: the form of its report, filled in as it was asked for."""

from urllib.parse import urlencode

from django.urls import reverse

from apps.documents.models import IssuedFile
from apps.reports import registry
from apps.reports.domain.subjects import params_of
from apps.reports.keeping import BATCH
from apps.reports.params import PARAMS
from apps.units.models import Unit


def address_anew(issued: IssuedFile) -> str:
    """Empty where the catalogue has no such report any more."""
    params = params_of(issued.subject_key)
    if issued.report == BATCH:
        return f"{reverse('reports:batch')}?{urlencode(params)}"
    report = registry.find(issued.report)
    if report is None:
        return ""
    return f"{reverse('reports:request', args=[report.name])}?{urlencode(_typed(params))}"


def _typed(params: dict[str, int]) -> dict[str, object]:
    """As the form takes them: a unit is typed by its code, everything else by its number."""
    if "unit" not in params or "unit" not in PARAMS:
        return params
    code = Unit.objects.filter(pk=params["unit"]).values_list("code", flat=True).first()
    return params | {"unit": code or ""}
