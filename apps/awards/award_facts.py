"""Facts that proposals know, for the eligibility engine: what was asked for, whom a cluster honoured."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from apps.awards.models import Nominee
from apps.catalog import facts
from apps.catalog.enums import Subject as SubjectKind
from apps.catalog.facts import Known, Subject


def _nominated(subjects: Iterable[Subject], codes: str):
    """Living nominations of the subjects for the awards, as (subject key, year, words); two queries at most."""
    asked: dict[str, set[int]] = defaultdict(set)
    for subject in subjects:
        asked[subject.kind].add(subject.pk)
    columns = {SubjectKind.INDIVIDUAL: "person_id", SubjectKind.COLLECTIVE: "unit_id"}
    for kind, ids in asked.items():
        rows = Nominee.objects.living().filter(subject=kind, award__code__in=codes.split(","))
        rows = rows.filter(**{f"{columns[kind]}__in": ids}).order_by("pk")
        values = rows.values_list(columns[kind], "proposal__period_to", "proposal__occasion", "option_id")
        for pk, year, occasion, option_id in values:
            yield (kind, pk, year), occasion, option_id


def proposed_same_year(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Whether the subject is put forward in the same year for one of the awards."""
    subjects = list(subjects)
    found = {key: occasion for key, occasion, _option in _nominated(subjects, argument)}
    answer = {}
    for subject in subjects:
        occasion = found.get((subject.kind, subject.pk, subject.year))
        answer[subject] = Known(occasion is not None, occasion or _("Chưa có trong hồ sơ đề nghị nào"))
    return answer


def honoured_by_cluster_vote(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Nominations that a certified ballot made; where there is none, nobody knows."""
    subjects = list(subjects)
    found = {key for key, _occasion, option in _nominated(subjects, argument) if option}
    words = _("Kết quả bỏ phiếu bình xét, suy tôn của Cụm")
    return {each: Known(True, words) for each in subjects if (each.kind, each.pk, each.year) in found}


def register() -> None:
    for function in (proposed_same_year, honoured_by_cluster_vote):
        facts.register(function.__name__, function)
