"""Councils, their sessions, decisions on awards."""

from django.utils.translation import gettext_lazy as _

from apps.dashboard.actions.looks import ActionLook

ACTIONS = {
    "awards.council.found": ActionLook(_("Ghi Hội đồng mới"), group="right"),
    "awards.council.change": ActionLook(_("Sửa thông tin Hội đồng"), group="right"),
    "awards.council.add_member": ActionLook(_("Thêm thành viên Hội đồng"), group="right"),
    "awards.council.end_member": ActionLook(_("Ghi thôi tham gia Hội đồng"), "alert", "right"),
    "awards.session.plan": ActionLook(_("Lập phiên họp Hội đồng")),
    "awards.session.change": ActionLook(_("Sửa thông tin phiên họp Hội đồng")),
    "awards.session.put_on_agenda": ActionLook(_("Đưa hồ sơ vào phiên họp")),
    "awards.session.take_off": ActionLook(_("Đưa hồ sơ ra khỏi chương trình phiên họp"), "alert"),
    "awards.session.open": ActionLook(_("Khai mạc phiên họp Hội đồng"), "sent"),
    "awards.session.conclude": ActionLook(_("Kết thúc phiên họp Hội đồng"), "done"),
    "awards.session.reopen": ActionLook(_("Mở lại phiên họp Hội đồng"), "alert"),
    "awards.session.record_results": ActionLook(_("Ghi kết quả bỏ phiếu của Hội đồng"), "done"),
    "awards.session.postpone": ActionLook(_("Để lại phiên sau"), "alert"),
    "awards.session.write_minutes": ActionLook(_("Soạn biên bản phiên họp Hội đồng"), group="paper"),
    "awards.session.sign_minutes": ActionLook(_("Tải lên biên bản phiên họp đã ký"), "done", "paper"),
    "awards.seat.answer": ActionLook(_("Xác nhận dự phiên họp Hội đồng")),
    "awards.seat.tick": ActionLook(_("Điểm danh phiên họp Hội đồng")),
    "awards.seat.read": ActionLook(_("Đọc hồ sơ trước phiên họp")),
    "awards.conflict.declare": ActionLook(_("Khai báo hồ sơ có liên quan"), "alert"),
    "awards.conflict.withdraw": ActionLook(_("Rút khai báo hồ sơ có liên quan"), "alert"),
    "awards.decision.draft": ActionLook(_("Soạn quyết định khen thưởng"), group="paper"),
    "awards.decision.change": ActionLook(_("Sửa dự thảo quyết định khen thưởng"), group="paper"),
    "awards.decision.add_lines": ActionLook(_("Thêm vào danh sách của quyết định"), group="paper"),
    "awards.decision.remove_line": ActionLook(_("Bỏ khỏi danh sách của quyết định"), group="paper"),
    "awards.decision.discard": ActionLook(_("Bỏ dự thảo quyết định"), "alert", "paper"),
    "awards.decision.issue": ActionLook(_("Ban hành quyết định khen thưởng"), "done", "paper"),
    "awards.decision.signed_text": ActionLook(_("Tải lên bản ký của quyết định khen thưởng"), "done", "paper"),
    "awards.decision.correct": ActionLook(_("Đính chính quyết định khen thưởng"), "alert", "paper"),
    "awards.decision.revoke": ActionLook(_("Hủy bỏ quyết định khen thưởng"), "alert", "paper"),
    "awards.certificate.replace": ActionLook(_("Lập lại giấy khen, bằng khen sau đính chính"), "alert", "paper"),
    "awards.layout.make": ActionLook(_("Lập mẫu in giấy khen, bằng khen"), group="paper"),
    "awards.layout.set": ActionLook(_("Sửa mẫu in giấy khen, bằng khen"), group="paper"),
    "awards.upward.draft": ActionLook(_("Lập tờ trình cấp trên"), group="paper"),
    "awards.upward.discard": ActionLook(_("Bỏ dự thảo tờ trình cấp trên"), "alert", "paper"),
    "awards.upward.send": ActionLook(_("Ghi số, ngày tờ trình cấp trên"), "done", "paper"),
    "awards.decision.restore": ActionLook(_("Khôi phục hiệu lực quyết định khen thưởng"), "done", "paper"),
}
