"""Proposals, councils, decisions."""

from django.utils.translation import gettext_lazy as _

from apps.dashboard.actions.looks import ActionLook

ACTIONS = {
    "awards.proposal.open": ActionLook(_("Lập hồ sơ đề nghị khen thưởng"), group="paper"),
    "awards.proposal.change": ActionLook(_("Sửa thông tin hồ sơ đề nghị")),
    "awards.proposal.add_nominees": ActionLook(_("Thêm vào danh sách đề nghị")),
    "awards.proposal.remove_nominee": ActionLook(_("Bỏ khỏi danh sách đề nghị")),
    "awards.proposal.assess": ActionLook(_("Kiểm tra lại điều kiện của danh sách")),
    "awards.proposal.send_to_leader": ActionLook(_("Trình lãnh đạo hồ sơ đề nghị")),
    "awards.proposal.return_to_officer": ActionLook(_("Yêu cầu sửa lại hồ sơ đề nghị trong đơn vị")),
    "awards.proposal.print": ActionLook(_("In tờ trình để trình ký")),
    "awards.proposal.submit": ActionLook(_("Gửi hồ sơ đề nghị khen thưởng"), "sent", "paper"),
    "awards.proposal.return": ActionLook(_("Yêu cầu bổ sung hồ sơ đề nghị"), "alert", "paper"),
    "awards.proposal.verify": ActionLook(_("Thẩm định hồ sơ đề nghị"), "done", "paper"),
    "awards.proposal.withdraw": ActionLook(_("Rút hồ sơ đề nghị"), "alert", "paper"),
    "awards.proposal.to_council": ActionLook(_("Trình Hội đồng hồ sơ đề nghị"), "sent"),
    "awards.proposal.back_from_council": ActionLook(_("Đưa hồ sơ ra khỏi phiên họp")),
    "awards.proposal.recommend": ActionLook(_("Hội đồng đề nghị khen thưởng"), "done"),
    "awards.proposal.not_recommend": ActionLook(_("Hội đồng không đề nghị khen thưởng"), "alert"),
    "awards.proposal.decide": ActionLook(_("Quyết định theo hồ sơ đề nghị"), "done"),
    "awards.proposal.undecide": ActionLook(_("Bỏ quyết định theo hồ sơ đề nghị"), "alert"),
    "awards.proposal.undecide_unvoted": ActionLook(_("Bỏ quyết định theo hồ sơ đề nghị"), "alert"),
    "awards.nominee.change": ActionLook(_("Sửa dòng đề nghị")),
    "awards.meeting.write": ActionLook(_("Ghi biên bản họp bình xét")),
    "awards.meeting.vote": ActionLook(_("Ghi phiếu bình xét")),
    "awards.report.write": ActionLook(_("Viết báo cáo thành tích")),
    "awards.paper.add": ActionLook(_("Thêm văn bản vào hồ sơ đề nghị")),
    "awards.paper.remove": ActionLook(_("Bỏ văn bản khỏi hồ sơ đề nghị")),
    "awards.paper.receive": ActionLook(_("Nhận bản giấy của hồ sơ đề nghị")),
    "awards.remark.answer": ActionLook(_("Trả lời yêu cầu bổ sung")),
    "awards.consultation.ask": ActionLook(_("Gửi hỏi ý kiến hiệp y"), "sent"),
    "awards.consultation.answer": ActionLook(_("Ghi ý kiến hiệp y")),
    "awards.comment.publish": ActionLook(_("Công khai lấy ý kiến"), "sent"),
    "awards.comment.note": ActionLook(_("Ghi ý kiến nhận được")),
    "awards.comment.send": ActionLook(_("Ý kiến gửi trên trang công khai")),
    "awards.comment.conclude": ActionLook(_("Ghi kết luận")),
}
