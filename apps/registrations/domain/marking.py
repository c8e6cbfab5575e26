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
    read when the year is over, too. The number of queries depends on the awards and the facts that their rules name,
    not on the rows.
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
        return _some(_once(map(_name, _conditions(assessment.parts, outcome))))
    proven = [text for finding in assessment.findings() if (text := _proof(finding))]
    sentences = [f"{_some(proven)}."] if proven else []
    waiting = _conditions(assessment.parts, Outcome.UNKNOWN)
    if later := _once(_with_ways(part) for part in waiting if _is_later(part)):
        what = f"{_some(later)}{_rest(later)}"
        day = " " + _("(theo dữ liệu ngày %(day)s)") % {"day": format_date(told_on)} if told_on else ""
        sentences.append(_("Xét khi kết thúc năm: %(what)s.") % {"what": f"{what}{day}"})
    if unknown := _once(_name(part) for part in waiting if not _is_later(part)):
        sentences.append(_("Chưa có dữ liệu: %(what)s%(rest)s.") % {"what": _some(unknown), "rest": _rest(unknown)})
    return " ".join(filter(None, sentences)) or _("Đủ điều kiện theo dữ liệu hiện có.")


def _proof(finding: Finding) -> str:
    """How a condition that is met is known: the condition, decision and date."""
    return f"{finding.rule.label}: {finding.detail}" if finding.outcome == Outcome.MET and finding.detail else ""


def _conditions(parts: Iterable[Finding | GroupFinding], outcome: Outcome) -> list[Finding | GroupFinding]:
    """The conditions that stand at ``outcome``; "any of" counts as one condition, of "all of" each part."""
    found: list[Finding | GroupFinding] = []
    for part in parts:
        if part.outcome == outcome:
            whole = isinstance(part, Finding) or (part.group.mode == GroupMode.ANY and part.group.label)
            found += [part] if whole else _conditions(part.parts, outcome)
    return found


def _is_later(part: Finding | GroupFinding) -> bool:
    """Whether the end of the year shows a condition not known yet; of "any of", one of the ways that are open."""
    if isinstance(part, Finding):
        return is_shown_at_years_end(part.rule.fact)
    return any(map(_is_later, _conditions(part.parts, Outcome.UNKNOWN)))


def _with_ways(part: Finding | GroupFinding) -> str:
    """A condition that waits for the end of the year; "any of" with the ways that are open."""
    if isinstance(part, Finding):
        return _text(part)
    ways = [_name(each) for each in part.parts if each.outcome == Outcome.UNKNOWN]
    return f"{_name(part)} ({_some(ways)}{_rest(ways)})"


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


def _once(texts: Iterable[str]) -> list[str]:
    """Each text once, in order."""
    return list(dict.fromkeys(texts))
