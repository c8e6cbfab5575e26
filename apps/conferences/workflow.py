"""Flow of a conference."""

from django.utils.translation import gettext_lazy as _

from apps.conferences.enums import ConferenceState as S
from apps.core.flow import Flow, Transition

CONFERENCE_FLOW = Flow(
    Transition("open", frozenset({S.PLANNED}), S.IN_SESSION, _("Khai mạc")),
    Transition("conclude", frozenset({S.IN_SESSION}), S.CONCLUDED, _("Bế mạc")),
    Transition("reopen", frozenset({S.CONCLUDED}), S.IN_SESSION, _("Mở lại")),
    Transition("call_off", frozenset({S.PLANNED}), S.CALLED_OFF, _("Hoãn, hủy hội nghị")),
    Transition("plan_again", frozenset({S.CALLED_OFF}), S.PLANNED, _("Tổ chức lại hội nghị")),
)
