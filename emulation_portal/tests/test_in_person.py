"""An administrator who stands in for somebody signs, confirms, votes, publishes and gives rights nowhere."""

from dataclasses import replace

import pytest

from apps.clusters import plan_policies
from apps.clusters import policies as clusters
from apps.core.actor import Actor, Grant, system_actor
from apps.core.verdict import in_person
from apps.movements import policies as movements
from apps.periods import policies as periods
from apps.pledges import policies as pledges
from apps.ranking import policies as ranking
from apps.registry import policies as registry
from apps.scoring import consultation_policies, criteria_policies, review_policies
from apps.scoring import policies as scoring
from apps.units import account_policies, role_policies
from apps.units.enums import Role

POLICIES = [
    (scoring.can_confirm, 1),
    (scoring.can_send_paper, 1),
    (scoring.can_type_for, 1),
    (scoring.can_send_proxy, 1),
    (review_policies.can_decide, 1),
    (review_policies.can_finish, 1),
    (review_policies.can_assign, 1),
    (review_policies.can_sign_minutes, 1),
    (review_policies.can_consent, 1),
    (review_policies.can_send_link, 1),
    (review_policies.can_bring_paper, 1),
    (review_policies.can_remark, 1),
    (review_policies.can_answer, 1),
    (consultation_policies.can_consult, 1),
    (consultation_policies.can_confirm, 1),
    (consultation_policies.can_send_paper, 1),
    (criteria_policies.can_issue, 1),
    (ranking.can_publish, 1),
    (ranking.can_announce, 1),
    (ranking.can_decide, 1),
    (ranking.can_exclude, 1),
    (role_policies.can_give, 2),
    (role_policies.can_change, 1),
    (role_policies.can_end_any, 0),
    (role_policies.can_delegate, 1),
    (role_policies.can_end_delegation, 1),
    (account_policies.can_make_accounts, 1),
    (account_policies.can_reset, 1),
    (account_policies.can_print, 1),
    (clusters.can_appoint, 1),
    (movements.can_launch, 1),
    (movements.can_send_review, 1),
    (movements.can_judge_review, 1),
    (plan_policies.can_issue, 1),
    (pledges.can_open, 1),
    (pledges.can_close, 1),
    (pledges.can_sign, 2),
    (pledges.can_send_paper, 2),
    (pledges.can_proxy, 2),
    (pledges.can_withdraw, 1),
    (periods.can_organise, 1),
    (periods.can_manage, 1),
    (periods.can_open_first, 0),
    (registry.can_publish_grant, 1),
    (registry.can_act, 1),
    (registry.can_hold, 1),
    (registry.can_hold_any, 0),
]


class Anything:
    """Whatever a policy asks of its object: it must refuse before asking. Minutes only name their sheet."""

    sheet = None


@pytest.mark.parametrize(("policy", "objects"), POLICIES, ids=lambda each: getattr(each, "__qualname__", str(each)))
def test_who_stands_in_for_somebody_is_refused_with_the_reason(policy, objects):
    grants = tuple(Grant(role, 1, "0001", cluster_year_id=1) for role in Role)
    actor = Actor(7, "Bà Trần Thị Thử", grants, is_staff=True, impersonated_by=3)
    verdict = policy(actor, *[Anything() for _number in range(objects)])
    assert not verdict
    assert verdict.reason == in_person(actor).reason
    assert in_person(replace(actor, impersonated_by=None))
    assert in_person(system_actor())
