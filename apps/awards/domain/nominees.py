"""Writing the list of nominees: the whole post is checked before anything is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.audit.trail import operation, record
from apps.awards import queries
from apps.awards.domain.assessing import assess
from apps.awards.domain.dossier import let_go_papers
from apps.awards.domain.making import lock_proposal, require_editable, touch
from apps.awards.models import AwardProposal, Nominee
from apps.catalog.enums import Subject
from apps.catalog.models import AwardType
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError
from apps.core.text import clean, fold
from apps.core.versions import require_version
from apps.registry.domain.recipients import ReasonMissing, wrong_subject
from apps.registry.enums import Standing
from apps.units.models import Person, Posting, Unit
from apps.units.person_enums import PostingKind


class StandsTwice(DomainError):
    """The same person or collective with the same award."""


class NotInUnit(DomainError):
    """On the day the nominee does not belong to the unit, and no reason was given."""


class UnitGone(DomainError):
    """The unit had ceased to exist on the day."""


class WrongVotes(DomainError):
    default_message = gettext_lazy("Số phiếu đồng ý không thể nhiều hơn số người bỏ phiếu.")


class CountedInBallot(DomainError):
    """A certified ballot voted for this recipient and award; another one was not voted for."""

    default_message = gettext_lazy(
        "Số phiếu do kết quả bỏ phiếu ghi: không đổi được tập thể, cá nhân, danh hiệu, hình thức của dòng này."
    )


class BeforeCouncil(DomainError):
    """It stood before a council or stands in a decision, whose papers name it."""

    default_message = gettext_lazy(
        "Dòng này đã đưa ra phiên họp Hội đồng hoặc có trong quyết định: không bỏ được,"
        " không đổi được tập thể, cá nhân, danh hiệu, hình thức."
    )


class NobodyNamed(DomainError):
    default_message = gettext_lazy("Nhập tên tập thể, cá nhân.")


class NomineesRefused(DomainError):
    """Some lines of one post were refused, so none was written. ``errors``: place in the post → DomainError."""

    default_message = gettext_lazy("Chưa ghi: có dòng cần sửa.")

    def __init__(self, errors: Mapping[int, DomainError]):
        first = next(iter(errors.values()))
        super().__init__(str(first.message), field=first.field, code="nominees")
        self.errors = dict(errors)


@dataclass(frozen=True)
class NomineeInput:
    """One line as typed or read; ids where person or unit is one of ours. ``votes_for`` of ``votes_base``."""

    award_id: int
    subject: str
    name: str = ""
    person_id: int | None = None
    unit_id: int | None = None
    honorific: str = ""
    post: str = ""
    unit_name: str = ""
    standing: str = Standing.OFFICIAL
    standing_reason: str = ""
    achievement: str = ""
    votes_for: int | None = None
    votes_base: int | None = None
    option_id: int | None = None

    @property
    def key(self) -> tuple:
        """What stands once in a list."""
        if self.person_id:
            return self.award_id, "person", self.person_id
        if self.subject == Subject.COLLECTIVE and self.unit_id:
            return self.award_id, "unit", self.unit_id
        return self.award_id, self.subject, self.name.casefold(), self.unit_name.casefold(), self.post.casefold()

    @property
    def stands_for(self) -> tuple:
        """Who is asked what for, whatever is printed: what a vote was about."""
        who = self.person_id or (self.subject == Subject.COLLECTIVE and self.unit_id) or fold(self.name)
        return self.award_id, self.subject, who


INPUTS = tuple(NomineeInput.__dataclass_fields__)


def input_of(nominee: Nominee) -> NomineeInput:
    """The line as it is stored."""
    return NomineeInput(**{name: getattr(nominee, name) for name in INPUTS})


class Checker:
    """Holds lines against one proposal on a day: what it needs is read once for all of them (five queries)."""

    def __init__(self, proposal: AwardProposal, inputs: Iterable[NomineeInput], on: date):
        self.proposal, self.on = proposal, on
        inputs = list(inputs)
        self.awards = {award.pk: award for award in AwardType.objects.select_related("provision")}
        people = {each.person_id for each in inputs if each.person_id}
        self.people = {person.pk: person for person in Person.objects.filter(pk__in=people)}
        self.units = queries.own_units(proposal, on)
        strangers = {each.unit_id for each in inputs if each.unit_id} - set(self.units)
        self.strangers = {unit.pk: unit for unit in Unit.objects.filter(pk__in=strangers)}
        self.postings: dict[int, Posting] = {}
        here = Posting.objects.valid_on(on).filter(person_id__in=people, unit__path__startswith=proposal.unit.path)
        # The official post counts before one that is held beside it or for a time.
        rank = {PostingKind.OFFICIAL: 0, PostingKind.CONCURRENT: 1, PostingKind.SECONDED: 2}
        for posting in sorted(here.select_related("unit"), key=lambda each: rank[each.kind]):
            self.postings.setdefault(posting.person_id, posting)
        self.known = {input_of(nominee).key: nominee.pk for nominee in proposal.nominees.defer("findings")}

    def check(self, line: NomineeInput, *, own_id: int | None = None) -> NomineeInput:
        """The line with what our files know filled in; ``own_id``: the stored line that it changes.

        Raises WrongSubject, ReasonMissing, NotInUnit, UnitGone, StandsTwice, WrongVotes, NobodyNamed.
        """
        award = self.awards[line.award_id]
        if not award.fits(line.subject):
            raise wrong_subject(award, line.subject)
        line = self._filled(line)
        if not line.name:
            raise NobodyNamed(field="name")
        if line.standing != Standing.OFFICIAL and not line.standing_reason:
            raise ReasonMissing(
                _("%(name)s: ghi lý do của tư cách “%(standing)s”.")
                % {"name": line.name, "standing": Standing(line.standing).label},
                field="standing_reason",
            )
        if line.standing == Standing.OFFICIAL:
            self._require_here(line)
        if line.votes_for is not None and (line.votes_base is None or line.votes_for > line.votes_base):
            raise WrongVotes(field="votes_for")
        if self.known.get(line.key, own_id) != own_id:
            raise StandsTwice(
                _("%(name)s đã có trong danh sách với %(award)s.") % {"name": line.name, "award": award.name},
                field="name",
            )
        return line

    def _filled(self, line: NomineeInput) -> NomineeInput:
        words = {name: clean(getattr(line, name)) for name in ("name", "post", "unit_name", "achievement")}
        line = replace(line, **words, standing_reason=clean(line.standing_reason))
        if line.person_id and line.subject == Subject.INDIVIDUAL:
            person, posting = self.people[line.person_id], self.postings.get(line.person_id)
            line = replace(line, name=line.name or person.full_name, honorific=line.honorific or person.honorific)
            if posting:
                line = replace(
                    line,
                    unit_id=line.unit_id or posting.unit_id,
                    post=line.post or posting.post,
                    unit_name=line.unit_name or posting.unit.name,
                )
        if line.unit_id:
            unit = self.units.get(line.unit_id) or self.strangers.get(line.unit_id)
            if line.subject == Subject.COLLECTIVE:
                line = replace(line, name=line.name or unit.name)
            else:
                line = replace(line, unit_name=line.unit_name or unit.name)
        return line

    def _require_here(self, line: NomineeInput) -> None:
        words = {"name": line.name, "unit": self.proposal.unit_name, "day": format_date(self.on)}
        if line.subject == Subject.COLLECTIVE:
            unit = self.strangers.get(line.unit_id)
            if unit is not None and unit.valid_to and unit.valid_to < self.on:
                raise UnitGone(
                    _("%(name)s đã giải thể, sắp xếp từ %(end)s: không khen thưởng (Thông tư 15/2025/TT-BNV).")
                    % {"name": line.name, "end": format_date(unit.valid_to)},
                    field="name",
                )
            if line.unit_id not in self.units:
                raise NotInUnit(
                    _(
                        "%(name)s không thuộc %(unit)s ngày %(day)s. Đơn vị trong ngành do đơn vị đó hoặc cấp trên"
                        " đề nghị; cơ quan, tổ chức ngoài ngành thì chọn tư cách “Ngoài ngành” và ghi lý do."
                    )
                    % words,
                    field="standing",
                )
            return
        posting = self.postings.get(line.person_id)
        if posting is None:
            raise NotInUnit(
                _(
                    "%(name)s không công tác tại %(unit)s ngày %(day)s."
                    " Chọn tư cách (nguyên cán bộ, biệt phái, đã chuyển công tác, ngoài ngành) và ghi lý do."
                )
                % words,
                field="standing",
            )
        if posting.kind == PostingKind.SECONDED:
            raise NotInUnit(
                _(
                    "%(name)s đang biệt phái đến %(unit)s: đơn vị cử đi xét khen thưởng."
                    " Đơn vị tiếp nhận đề nghị thì chọn tư cách “Biệt phái” và ghi lý do."
                )
                % words,
                field="standing",
            )


def check_lines(
    proposal: AwardProposal, inputs: Sequence[NomineeInput], on: date
) -> tuple[list[NomineeInput], dict[int, DomainError]]:
    """The lines that hold, filled, and those that do not: place → what is wrong. Writes nothing."""
    checker = Checker(proposal, inputs, on)
    good, errors = [], {}
    for place, line in enumerate(inputs):
        try:
            found = checker.check(line)
        except DomainError as error:
            errors[place] = error
            continue
        checker.known[found.key] = 0
        good.append(found)
    return good, errors


@operation()
def add_nominees(*, proposal_id: int, lines: Sequence[NomineeInput], actor: Actor, now: datetime) -> list[Nominee]:
    """Add lines, all or none; each is held against the conditions at once. Raises NomineesRefused, NotEditable."""
    proposal = lock_proposal(proposal_id)
    require_editable(proposal)
    good, errors = check_lines(proposal, lines, local(now).date())
    if errors:
        raise NomineesRefused(errors)
    last = proposal.nominees.aggregate(last=Max("position"))["last"] or 0
    awards = AwardType.objects.in_bulk({line.award_id for line in good})  # the trail names each line with its award
    made = []
    for position, line in enumerate(good, start=last + 1):
        nominee = Nominee(proposal=proposal, position=position, saved_by_label=actor.label, saved_at=now)
        nominee.award = awards[line.award_id]
        made.append(_write(nominee, line))
    assess(proposal, made, now)
    Nominee.objects.bulk_create(made, batch_size=500)
    touch(proposal, actor, now)
    after = {"added": [str(nominee) for nominee in made]}
    record("awards.proposal.add_nominees", actor=actor, target=proposal, at=now, after=after)
    return made


def _write(nominee: Nominee, line: NomineeInput) -> Nominee:
    for name in INPUTS:
        setattr(nominee, name, getattr(line, name))
    nominee.derive()
    return nominee


@operation()
def change_nominee(
    *, nominee_id: int, line: NomineeInput, version: int, actor: Actor, now: datetime, missed_reason: str | None = None
) -> Nominee:
    """Sửa một dòng. ``missed_reason``: why it is proposed although targets were missed (S002-9).

    For another recipient or award the votes and the reason, which were about the old one, are let go.
    Raises the faults of ``Checker.check``, CountedInBallot, BeforeCouncil, StaleVersion, NotEditable, YearClosed.
    """
    nominee, proposal = _locked(nominee_id)
    require_version(nominee, version)
    before = {name: getattr(nominee, name) for name in INPUTS}
    on = local(now).date()
    line = Checker(proposal, [line], on).check(line, own_id=nominee.pk)
    given = nominee.missed_reason if missed_reason is None else clean(missed_reason, multiline=True)
    if line.stands_for != input_of(nominee).stands_for:
        if nominee.option_id:
            raise CountedInBallot(field="award")
        _require_not_before_council(nominee)
        line = replace(line, votes_for=None, votes_base=None, option_id=None)
        given = "" if given == nominee.missed_reason else given
    _write(nominee, line)
    nominee.missed_reason = given
    nominee.version += 1
    nominee.saved_by_label, nominee.saved_at = actor.label, now
    assess(proposal, [nominee], now)
    nominee.save()
    touch(proposal, actor, now)
    after = {name: getattr(line, name) for name in INPUTS if getattr(line, name) != before[name]}
    record("awards.nominee.change", actor=actor, target=nominee, at=now, after=after)
    return nominee


@operation()
def remove_nominee(*, nominee_id: int, version: int, actor: Actor, now: datetime) -> AwardProposal:
    """Bỏ khỏi danh sách. Raises BeforeCouncil, StaleVersion, NotEditable, YearClosed."""
    nominee, proposal = _locked(nominee_id)
    require_version(nominee, version)
    _require_not_before_council(nominee)
    label = str(nominee)
    let_go_papers(nominee)
    nominee.remarks.filter(nominee_label="").update(nominee_label=nominee.recipient)  # they stay to be answered
    nominee.delete()
    touch(proposal, actor, now)
    record("awards.proposal.remove_nominee", actor=actor, target=proposal, at=now, before={"removed": label})
    return proposal


def _require_not_before_council(nominee: Nominee) -> None:
    if nominee.agenda_items.exists() or nominee.decision_lines.exists():
        raise BeforeCouncil(field="award")


def _locked(nominee_id: int) -> tuple[Nominee, AwardProposal]:
    proposal = lock_proposal(Nominee.objects.values_list("proposal_id", flat=True).get(pk=nominee_id))
    require_editable(proposal)
    return Nominee.objects.select_for_update(of=("self",)).get(pk=nominee_id), proposal
