"""Who rests on a recognised initiative or research: of several ways to an award only those who need it show it."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, Func, TextField
from django.db.models.functions import MD5, Concat

from apps.awards.models import Nominee
from apps.catalog.domain.eligibility import Outcome
from apps.catalog.enums import GroupMode
from apps.catalog.facts import split

WORKS = frozenset({"initiatives_in_year", "initiatives_in_period", "works_in_period", "research_in_year"})


def needs_works(findings: list[dict]) -> bool:
    """Whether a nominee's kept findings ask for recognised works: no other way of the same choice is met ("hoàn thành
    xuất sắc nhiệm vụ" of Điều 23). Of whom nothing was found, the list of papers of the law stands as it is.
    """
    needs = [need for part in (findings[0]["parts"] if findings else ()) if (need := _need(part)) is not None]
    return any(needs) or not needs


def who_needs_works(nominees: Iterable[Nominee]) -> dict[tuple[int, str], set[int]]:
    """(award, subject) → those of whom ``needs_works``, of rows that are read already with what was found. No query."""
    needing: dict[tuple[int, str], set[int]] = defaultdict(set)
    for each in nominees:
        if needs_works(each.findings):
            needing[each.award_id, each.subject].add(each.pk)
    return needing


def nominees_needing_works(nominees) -> dict[tuple[int, str], set[int]]:
    """(award, subject) → nominees of the queryset of whom ``needs_works``. Two queries: findings are long, so that only
    one of each shape is read; thousands of people have the same few.
    """
    shape = MD5(Concat(*map(_told, ("fact", "mode", "outcome"))))
    alike: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for *line, found in nominees.order_by().values_list("pk", "award_id", "subject", shape):
        alike[found].append(tuple(line))
    firsts = nominees.filter(pk__in=[lines[0][0] for lines in alike.values()]).order_by()
    findings = dict(firsts.values_list("pk", "findings"))
    needing: dict[tuple[int, str], set[int]] = defaultdict(set)
    for lines in alike.values():
        if needs_works(findings[lines[0][0]]):
            for pk, award, subject in lines:
                needing[award, subject].add(pk)
    return needing


def _told(key: str) -> Func:
    """What ``needs_works`` reads under the key, in the order of the conditions, without their texts."""
    template = f"jsonb_path_query_array(%(expressions)s, '$[0].parts.**.{key}')::text"
    return Func(F("findings"), template=template, output_field=TextField())


def _need(part: dict) -> bool | None:
    """None: a condition that has nothing to do with works."""
    if "group" not in part:
        return True if split(part["fact"])[0] in WORKS else None
    inner = [(each, _need(each)) for each in part["parts"]]
    needs = [need for _each, need in inner if need is not None]
    if not needs:
        return None
    if part["mode"] == GroupMode.ANY:
        return all(needs) and not any(need is None and each["outcome"] == Outcome.MET for each, need in inner)
    return any(needs)
