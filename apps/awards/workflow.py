"""Flow of a proposal: written and sent by the unit, verified by the receiving body, then council and decision."""

from django.utils.translation import gettext_lazy as _

from apps.awards.enums import ProposalState as S
from apps.core.flow import Flow, Transition

BEFORE_DECISION = frozenset(
    {S.DRAFT, S.SUBMITTED, S.RETURNED, S.VERIFIED, S.BEFORE_COUNCIL, S.RECOMMENDED, S.NOT_RECOMMENDED}
)

PROPOSAL_FLOW = Flow(
    Transition("submit", frozenset({S.DRAFT, S.RETURNED}), S.SUBMITTED, _("Gửi")),
    Transition("return", frozenset({S.SUBMITTED, S.VERIFIED}), S.RETURNED, _("Yêu cầu bổ sung")),
    Transition("reopen", frozenset({S.SUBMITTED, S.VERIFIED}), S.RETURNED, _("Mở lại cho đơn vị sửa")),
    Transition("correct", frozenset({S.SUBMITTED, S.VERIFIED}), S.RETURNED, _("Sửa bản nhập thay")),
    Transition("verify", frozenset({S.SUBMITTED}), S.VERIFIED, _("Xác nhận đã thẩm định")),
    Transition("to_council", frozenset({S.VERIFIED}), S.BEFORE_COUNCIL, _("Trình Hội đồng")),
    Transition("back_from_council", frozenset({S.BEFORE_COUNCIL}), S.VERIFIED, _("Đưa ra khỏi phiên họp")),
    Transition("recommend", frozenset({S.BEFORE_COUNCIL, S.NOT_RECOMMENDED}), S.RECOMMENDED, _("Hội đồng đề nghị")),
    Transition("not_recommend", frozenset({S.BEFORE_COUNCIL}), S.NOT_RECOMMENDED, _("Hội đồng không đề nghị")),
    # Simplified procedure (Luật Thi đua, khen thưởng, Điều 85) needs no vote: the decision may follow verification.
    Transition("decide", frozenset({S.VERIFIED, S.RECOMMENDED}), S.DECIDED, _("Quyết định")),
    Transition("undecide", frozenset({S.DECIDED}), S.RECOMMENDED, _("Bỏ quyết định")),
    Transition("undecide_unvoted", frozenset({S.DECIDED}), S.VERIFIED, _("Bỏ quyết định")),
    Transition("withdraw", BEFORE_DECISION, S.WITHDRAWN, _("Rút hồ sơ")),
)
