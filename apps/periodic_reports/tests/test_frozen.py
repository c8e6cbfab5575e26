"""What was sent and what was taken over stays, whoever writes to the database."""

import pytest
from django.db import ProgrammingError, transaction

from apps.periodic_reports.domain.consolidating import consolidate
from apps.periodic_reports.models import Consolidation, ReportLine, ReportVersion
from apps.periodic_reports.tests.factories import NOW, SYSTEM, issued_template, report_of, send

pytestmark = pytest.mark.django_db


def test_sent_version_its_lines_and_a_consolidation_do_not_change():
    report = send(report_of(issued_template(1)))
    consolidate(template_id=report.template_id, actor=SYSTEM, now=NOW)
    for model, column in ((ReportVersion, "sha256"), (ReportLine, "note"), (Consolidation, "made_by_label")):
        with pytest.raises(ProgrammingError), transaction.atomic():
            model.objects.update(**{column: "khác"})
    with pytest.raises(ProgrammingError), transaction.atomic():
        ReportLine.objects.all().delete()
