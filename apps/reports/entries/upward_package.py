"""The package that goes with a tờ trình cấp trên: one file with a table of contents."""

from django.utils.translation import gettext_lazy

from apps.awards.models import UpwardSubmission
from apps.reports import registry
from apps.reports.entries.upwards import find_as
from apps.reports.renderers import upward_package

REPORT = registry.Report(
    name="upward_package",
    title=gettext_lazy("Gói hồ sơ trình cấp trên"),
    description=gettext_lazy(
        "Tờ trình, danh sách, biên bản họp Hội đồng và hồ sơ của các đơn vị trong một tệp nén, kèm mục lục."
    ),
    scope=gettext_lazy("Tờ trình cấp trên"),
    params=("upward",),
    title_is_public=True,
    visible=UpwardSubmission.objects.visible_to,
    find=find_as("Gói hồ sơ trình cấp trên", "goi-ho-so"),
    build=lambda subject: subject.objects[0],
    renderers={registry.ZIP: upward_package.pack},
)
