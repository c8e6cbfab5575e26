"""What the trail's actions are called on screen. ``tests/test_actions.py`` finds actions that lack a name here."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ActionLook:
    """Name and tone of an action; ``group`` is the auditor's way to look for it."""

    label: object
    tone: str = "neutral"
    group: str = "other"


GROUPS = {
    "exception": _("Nhập thay, mở lại, gia hạn"),
    "merge": _("Sáp nhập, chia tách, gộp hồ sơ"),
    "purge": _("Xóa nội dung văn bản"),
    "impersonation": _("Thao tác thay người khác"),
    "second_factor": _("Đặt lại xác thực hai bước"),
    "after_final": _("Sửa điểm sau khi chốt"),
    "regrade": _("Kiểm tra, thẩm định, chốt điểm"),
    "right": _("Quyền được cấp"),
    "paper": _("Lập, gửi, trả lại"),
    "ranking": _("Xếp hạng, công bố"),
    "other": _("Việc khác"),
}

# What "Việc ngoài lệ" lists: steps outside of the usual way.
EXCEPTIONAL = ("exception", "after_final", "merge", "purge", "impersonation", "second_factor")

ACTIONS: dict[str, ActionLook] = {
    "accounts.user.create": ActionLook(_("Lập tài khoản"), group="right"),
    "accounts.user.change_profile": ActionLook(_("Sửa thông tin của mình")),
    "accounts.user.lock": ActionLook(_("Khóa tài khoản"), "alert", "right"),
    "accounts.password.change": ActionLook(_("Đổi mật khẩu")),
    "accounts.second_factor.add": ActionLook(_("Thêm cách xác thực hai bước")),
    "accounts.second_factor.remove": ActionLook(_("Bỏ cách xác thực hai bước"), "alert"),
    "accounts.second_factor.reset": ActionLook(_("Quản trị đặt lại xác thực hai bước"), "alert", "second_factor"),
    "accounts.second_factor.shut": ActionLook(_("Tạm khóa vì nhập sai mã nhiều lần"), "alert"),
    "accounts.recovery_code.renew": ActionLook(_("Tạo mã dự phòng mới")),
    "accounts.recovery_code.show": ActionLook(_("Xem mã dự phòng")),
    "accounts.recovery_code.use": ActionLook(_("Đăng nhập bằng mã dự phòng"), "alert"),
    "accounts.sign_in.end": ActionLook(_("Kết thúc một phiên đăng nhập")),
    "accounts.sign_in.end_others": ActionLook(_("Kết thúc các phiên đăng nhập khác")),
    "accounts.identity.link": ActionLook(_("Liên kết đăng nhập một lần"), group="right"),
    "accounts.impersonation.start": ActionLook(_("Bắt đầu xem với tư cách người khác"), "alert", "impersonation"),
    "accounts.impersonation.end": ActionLook(_("Thôi xem với tư cách người khác"), group="impersonation"),
    "accounts.impersonation.read": ActionLook(_("Xem một trang với tư cách người khác"), group="impersonation"),
    "accounts.impersonation.write": ActionLook(_("Gửi một biểu mẫu với tư cách người khác"), "alert", "impersonation"),
    "accounts.slip_batch.issue": ActionLook(_("Cấp phiếu tài khoản"), group="right"),
    "accounts.slip_batch.print": ActionLook(_("In phiếu tài khoản"), group="right"),
    "accounts.slip.use": ActionLook(_("Tự đặt mật khẩu bằng phiếu")),
    "accounts.password.set": ActionLook(_("Quản trị đặt mật khẩu của một tài khoản"), "alert", "right"),
    "accounts.password.reset": ActionLook(_("Cấp lại mật khẩu"), "alert", "right"),
    "units.role.give": ActionLook(_("Phân công vai trò"), group="right"),
    "units.role.change": ActionLook(_("Sửa phân công vai trò"), group="right"),
    "units.role.end": ActionLook(_("Kết thúc phân công vai trò"), "alert", "right"),
    "units.delegation.give": ActionLook(_("Ủy quyền trong thời gian vắng mặt"), group="right"),
    "units.delegation.end": ActionLook(_("Kết thúc ủy quyền"), group="right"),
    "clusters.head_term.change": ActionLook(_("Sửa nhiệm vụ Trưởng, Phó Trưởng Cụm"), group="right"),
    "clusters.head_term.appoint": ActionLook(_("Giao nhiệm vụ Trưởng, Phó Trưởng Cụm"), group="right"),
    "units.unit.found": ActionLook(_("Lập đơn vị")),
    "units.unit.edit": ActionLook(_("Sửa thông tin đơn vị")),
    "units.unit.rename": ActionLook(_("Đổi tên đơn vị")),
    "units.unit.move": ActionLook(_("Chuyển đơn vị cấp trên")),
    "units.unit.merge": ActionLook(_("Sáp nhập đơn vị"), "sent", "merge"),
    "units.unit.split": ActionLook(_("Chia, tách đơn vị"), "sent", "merge"),
    "units.unit.dissolve": ActionLook(_("Giải thể đơn vị"), "alert", "merge"),
    "units.units.import": ActionLook(_("Nhập danh sách đơn vị từ tệp")),
    "units.person.create": ActionLook(_("Lập hồ sơ cá nhân")),
    "units.person.update": ActionLook(_("Sửa hồ sơ cá nhân")),
    "units.person.merge": ActionLook(_("Gộp hồ sơ cá nhân"), "alert", "merge"),
    "units.person.tie_account": ActionLook(_("Gắn hồ sơ cá nhân với tài khoản"), group="right"),
    "units.person.import": ActionLook(_("Nhập danh sách cá nhân")),
    "units.posting.add": ActionLook(_("Thêm vị trí công tác")),
    "units.posting.change": ActionLook(_("Sửa vị trí công tác")),
    "units.posting.end": ActionLook(_("Kết thúc vị trí công tác")),
    "units.posting.end_many": ActionLook(_("Kết thúc vị trí công tác của nhiều người"), "alert"),
    "units.posting.transfer": ActionLook(_("Chuyển công tác")),
    "units.posting.second": ActionLook(_("Biệt phái")),
    "units.rating.give": ActionLook(_("Ghi xếp loại chất lượng")),
    "units.discipline.note": ActionLook(_("Ghi kỷ luật")),
    "units.discipline.clear": ActionLook(_("Ghi hết hiệu lực kỷ luật")),
    "units.training.note": ActionLook(_("Ghi bồi dưỡng nghiệp vụ")),
    "clusters.head_term.end": ActionLook(_("Kết thúc nhiệm vụ Trưởng, Phó Trưởng Cụm"), group="right"),
    "clusters.cluster_year.members": ActionLook(_("Sửa thành viên Cụm thi đua của năm")),
    "clusters.cluster_year.form": ActionLook(_("Lập Cụm thi đua của năm")),
    "periods.year.open": ActionLook(_("Mở năm thi đua")),
    "periods.year.start_closing": ActionLook(_("Bắt đầu tổng kết năm")),
    "periods.year.close": ActionLook(_("Khóa sổ năm thi đua"), "final"),
    "periods.year.reopen": ActionLook(_("Mở lại năm thi đua"), "alert", "exception"),
    "registry.grant.enter": ActionLook(_("Nhập quyết định khen thưởng"), group="paper"),
    "registry.grant.add_awards": ActionLook(_("Thêm danh sách khen thưởng"), group="paper"),
    "registry.grant.publish": ActionLook(_("Đổi việc công khai danh sách khen thưởng")),
    "registry.award.correct": ActionLook(_("Đính chính khen thưởng"), "alert"),
    "registry.award.cancel": ActionLook(_("Hủy bỏ quyết định khen thưởng"), "alert"),
    "registry.award.restore": ActionLook(_("Khôi phục hiệu lực khen thưởng"), "alert"),
    "registry.reliance.settle": ActionLook(_("Kết luận về khen thưởng cần xem lại")),
    "registry.initiative.enter": ActionLook(_("Nhập sáng kiến, đề tài"), group="paper"),
    "registry.campaign.open": ActionLook(_("Mở đợt khen thưởng")),
    "registry.campaign.move": ActionLook(_("Đổi tình trạng đợt khen thưởng")),
    "registry.hold.begin": ActionLook(_("Tạm dừng xét khen thưởng"), "alert"),
    "registry.hold.end": ActionLook(_("Kết thúc tạm dừng xét khen thưởng")),
    "registry.letter.make": ActionLook(_("Lập phiếu kiểm tra điều kiện"), group="paper"),
    "registry.letter.recheck": ActionLook(_("Kiểm tra lại điều kiện")),
    "catalog.row.create": ActionLook(_("Thêm dòng danh mục khen thưởng")),
    "catalog.row.revise": ActionLook(_("Sửa danh mục khen thưởng")),
    "catalog.row.end": ActionLook(_("Kết thúc hiệu lực một dòng danh mục")),
    "documents.document.file": ActionLook(_("Vào sổ văn bản"), group="paper"),
    "documents.document.change": ActionLook(_("Sửa văn bản"), group="paper"),
    "documents.document.remove": ActionLook(_("Xóa văn bản khỏi sổ"), "alert", "paper"),
    "documents.document.attach": ActionLook(_("Thêm tệp của văn bản"), group="paper"),
    "documents.document.detach": ActionLook(_("Bỏ tệp của văn bản"), group="paper"),
    "documents.signed_copy.receive_paper": ActionLook(_("Đã nhận bản giấy"), "done", "paper"),
    "documents.attachment.purge": ActionLook(_("Gỡ bỏ nội dung tệp"), "alert", "purge"),
    "documents.sheet_import.start": ActionLook(_("Nhận bảng tính để nhập")),
    "documents.sheet_import.correct": ActionLook(_("Nộp lại tệp bảng tính đã sửa")),
    "documents.sheet_import.answer": ActionLook(_("Trả lời điểm chưa rõ của bảng tính")),
    "documents.sheet_import.write": ActionLook(_("Ghi bảng tính vào hệ thống"), "done"),
    "documents.sheet_import.abandon": ActionLook(_("Bỏ lần nhập bảng tính"), "muted"),
    "documents.issued_file.issue": ActionLook(_("Phát hành văn bản có mã kiểm tra"), group="paper"),
    "obligations.duty.ask": ActionLook(_("Giao việc có thời hạn")),
    "obligations.duty.remind": ActionLook(_("Nhắc đơn vị"), "sent"),
    "obligations.duty.change": ActionLook(_("Đổi thời hạn chung")),
    "obligations.obligation.extend": ActionLook(_("Gia hạn"), "sent", "exception"),
    "scoring.criteria_set.import": ActionLook(_("Nhập bảng tiêu chí")),
    "scoring.criteria_set.arrange": ActionLook(_("Đặt các bước và mức xếp loại của bảng tiêu chí")),
    "scoring.scores.import": ActionLook(_("Nhập điểm từ tệp"), "sent", "exception"),
    "scoring.criteria_set.issue": ActionLook(_("Ban hành bảng tiêu chí"), "final"),
    "scoring.score_sheet.open": ActionLook(_("Mở tự chấm điểm")),
    "scoring.score_sheet.send_to_leader": ActionLook(_("Trình lãnh đạo"), "draft", "paper"),
    "scoring.score_sheet.return_to_officer": ActionLook(_("Lãnh đạo yêu cầu sửa lại"), "alert", "paper"),
    "scoring.score_sheet.print": ActionLook(_("In để trình ký"), "draft", "paper"),
    "scoring.score_sheet.submit": ActionLook(_("Gửi"), "sent", "paper"),
    "scoring.score_sheet.start_step": ActionLook(_("Tiếp nhận"), "done", "paper"),
    "scoring.score_sheet.return": ActionLook(_("Yêu cầu bổ sung"), "alert", "paper"),
    "scoring.score_sheet.finish_step": ActionLook(_("Hoàn thành kiểm tra"), "done", "regrade"),
    "scoring.score_sheet.agree_lines": ActionLook(_("Đồng ý các dòng còn lại"), group="regrade"),
    "scoring.score_sheet.reopen": ActionLook(_("Mở lại cho đơn vị sửa"), "alert", "exception"),
    "scoring.score_sheet.close_unsent": ActionLook(_("Đóng: không nộp, không xếp hạng"), "alert", "exception"),
    "scoring.score_line.save": ActionLook(_("Sửa dòng điểm")),
    "scoring.score_line.review": ActionLook(_("Chấm kiểm tra một dòng"), group="regrade"),
    "scoring.evidence.add": ActionLook(_("Thêm tài liệu minh chứng")),
    "scoring.evidence.remove": ActionLook(_("Bỏ tài liệu minh chứng")),
    "movements.role_model.suggest": ActionLook(_("Giới thiệu điển hình tiên tiến")),
    "movements.role_model.correct": ActionLook(_("Sửa nội dung điển hình tiên tiến")),
    "movements.role_model.nurture": ActionLook(_("Bồi dưỡng điển hình tiên tiến")),
    "movements.role_model.sum_up": ActionLook(_("Tổng kết điển hình tiên tiến")),
    "movements.role_model.spread": ActionLook(_("Nhân rộng điển hình tiên tiến"), "done"),
    "movements.role_model.stop": ActionLook(_("Thôi theo dõi điển hình tiên tiến"), "alert"),
    "movements.role_model.resume": ActionLook(_("Theo dõi lại điển hình tiên tiến")),
    "movements.role_model.recognise": ActionLook(_("Ghi khen thưởng của điển hình tiên tiến")),
    "movements.role_model.tell": ActionLook(_("Ghi một lần nhân rộng điển hình")),
    "movements.activity.add": ActionLook(_("Ghi hoạt động trong phong trào")),
    "movements.activity.correct": ActionLook(_("Sửa hoạt động trong phong trào")),
    "movements.activity.remove": ActionLook(_("Bỏ hoạt động trong phong trào"), "alert"),
    "movements.commitment.add": ActionLook(_("Ghi bản cam kết cá nhân")),
    "movements.commitment.remove": ActionLook(_("Bỏ ghi bản cam kết cá nhân"), "alert"),
    "movements.commitment_list.add": ActionLook(_("Tải lên danh sách ký cam kết")),
    "movements.evenness.remind": ActionLook(_("Nhắc đơn vị chưa có phong trào chuyên đề"), "sent"),
    "notifications.mail.resend": ActionLook(_("Gửi lại thư điện tử")),
    "notifications.mail_template.save": ActionLook(_("Sửa mẫu thư")),
    "notifications.mail_template.reset": ActionLook(_("Trở lại mẫu thư gốc")),
    "notifications.preference.save": ActionLook(_("Chọn cách nhận thông báo")),
    "audit.integrity.check": ActionLook(_("Kiểm tra tính toàn vẹn")),
    "jobs.job.cancel": ActionLook(_("Yêu cầu dừng việc chạy nền"), "alert"),
    "ranking.run.request": ActionLook(_("Yêu cầu tính xếp hạng"), group="ranking"),
    "ranking.run.compute": ActionLook(_("Tính xếp hạng"), group="ranking"),
    "ranking.run.publish": ActionLook(_("Công bố kết quả xếp hạng"), "final", "ranking"),
    "ranking.run.supersede": ActionLook(_("Thay thế kết quả xếp hạng"), "alert", "ranking"),
}

# What a unit wants to read under "Vừa thay đổi": the work of others on its papers, not each saved line.
TOLD_TO_UNIT = frozenset(
    {
        "obligations.obligation.extend",
        "scoring.score_sheet.return_to_officer",
        "scoring.score_sheet.submit",
        "scoring.score_sheet.start_step",
        "scoring.score_sheet.return",
        "scoring.score_sheet.finish_step",
        "scoring.score_sheet.reopen",
        "scoring.score_sheet.close_unsent",
        "ranking.run.publish",
    }
)


def actions_of(group: str) -> list[str]:
    return [action for action, look in ACTIONS.items() if look.group == group]


def look(action: str) -> ActionLook:
    """The name of an action; an unknown one is shown by its code rather than hidden."""
    return ACTIONS.get(action) or ActionLook(action)
