"""Steps of a role model. A clear deed may be summed up at once; nothing is spread that was not summed up."""

from django.utils.translation import gettext_lazy as _

from apps.core.flow import Flow, Transition
from apps.movements.role_model_enums import ModelStep as S

ROLE_MODEL_FLOW = Flow(
    Transition("nurture", frozenset({S.FOUND}), S.NURTURED, _("Ghi bồi dưỡng")),
    Transition("sum_up", frozenset({S.FOUND, S.NURTURED}), S.SUMMED_UP, _("Ghi tổng kết")),
    Transition("spread", frozenset({S.SUMMED_UP}), S.SPREAD, _("Ghi nhân rộng")),
    Transition("stop", frozenset({S.FOUND, S.NURTURED, S.SUMMED_UP}), S.STOPPED, _("Thôi theo dõi")),
    Transition("resume", frozenset({S.STOPPED}), S.FOUND, _("Theo dõi lại")),
)
