"""The mark beside each row: what the eligibility engine finds, with its reason. A warning; it refuses nobody."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from apps.catalog.domain.assessing import judge
from apps.catalog.domain.eligibility import Assessment, Finding, GroupFinding, Outcome, while_the_year_runs
from apps.catalog.enums import GroupMode
from apps.catalog.facts import Subject, is_shown_at_years_end
from apps.core.kept import kept_language
from apps.registrations.enums import Mark

MARKS = {
    Outcome.MET: Mark.MET,
    Outcome.UNKNOWN: Mark.UNKNOWN,
    Outcome.WARNED: Mark.WARNED,
    Outcome.BLOCKED: Mark.BLOCKED,
}
MOST_NAMED = 3


def mark_rows(rows: Iterable, *, year: int, on: date, is_over: bool) -> None:
    """Set ``mark`` and ``mark_reason`` of rows (RegistrationRow), by the rules of the day.

    As long as the year is not over (``is_over``), what only its end shows is unknown, not missed. The number of queries
    depends on the awards and the facts that their rules name, not on the rows.
    """
    together: dict[int, list] = defaultdict(list)
    with kept_language():
        for row in rows:
            if subject_of(row, year):
                together[row.award_id].append(row)
            else:
                row.mark = Mark.UNKNOWN
                row.mark_reason = _("Không có trong hồ sơ của hệ thống, nên chưa kiểm tra được điều kiện.")
        for award_id, group in together.items():
            subjects = list(dict.fromkeys(subject_of(row, year) for row in group))
            judged = judge(award_id=award_id, subjects=subjects, received_on=on, considered_on=on)
            for row in group:
                assessment = judged[subject_of(row, year)].counted.assessment
                assessment = assessment if is_over else while_the_year_runs(assessment)
                row.mark, row.mark_reason = MARKS[assessment.outcome], reason_of(assessment)


def subject_of(row, year: int) -> Subject | None:
    """The nominee as the engine knows it; None for whoever is not in our files."""
    pk = row.unit_id if row.is_collective else row.person_id
    return Subject(row.subject, pk, year) if pk else None


def reason_of(assessment: Assessment) -> str:
    """In one or two sentences why the mark stands: what is missed, or what is proven and what nobody knows yet."""
    outcome = assessment.outcome
    if outcome in {Outcome.WARNED, Outcome.BLOCKED}:
        return "; ".join(_texts(assessment.parts, outcome)[:MOST_NAMED])
    proven = [text for finding in assessment.findings() if (text := _proof(finding))]
    sentences = [f"{'; '.join(proven[:MOST_NAMED])}."] if proven else []
    later = _later(assessment)
    if later:
        sentences.append(_("Xét khi kết thúc năm: %(what)s.") % {"what": "; ".join(later[:MOST_NAMED])})
    unknown = [text for text in _texts(assessment.parts, Outcome.UNKNOWN) if text not in later]
    if unknown:
        named = "; ".join(unknown[:MOST_NAMED])
        more = len(unknown) - MOST_NAMED
        rest = " " + _("và %(n)s điều kiện khác") % {"n": more} if more > 0 else ""
        sentences.append(_("Chưa có dữ liệu: %(what)s%(rest)s.") % {"what": named, "rest": rest})
    return " ".join(filter(None, sentences)) or _("Đủ điều kiện theo dữ liệu hiện có.")


def _proof(finding: Finding) -> str:
    """How a condition that is met is known: the condition, decision and date."""
    return f"{finding.rule.label}: {finding.detail}" if finding.outcome == Outcome.MET and finding.detail else ""


def _later(assessment: Assessment) -> list[str]:
    """The conditions not known yet that only the end of the year shows."""
    found = [each for each in assessment.findings() if each.outcome == Outcome.UNKNOWN]
    return list(dict.fromkeys(_text(each) for each in found if is_shown_at_years_end(each.rule.fact)))


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
