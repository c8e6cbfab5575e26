"""Flow of a unit's registration."""

from django.utils.translation import gettext_lazy as _

from apps.core.flow import Flow, Transition
from apps.registrations.enums import RegistrationState as S

REGISTRATION_FLOW = Flow(
    Transition("submit", frozenset({S.DRAFT, S.RETURNED}), S.SUBMITTED, _("Gửi")),
    Transition("return", frozenset({S.SUBMITTED, S.ACCEPTED}), S.RETURNED, _("Yêu cầu bổ sung")),
    Transition("accept", frozenset({S.SUBMITTED}), S.ACCEPTED, _("Tiếp nhận")),
    Transition("consolidate", frozenset({S.SUBMITTED, S.ACCEPTED, S.CONSOLIDATED}), S.CONSOLIDATED, _("Tổng hợp")),
    Transition("reopen", frozenset({S.SUBMITTED, S.ACCEPTED, S.CONSOLIDATED}), S.RETURNED, _("Mở lại cho đơn vị sửa")),
    Transition("correct", frozenset({S.SUBMITTED, S.ACCEPTED, S.CONSOLIDATED}), S.RETURNED, _("Sửa bản nhập thay")),
)
