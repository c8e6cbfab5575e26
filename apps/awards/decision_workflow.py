"""Flow of a decision on awards: draft → issued → corrected / revoked → restored; no step goes back to the draft."""

from django.utils.translation import gettext_lazy as _

from apps.awards.decision_enums import IN_FORCE
from apps.awards.decision_enums import DecisionState as S
from apps.core.flow import Flow, Transition

DECISION_FLOW = Flow(
    Transition("issue", frozenset({S.DRAFT}), S.ISSUED, _("Ban hành")),
    Transition("correct", frozenset(IN_FORCE), S.CORRECTED, _("Đính chính")),
    Transition("revoke", frozenset(IN_FORCE), S.REVOKED, _("Hủy bỏ")),
    Transition("restore", frozenset({S.REVOKED}), S.RESTORED, _("Khôi phục hiệu lực")),
)
