"""Who may open which page of obligations."""

from datetime import date

from apps.dashboard.tests.world import NOW, SYSTEM
from apps.obligations.domain.calling import set_own_call
from apps.obligations.domain.duties import ask
from apps.obligations.models import Duty, Obligation
from apps.units.tests.factories import UnitFactory
from emulation_portal.tests.matrix import Row, Subject


def owed(subject: Subject) -> list:
    return [Obligation.objects.get(duty__code="score_sheet", unit_id=subject.sheet.unit_id).pk]


def duty(subject: Subject) -> list:
    return [Obligation.objects.get(pk=owed(subject)[0]).duty_id]


def year(subject: Subject) -> list:
    return [subject.cluster_year.year_id]


def call(subject: Subject) -> list:
    """What a division of the sheet's unit owes it."""
    division = UnitFactory(parent=subject.sheet.unit, kind="division")
    set_own_call(
        obligation_id=owed(subject)[0],
        internal_due_on=date(2020, 11, 5),
        unit_ids=[division.pk],
        actor=SYSTEM,
        now=NOW,
    )
    return [Obligation.objects.get(unit=division).pk]


def by_hand(subject: Subject) -> Duty:
    """A duty of the year that no app fulfils."""
    units = Obligation.objects.filter(duty__code="score_sheet").values_list("unit_id", flat=True)
    year_id, day = subject.cluster_year.year_id, date(2020, 11, 20)
    return ask(year_id=year_id, code="other", label="Gửi ảnh", due_on=day, unit_ids=list(units), actor=SYSTEM, now=NOW)


def duty_by_hand(subject: Subject) -> list:
    return [by_hand(subject).pk]


ROWS = [
    Row("obligations:duty-list", "401 200 200 200 200 200 200 200 200"),
    Row("obligations:duty-list", "401 200 200 200 200 200 200 200 200", query="?format=xlsx"),
    Row("obligations:duty-create", "401 403 403 403 403 403 200 403 403", arguments=year),
    Row("obligations:duty-detail", "401 404 200 200 200 200 200 200 404", arguments=duty),
    Row("obligations:duty-edit", "401 404 403 403 403 403 200 403 404", arguments=duty),
    Row("obligations:duty-reminder", "401 404 403 403 403 403 200 403 404", arguments=duty),
    Row("obligations:duty-receive", "401 403 403 403 403 403 200 403 404", arguments=duty_by_hand),
    Row("obligations:own-call", "401 404 404 200 200 404 403 403 404", arguments=owed),
    Row("obligations:own-call-received", "401 404 404 302 302 404 403 403 404", arguments=call, method="post"),
    Row("obligations:own-call-given-back", "401 404 404 302 302 404 403 403 404", arguments=call, method="post"),
]
