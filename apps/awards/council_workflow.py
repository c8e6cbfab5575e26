"""Flow of a session of a council."""

from django.utils.translation import gettext_lazy as _

from apps.awards.council_enums import SessionState as S
from apps.core.flow import Flow, Transition

SESSION_FLOW = Flow(
    Transition("open", frozenset({S.PLANNED}), S.IN_SESSION, _("Khai mạc phiên họp")),
    Transition("conclude", frozenset({S.IN_SESSION}), S.CONCLUDED, _("Kết thúc phiên họp")),
    Transition("reopen", frozenset({S.CONCLUDED}), S.IN_SESSION, _("Mở lại phiên họp")),
)
