"""Where a file that is kept no longer can be had again: the form of its report, filled in as it was asked for."""

from urllib.parse import urlencode

from django.urls import reverse

from apps.documents.models import IssuedFile
from apps.reports import registry
from apps.reports.domain.subjects import params_of
from apps.reports.keeping import BATCH
from apps.reports.registry import CONTENT_TYPES, PDF, ZIP
from apps.units.models import Unit


def address_anew(issued: IssuedFile) -> str:
    """Empty where the catalogue has no such report any more."""
    params = params_of(issued.subject_key)
    if issued.report == BATCH:
        parts = IssuedFile.objects.filter(batch_code=issued.verification_code).order_by("pk")
        made = list(parts.values_list("report", "content_type"))
        chosen = {"names": list(dict.fromkeys(name for name, _kind in made)), **_format({kind for _name, kind in made})}
        return f"{reverse('reports:batch')}?{urlencode(params | chosen, doseq=True)}"
    report = registry.find(issued.report)
    if report is None:
        return ""
    typed = _typed(params) | _format({issued.content_type})
    return f"{reverse('reports:request', args=[report.name])}?{urlencode(typed)}"


def _format(content_types: set[str]) -> dict[str, str]:
    """One format, where all were of one; a list in volumes is a zip that no form offers: it was asked for as PDF."""
    found = [name for name, kind in CONTENT_TYPES.items() if kind in content_types]
    return {"format": PDF if found == [ZIP] else found[0]} if len(found) == 1 else {}


def _typed(params: dict[str, int]) -> dict[str, object]:
    """As the form takes them: a unit is typed by its code, everything else by its number."""
    if "unit" not in params:
        return params
    code = Unit.objects.filter(pk=params["unit"]).values_list("code", flat=True).first()
    return params | {"unit": code or ""}
