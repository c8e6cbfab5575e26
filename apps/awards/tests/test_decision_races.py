"""Two people at once about decisions: one does it, the other is told; nothing stands twice."""

import threading

import pytest
from django.db import connections

from apps.awards.domain import decisions, revoking
from apps.awards.models import AwardDecision
from apps.awards.tests import council_world as world_of
from apps.awards.tests.council_world import BY, DAY, LATER, person_line
from apps.awards.tests.test_decisions import head, issue
from apps.core.errors import DomainError
from apps.registry.models import Award, AwardAct, GrantDocument
from apps.registry.tests.factories import DecisionFactory

REASON = {"reason": "Theo kết luận mới (minh họa)", **LATER}


def at_once(*acts) -> list[str]:
    """Each in a thread of its own, let go together; "done" or "told" of each, sorted."""
    barrier, ends = threading.Barrier(len(acts)), []

    def run(act):
        barrier.wait()
        try:
            act()
            ends.append("done")
        except DomainError:
            ends.append("told")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sorted(ends)


def draft(world) -> AwardDecision:
    """Without a vote: quick to make."""
    ids = [world.proposal(person_line()).nominees.get().pk]
    facts = {"year_id": world.year.pk, "head": head(), "simplified": "Luật Điều 85", "nominee_ids": ids}
    return decisions.draft_decision(**facts, **BY)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_decides_and_the_other_is_told():
    world = world_of.build()
    first, second, third = (draft(world) for _n in range(3))
    # The same click twice: both hear that it is done, the list stands in the registry once.
    twice = [lambda: issue(first, symbol="1/QĐ-KT", version=first.version)] * 2
    assert (at_once(*twice), GrantDocument.objects.count(), Award.objects.count()) == (["done", "done"], 1, 1)
    # One number for two decisions of one body and year.
    same = [lambda each=each: issue(each, symbol="2/QĐ-KT", version=each.version) for each in (second, third)]
    assert (at_once(*same), GrantDocument.objects.count(), Award.objects.count()) == (["done", "told"], 2, 2)
    assert AwardDecision.objects.filter(state="draft").count() == 1
    # A correction while the whole is cancelled: whoever comes second has not seen what the first did.
    line, version = first.lines.get(), AwardDecision.objects.get(pk=first.pk).version
    papers = DecisionFactory.create_batch(2, issued_on=DAY)
    fixed = {"line_id": line.pk, "version": 1, "changes": {"post": "Vụ trưởng"}, "document": papers[0], **REASON}
    gone = {"decision_id": first.pk, "version": version, "document": papers[1], "reason_code": "a", **REASON}
    acts = (lambda: revoking.correct_line(**fixed), lambda: revoking.revoke_decision(**gone))
    assert (at_once(*acts), AwardAct.objects.count()) == (["done", "told"], 1)
