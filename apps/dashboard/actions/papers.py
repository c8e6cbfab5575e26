"""Reports that people write, schedules of files."""

from django.utils.translation import gettext_lazy as _

from apps.dashboard.actions.looks import ActionLook

ACTIONS = {
    "reports.summary.begin": ActionLook(_("Lập báo cáo tổng kết"), group="paper"),
    "reports.summary.save": ActionLook(_("Soạn báo cáo tổng kết")),
    "reports.summary.hand_over": ActionLook(_("Chuyển báo cáo tổng kết vào tài liệu hội nghị"), "sent", "paper"),
    "documents.issued_file.keep": ActionLook(_("Giữ tệp kết xuất không thời hạn")),
    "documents.issued_file.empty": ActionLook(_("Gỡ nội dung tệp kết xuất đã hết hạn lưu")),
    "reports.schedule.make": ActionLook(_("Lập báo cáo theo lịch")),
    "reports.schedule.run": ActionLook(_("Kết xuất ngay báo cáo theo lịch")),
    "reports.schedule.pause": ActionLook(_("Tạm dừng báo cáo theo lịch")),
    "reports.schedule.resume": ActionLook(_("Chạy tiếp báo cáo theo lịch")),
    "reports.schedule.stop": ActionLook(_("Dừng báo cáo theo lịch")),
    "reports.schedule.leave": ActionLook(_("Thôi nhận báo cáo theo lịch")),
    "reports.summary.finish": ActionLook(_("Chốt báo cáo tổng kết"), "done", "paper"),
}
