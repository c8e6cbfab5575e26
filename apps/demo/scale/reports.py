"""Reports of many units: templates of several years, their sent versions and lines, by COPY."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone

from apps.core.copying import copy_rows, new_ids
from apps.obligations.models import Duty, Obligation
from apps.periodic_reports.enums import ItemKind, ReportKind, ReportState, TemplateState
from apps.periodic_reports.models import PeriodicReport, ReportLine, ReportTemplate, ReportVersion, TemplateItem
from apps.periods.models import EmulationYear

ITEMS = (
    *((ItemKind.AMOUNT, f"so-{n}") for n in range(1, 5)),
    *((ItemKind.RATE, f"ty-le-{n}") for n in range(1, 3)),
    *((ItemKind.TEXT, f"noi-dung-{n}") for n in range(1, 3)),
)
TABLES = (PeriodicReport, ReportVersion, ReportLine, Obligation)
LAST_ONE_MISSING = 10  # every tenth unit has not sent


def make_reports(
    units: Sequence[tuple[int, str]], *, organiser_id: int, first_year: int, years: int, kinds: Sequence[str]
) -> list[ReportTemplate]:
    """Two templates a year for all ``units`` (id, name), nine units of ten having sent; answers the templates."""
    templates = []
    for year in range(first_year, first_year + years):
        found, _created = EmulationYear.objects.get_or_create(
            organiser_id=organiser_id,
            year=year,
            defaults={"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31), "state": "open"},
        )
        for kind, code in ((ReportKind.HALF_YEAR, "6-thang"), (ReportKind.YEAR, "nam")):
            template = _template(found, kind, code, kinds)
            with without_history():
                _reports(template, units)
            templates.append(template)
    with connection.cursor() as cursor:
        for model in TABLES:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
    return templates


@contextmanager
def without_history() -> Iterator[None]:
    """Rows of a generator need no history: the triggers of these tables rest until the end of the transaction."""
    names = [connection.ops.quote_name(model._meta.db_table) for model in TABLES]
    with transaction.atomic(), connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in names:
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")


def _template(year: EmulationYear, kind: str, code: str, kinds: Sequence[str]) -> ReportTemplate:
    template = ReportTemplate.objects.create(
        year=year,
        code=code,
        label=f"Báo cáo thử {code} {year}",
        kind=kind,
        kinds=list(kinds),
        starts_on=year.starts_on,
        ends_on=year.ends_on,
        due_on=date(year.year, 7, 10) if kind == ReportKind.HALF_YEAR else date(year.year, 12, 20),
        state=TemplateState.ISSUED,
        issued_at=timezone.now(),
    )
    TemplateItem.objects.bulk_create(
        TemplateItem(template=template, position=n, kind=kind, code=code, label=f"Dòng {code}")
        for n, (kind, code) in enumerate(ITEMS, start=1)
    )
    return template


def _reports(template: ReportTemplate, units: Sequence[tuple[int, str]]) -> None:
    reports, versions = new_ids(PeriodicReport, len(units)), new_ids(ReportVersion, len(units))
    at = _noon(template.due_on)
    sent = [number % LAST_ONE_MISSING != 0 for number in range(len(units))]
    copy_rows(
        PeriodicReport,
        ("id", "template", "unit", "unit_name", "order", "state", "sent_version", "submitted_at"),
        (
            (pk, template.pk, unit, name, n, *_state(version, at, sent=is_sent))
            for n, (pk, version, is_sent, (unit, name)) in enumerate(zip(reports, versions, sent, units, strict=True))
        ),
    )
    copy_rows(
        ReportVersion,
        ("id", "report", "number", "locked_at", "sha256", "receipt_number"),
        (
            (version, pk, 1, at if is_sent else None, "0" * 64 if is_sent else "", f"T-{version}" if is_sent else None)
            for pk, version, is_sent in zip(reports, versions, sent, strict=True)
        ),
    )
    items = list(template.items.order_by("position").values_list("pk", "kind"))
    copy_rows(
        ReportLine,
        ("report_version", "item", "amount", "numerator", "denominator", "is_estimate", "text"),
        (
            (version, item, *_said(kind, n + place))
            for n, version in enumerate(versions)
            for place, (item, kind) in enumerate(items)
        ),
    )
    duty = Duty.objects.create(
        year=template.year, code=template.duty_code, label=template.label, due_on=template.due_on
    )
    copy_rows(
        Obligation,
        ("duty", "unit", "first_fulfilled_at", "fulfilled_at"),
        (
            (duty.pk, unit, at if is_sent else None, at if is_sent else None)
            for (unit, _name), is_sent in zip(units, sent, strict=True)
        ),
    )


def _state(version: int, at: datetime, *, sent: bool) -> tuple:
    return (ReportState.SUBMITTED, version, at) if sent else (ReportState.DRAFT, None, None)


def _said(kind: str, seed: int) -> tuple:
    """(amount, numerator, denominator, is_estimate, text) of a line; the same for the same seed."""
    if kind == ItemKind.AMOUNT:
        return (Decimal(seed % 90), None, None, seed % 7 == 0, "")
    if kind == ItemKind.RATE:
        return (None, Decimal(seed % 40), Decimal(40 + seed % 60), False, "")
    return (None, None, None, False, "Nội dung thử")


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
