"""The states of a plan of activities."""

from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import PlanState as S
from apps.core.flow import Flow, Transition

PLAN_FLOW = Flow(Transition("issue", frozenset({S.DRAFT}), S.ISSUED, _("Ban hành")))
