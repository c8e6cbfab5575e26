"""States of a ranking run."""

from django.utils.translation import gettext_lazy as _

from apps.core.flow import Flow, Transition
from apps.ranking.enums import RunState as S

RUN_FLOW = Flow(
    Transition("compute", frozenset({S.QUEUED}), S.COMPUTING, _("Tính xếp hạng")),
    Transition("finish", frozenset({S.COMPUTING}), S.COMPUTED, _("Ghi kết quả")),
    Transition("publish", frozenset({S.COMPUTED}), S.PUBLISHED, _("Công bố")),
    Transition("supersede", frozenset({S.COMPUTED, S.PUBLISHED}), S.SUPERSEDED, _("Thay thế")),
)
