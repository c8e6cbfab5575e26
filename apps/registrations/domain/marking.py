"""The mark beside each row: what the eligibility engine finds, with its reason. A warning; it refuses nobody."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from apps.catalog.domain.assessing import judge
from apps.catalog.domain.eligibility import Assessment, Finding, GroupFinding, Outcome, while_the_year_runs
from apps.catalog.enums import GroupMode
from apps.catalog.facts import Subject, is_shown_at_years_end
from apps.core.dates import format_date, local
from apps.core.kept import kept_language
from apps.periods.models import EmulationYear
from apps.registrations.enums import Mark
from apps.registrations.queries import is_over, rules_day

MARKS = {
    Outcome.MET: Mark.MET,
    Outcome.UNKNOWN: Mark.UNKNOWN,
    Outcome.WARNED: Mark.WARNED,
    Outcome.BLOCKED: Mark.BLOCKED,
}
MOST_NAMED = 3


def mark_rows(rows: Iterable, *, year: EmulationYear, now: datetime) -> None:
    """Set ``mark`` and ``mark_reason`` of rows (RegistrationRow), by the rules of the day.

    As long as the year is not over, what only its end shows is unknown, not missed; the reason names the day, for it is
    read when the year is over, too. The number of queries
    depends on the awards and the facts that their rules name, not on the rows.
    """
    on, today, still_runs = rules_day(year, now), local(now).date(), not is_over(year, now)
    together: dict[int, list] = defaultdict(list)
    with kept_language():
        for row in rows:
            if subject_of(row, year.year):
                together[row.award_id].append(row)
            else:
                row.mark = Mark.UNKNOWN
                row.mark_reason = _("Không có trong hồ sơ của hệ thống, nên chưa kiểm tra được điều kiện.")
        for award_id, group in together.items():
            subjects = list(dict.fromkeys(subject_of(row, year.year) for row in group))
            judged = judge(award_id=award_id, subjects=subjects, received_on=on, considered_on=on)
            for row in group:
                assessment = judged[subject_of(row, year.year)].counted.assessment
                assessment = while_the_year_runs(assessment) if still_runs else assessment
                row.mark, row.mark_reason = MARKS[assessment.outcome], reason_of(assessment, today)


def subject_of(row, year: int) -> Subject | None:
    """The nominee as the engine knows it; None for whoever is not in our files."""
    pk = row.unit_id if row.is_collective else row.person_id
    return Subject(row.subject, pk, year) if pk else None


def reason_of(assessment: Assessment, told_on: date | None = None) -> str:
    """In one or two sentences why the mark stands: what is missed, or what is proven and what nobody knows yet.

    ``told_on``: the day is written beside what the end of the year will show.
    """
    outcome = assessment.outcome
    if outcome in {Outcome.WARNED, Outcome.BLOCKED}:
        return _some(_texts(assessment.parts, outcome))
    proven = [text for finding in assessment.findings() if (text := _proof(finding))]
    sentences = [f"{_some(proven)}."] if proven else []
    waiting = _waiting(assessment.parts)
    if later := [text for text, is_later in waiting if is_later]:
        what = f"{_some(later)}{_rest(later)}"
        day = " " + _("(theo dữ liệu ngày %(day)s)") % {"day": format_date(told_on)} if told_on else ""
        sentences.append(_("Xét khi kết thúc năm: %(what)s.") % {"what": f"{what}{day}"})
    if unknown := [text for text, is_later in waiting if not is_later]:
        sentences.append(_("Chưa có dữ liệu: %(what)s%(rest)s.") % {"what": _some(unknown), "rest": _rest(unknown)})
    return " ".join(filter(None, sentences)) or _("Đủ điều kiện theo dữ liệu hiện có.")


def _proof(finding: Finding) -> str:
    """How a condition that is met is known: the condition, decision and date."""
    return f"{finding.rule.label}: {finding.detail}" if finding.outcome == Outcome.MET and finding.detail else ""


def _waiting(parts: Iterable[Finding | GroupFinding]) -> list[tuple[str, bool]]:
    """The conditions not known yet, and whether the end of the year shows them; "any of" counts as one condition."""
    found: list[tuple[str, bool]] = []
    for part in parts:
        if part.outcome != Outcome.UNKNOWN:
            continue
        if isinstance(part, Finding):
            found.append((_text(part), is_shown_at_years_end(part.rule.fact)))
        elif part.group.mode == GroupMode.ANY and part.group.label:
            found.append(_one_of(part))
        else:
            found += _waiting(part.parts)
    return list(dict.fromkeys(found))


def _one_of(part: GroupFinding) -> tuple[str, bool]:
    """A group of which one is enough, as one condition; what the year may still show with the ways that are open."""
    label = str(part.group.label)
    if not any(is_later for _what, is_later in _waiting(part.parts)):
        return label, False
    ways = [_name(each) for each in part.parts if each.outcome == Outcome.UNKNOWN]
    return f"{label} ({_some(ways)}{_rest(ways)})", True


def _name(part: Finding | GroupFinding) -> str:
    return _text(part) if isinstance(part, Finding) else str(part.group.label)


def _some(texts: list[str]) -> str:
    return "; ".join(texts[:MOST_NAMED])


def _rest(texts: list[str]) -> str:
    """How many are not named."""
    more = len(texts) - MOST_NAMED
    return " " + _("và %(n)s điều kiện khác") % {"n": more} if more > 0 else ""


def _text(finding: Finding) -> str:
    return f"{finding.rule.label} ({finding.detail})" if finding.detail else str(finding.rule.label)


def _texts(parts: Iterable[Finding | GroupFinding], outcome: Outcome) -> list[str]:
    """The conditions that stand at ``outcome``; of "any of" the group is named, of "all of" the parts."""
    found = []
    for part in parts:
        if part.outcome != outcome:
            continue
        if isinstance(part, Finding):
            found.append(_text(part))
        elif part.group.mode == GroupMode.ANY and part.group.label:
            found.append(str(part.group.label))
        else:
            found += _texts(part.parts, outcome)
    return list(dict.fromkeys(found))
