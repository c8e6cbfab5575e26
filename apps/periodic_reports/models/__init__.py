from apps.periodic_reports.models.consolidation import Consolidation
from apps.periodic_reports.models.line import ReportLine
from apps.periodic_reports.models.report import PeriodicReport, ReportVersion
from apps.periodic_reports.models.template import ReportTemplate, TemplateItem

__all__ = ["Consolidation", "PeriodicReport", "ReportLine", "ReportTemplate", "ReportVersion", "TemplateItem"]
