"""Báo cáo thành tích: written once from the results of the unit; an entry that serves another award is flagged."""

from collections.abc import Iterable
from datetime import datetime

from apps.audit.trail import operation, record
from apps.awards import queries, rules
from apps.awards.domain.making import lock_proposal, require_editable, touch
from apps.awards.enums import ReportForm
from apps.awards.models import AchievementReport, AwardProposal, Nominee, ReportEntry
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.kept import kept_language
from apps.core.text import clean
from apps.core.versions import require_version
from apps.registry.queries import awards_of_person, awards_of_unit
from apps.results.models import ResultEntry
from apps.results.sentences import sentence_of

MOST_NAMED = 30
TEXTS = ("situation", "achievements", "awards_held")


def form_for(nominee: Nominee, proposal: AwardProposal) -> str:
    """The form that the type of the proposal and the kind of the nominee ask for."""
    own = ReportForm.INDIVIDUAL if nominee.is_individual else ReportForm.COLLECTIVE
    return rules.form_of_type(proposal.type) or own


def results_of(nominee: Nominee, proposal: AwardProposal):
    """Results of the nominee's unit in the years of the achievement, newest first; none of a unit that is only named
    (``queries.known_units``).
    """
    years = range(proposal.period_from, proposal.period_to + 1)
    units = queries.known_units(proposal, [nominee.unit_id or proposal.unit_id])
    return ResultEntry.objects.filter(unit_id__in=units, year__in=years).for_list()


def offered(nominee: Nominee, proposal: AwardProposal, report: AchievementReport | None) -> list[ResultEntry]:
    """The newest results, and whatever the stored report rests on: nothing that stands there is left out of sight."""
    newest = list(results_of(nominee, proposal)[:MOST_NAMED])
    if report is None:
        return newest
    units = queries.known_units(proposal, [nominee.unit_id or proposal.unit_id])
    older = ResultEntry.objects.filter(report_uses__report=report, unit_id__in=units)
    older = older.exclude(pk__in=[entry.pk for entry in newest])
    return [*newest, *older.for_list()]


def prefilled(nominee: Nominee, proposal: AwardProposal, entries: Iterable[ResultEntry]) -> dict[str, str]:
    """What our records already know: results and awards held, as text to be written on."""
    held = None
    if queries.known_people(proposal, [nominee.person_id]):
        held = awards_of_person(nominee.person_id)
    elif not nominee.is_individual and queries.known_units(proposal, [nominee.unit_id]):
        held = awards_of_unit(nominee.unit_id)
    with kept_language():
        lines = [
            f"- {award.award_type.name}: {award.grant.document.symbol}, {format_date(award.granted_on)}"
            for award in (held[:MOST_NAMED] if held is not None else ())
        ]
        return {
            "situation": _situation(nominee),
            "achievements": "\n".join(f"- {sentence_of(entry)}" for entry in entries),
            "awards_held": "\n".join(lines),
        }


def _situation(nominee: Nominee) -> str:
    parts = [nominee.recipient, nominee.post, nominee.unit_name if nominee.is_individual else ""]
    return ", ".join(filter(None, parts)) + "."


@operation()
def write_report(
    *,
    nominee_id: int,
    texts: dict[str, str],
    entry_ids: Iterable[int],
    version: int,
    actor: Actor,
    now: datetime,
    form: str = "",
    shown_ids: Iterable[int] | None = None,
) -> AchievementReport:
    """Save the report; ``version`` 0 for the first time. Entries that are not of the nominee's unit are left out.

    ``shown_ids``: what the writer saw; only of these one that was not chosen leaves the report. None: all.

    Raises StaleVersion, NotEditable, YearClosed.
    """
    proposal = lock_proposal(Nominee.objects.values_list("proposal_id", flat=True).get(pk=nominee_id))
    require_editable(proposal)
    nominee = Nominee.objects.select_related("award").get(pk=nominee_id)
    report = AchievementReport.objects.filter(nominee=nominee).first()
    report = report or AchievementReport(nominee=nominee, version=0)
    require_version(report, version)
    report.form = form or form_for(nominee, proposal)
    report.form_code = rules.form_code(report.form, queries.rules_day(proposal, now))
    for name in TEXTS:
        setattr(report, name, clean(texts.get(name, ""), multiline=True))
    report.version += 1
    report.saved_by_label, report.saved_at = actor.label, now
    report.save()
    stored = set(report.entries.values_list("entry_id", flat=True))
    entry_ids = set(entry_ids)
    chosen = set(results_of(nominee, proposal).filter(pk__in=entry_ids).order_by().values_list("pk", flat=True))
    chosen |= stored & entry_ids
    left = stored - chosen if shown_ids is None else (stored - chosen) & set(shown_ids)
    report.entries.filter(entry_id__in=left).delete()
    ReportEntry.objects.bulk_create(ReportEntry(report=report, entry_id=pk) for pk in sorted(chosen - stored))
    touch(proposal, actor, now)
    after = {"form": report.form, "entries": sorted(chosen | (stored - left))}
    record("awards.report.write", actor=actor, target=nominee, at=now, after=after)
    return report
