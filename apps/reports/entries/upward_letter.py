"""Tờ trình cấp trên with its list."""

from django.utils.translation import gettext_lazy

from apps.awards.models import UpwardSubmission
from apps.awards.upward_exports import upward_data
from apps.reports import registry
from apps.reports.entries.upwards import find_as
from apps.reports.renderers import upward_letter
from apps.reports.renderers.printed import renderers

REPORT = registry.Report(
    name="upward_letter",
    title=gettext_lazy("Tờ trình cấp trên, danh sách"),
    description=gettext_lazy("Tờ trình của cơ quan gửi cấp có thẩm quyền, kèm danh sách với số phiếu của Hội đồng."),
    scope=gettext_lazy("Tờ trình cấp trên"),
    params=("upward",),
    title_is_public=True,
    visible=UpwardSubmission.objects.visible_to,
    find=find_as("Tờ trình cấp trên", "to-trinh-cap-tren"),
    build=lambda subject: upward_data(subject.objects[0]),
    renderers={**renderers(upward_letter.compose), registry.XLSX: upward_letter.xlsx},
)
