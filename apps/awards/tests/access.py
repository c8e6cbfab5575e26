"""Who may open which page of proposals. The proposal is that of the second unit of the matrix's cluster."""

from apps.awards.domain import making, nominees, submitting
from apps.awards.domain.nominees import NomineeInput
from apps.awards.models import AwardProposal
from apps.core.actor import system_actor
from apps.registrations.tests.access import sent as sent_registration
from apps.registrations.tests.factories import award, load_awards
from emulation_portal.tests.matrix import Row
from emulation_portal.tests.matrix_world import NOW

MORE = {"actor": system_actor(), "now": NOW}


def begun(subject) -> AwardProposal:
    load_awards()
    unit, year = subject.sheet.unit, subject.cluster_year.year
    if found := AwardProposal.objects.filter(unit=unit, registration=None).first():
        return found
    batch = making.yearly_batch(year.year)
    proposal = making.open_proposal(unit_id=unit.pk, year_id=year.pk, batch=batch, **MORE)
    line = NomineeInput(award("TTLDXS").pk, "collective", unit_id=unit.pk)
    nominees.add_nominees(proposal_id=proposal.pk, lines=[line], **MORE)
    return proposal


def draft(subject) -> list:
    return [begun(subject).pk]


def sent(subject) -> list:
    proposal = begun(subject)
    if proposal.state == "draft":
        submitting.submit_proposal(proposal_id=proposal.pk, way="screen", **MORE)
    return [proposal.pk]


def line(subject) -> list:
    return [begun(subject).nominees.get().pk]


OWN = "401 404 404 200 200 404 404 404 404"

# In this order: what a later row is about has come further.
ROWS = [
    Row("awards:proposal-list", "401 200 200 200 200 200 200 200 200"),
    Row("awards:proposal-create", "401 200 200 200 200 200 403 403 403"),
    Row("awards:proposal-from-registration", "401 404 404 200 200 403 403 403 404", arguments=sent_registration),
    Row("awards:proposal-detail", OWN, arguments=draft),
    Row("awards:proposal-change", OWN, arguments=draft),
    Row("awards:proposal-assess", OWN, arguments=draft),
    Row("awards:nominee-list", OWN, arguments=draft),
    Row("awards:nominee-add", OWN, arguments=draft),
    Row("awards:nominee-paste", OWN, arguments=draft),
    Row("awards:nominee-template", OWN, arguments=draft),
    Row("awards:nominee-detail", OWN, arguments=line),
    Row("awards:nominee-change", OWN, arguments=line),
    Row("awards:nominee-remove", OWN, arguments=line),
]
