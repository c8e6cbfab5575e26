"""Reports that people write, schedules of files."""

from django.utils.translation import gettext_lazy as _

from apps.dashboard.actions.looks import ActionLook

ACTIONS = {
    "reports.summary.begin": ActionLook(_("Lập báo cáo tổng kết"), group="paper"),
    "reports.summary.save": ActionLook(_("Soạn báo cáo tổng kết")),
    "reports.summary.hand_over": ActionLook(_("Chuyển báo cáo tổng kết vào tài liệu hội nghị"), "sent", "paper"),
    "reports.summary.finish": ActionLook(_("Chốt báo cáo tổng kết"), "done", "paper"),
}
