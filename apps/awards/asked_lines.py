"""What was asked for a person or a collective, for its timeline: lines as they were sent, in what the reader sees."""

from collections.abc import Collection

from django.db.models import F, Prefetch

from apps.awards.enums import ASKED
from apps.awards.models import AwardProposal, Nominee, SubmittedNominee
from apps.awards.outcome_queries import went_on, with_answers, words_of
from apps.awards.status import status_word
from apps.catalog.enums import Subject
from apps.core.actor import Actor
from apps.core.dates import local
from apps.registry.asked_for import AskedFor

MOST = 100


def asked_lines(person_id: int | None, unit_ids: Collection[int], actor: Actor) -> list[AskedFor]:
    """Newest first, at most ``MOST``; four queries, one where nothing was asked."""
    seen = AwardProposal.objects.visible_to(actor).filter(state__in=ASKED).order_by().values("pk")
    lines = SubmittedNominee.objects.filter(submission__is_current=True, submission__proposal__in=seen)
    # The row of the dossier may name somebody else since: a returned one is edited.
    lines = lines.filter(name=F("nominee__name"), subject=F("nominee__subject"))
    if person_id is not None:
        lines = lines.filter(nominee__person_id=person_id)
    else:
        lines = lines.filter(subject=Subject.COLLECTIVE, nominee__unit_id__in=unit_ids)
    lines = lines.select_related("award", "submission__proposal__year__organiser")
    lines = lines.defer("findings", "report", "missed_targets", "submission__content")
    nominees = with_answers(Nominee.objects.defer("findings"), actor)
    lines = lines.prefetch_related(Prefetch("nominee", nominees)).order_by("-submission__sent_at", "-pk")
    return [_told(line) for line in lines[:MOST]]


def _told(line: SubmittedNominee) -> AskedFor:
    sending = line.submission
    proposal = sending.proposal
    return AskedFor(
        award=line.award.name,
        occasion=proposal.occasion,
        unit_name=proposal.unit_name,
        years="–".join(dict.fromkeys((str(proposal.period_from), str(proposal.period_to)))),
        receiver=proposal.year.organiser.name,
        sent_on=local(sending.sent_at).date(),
        word=status_word(proposal),
        words=tuple(words_of(line.nominee)) if went_on(proposal) else (),
        url=sending.get_absolute_url(),
    )
