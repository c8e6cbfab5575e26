"""Who may open which page of results: the result and target of the second unit of the cluster."""

from apps.results.models import ResultFile
from apps.results.tests.factories import IndicatorFactory, ResultEntryFactory, TargetFactory
from emulation_portal.tests.matrix import Row, cluster
from emulation_portal.tests.matrix_world import scan


def result(subject) -> list:
    return [ResultEntryFactory(unit=subject.sheet.unit).pk]


def estimate(subject) -> list:
    return [ResultEntryFactory(unit=subject.sheet.unit, standing="estimate").pk]


def file(subject) -> list:
    entry = ResultEntryFactory(unit=subject.sheet.unit)
    return [ResultFile.objects.create(entry=entry, attachment=scan("anh.pdf")).pk]


def target(subject) -> list:
    return [TargetFactory(unit=subject.sheet.unit, issuer=subject.world.ministry).pk]


def indicator(subject) -> list:
    return [IndicatorFactory().pk]


def unit_year(subject) -> list:
    TargetFactory(unit=subject.sheet.unit)
    return [subject.sheet.unit_id, 2020]


EVERYBODY = "401 200 200 200 200 200 200 200 200"
WORKERS = "401 200 200 200 200 200 200 403 403"
SEEN = "401 404 404 200 200 200 200 200 404"
OWN = "401 404 404 200 200 403 200 403 404"
OFFICE = "401 403 403 403 403 403 200 403 403"

ROWS = [
    Row("results:result-list", EVERYBODY),
    Row("results:result-list", EVERYBODY, query="?format=xlsx"),
    Row("results:result-create", WORKERS),
    Row("results:result-create-kind", WORKERS, arguments=lambda subject: ["index"]),
    Row("results:result-detail", SEEN, arguments=result),
    Row("results:result-edit", OWN, arguments=result),
    Row("results:result-confirm", "401 404 404 200 200 403 403 403 404", arguments=estimate),
    Row("results:result-remove", OWN, arguments=result),
    Row("results:file-add", OWN, arguments=result),
    Row("results:file", SEEN, arguments=file),
    Row("results:file-remove", OWN, arguments=file),
    Row("results:target-list", EVERYBODY),
    Row("results:target-list", EVERYBODY, query="?format=xlsx"),
    Row("results:target-create", WORKERS),
    Row("results:target-change", "401 404 404 403 403 403 200 403 404", arguments=target),
    Row("results:unit-targets", SEEN, arguments=unit_year),
    Row("results:cluster-targets", "401 404 200 200 200 200 200 200 404", arguments=cluster),
    Row("results:cluster-targets", "401 404 200 200 200 200 200 200 404", arguments=cluster, query="?format=xlsx"),
    Row("results:sector", "401 403 403 403 403 403 200 200 403", arguments=lambda subject: [2020]),
    Row("results:indicator-list", EVERYBODY),
    Row("results:indicator-list", EVERYBODY, query="?format=xlsx"),
    Row("results:indicator-create", OFFICE),
    Row("results:indicator-edit", OFFICE, arguments=indicator),
]
