"""Lists of awards by the sheet door: many decisions in one file, each checked against the numbers that it declares."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.audit.trail import operation
from apps.catalog.enums import Level, Subject
from apps.catalog.models import AwardType
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.sheets import Checked, ImportKind, SheetRow, SheetTable, Summary
from apps.documents.domain.numbers import may_be
from apps.documents.enums import DocumentKind
from apps.documents.models import Document
from apps.registry import policies
from apps.registry.domain.entering_lists import DecisionList, enter_lists
from apps.registry.domain.granting import Counts, add_awards, key_of
from apps.registry.domain.levels import decisive, level_with
from apps.registry.domain.recipients import (
    ReasonMissing,
    Recipient,
    WrongLevel,
    WrongSubject,
    YearMissing,
    check_level,
    check_recipient,
)
from apps.registry.enums import Standing
from apps.registry.models import Award, GrantDocument
from apps.registry.resolving import Awards, Grants, People, Units
from apps.registry.sheet_columns import COLUMNS
from apps.units.enums import Role
from apps.units.models import Unit

MOST_DECLARED = 1_000_000
# Longest text of a column (models.Award, GrantDocument, documents.Document).
LONGEST = {
    "symbol": 100,
    "authority": 300,
    "name": 300,
    "post": 300,
    "unit": 300,
    "standing_reason": 300,
    "occasion": 500,
    "achievement": 500,
}


SHORTEST_LIMIT = min(LONGEST.values())


@dataclass
class GrantPlan:
    """One decision of the file: its head, the recipients to add, the rows where they stand."""

    symbol: str
    issued_on: date
    authority: str
    head: dict
    known: GrantDocument | None
    keys: set[tuple]
    first: SheetRow
    level: str = ""
    written: dict[str, SheetRow] = field(default_factory=dict)  # levels in the column, with the first row of each
    awards: dict[str, SheetRow] = field(default_factory=dict)  # levels of the awards named, likewise
    rows: list[SheetRow] = field(default_factory=list)  # of the recipients, in their order
    recipients: list[Recipient] = field(default_factory=list)
    seen: set[tuple] = field(default_factory=set)
    collectives: int = 0
    individuals: int = 0
    has_faults: bool = False
    declared: dict[str, int] = field(default_factory=dict)

    @property
    def as_list(self) -> DecisionList:
        return DecisionList(
            symbol=self.symbol,
            issued_on=self.issued_on,
            authority=self.authority,
            level=self.level,
            type=self.head["type"],
            occasion=self.head["occasion"],
            declared_collectives=self.declared.get("collectives"),
            declared_individuals=self.declared.get("individuals"),
            recipients=self.recipients,
        )


class AwardImport(ImportKind):
    """Sổ khen thưởng: rows of decisions, ours or of an outside authority."""

    name = "awards"
    label = gettext_lazy("Khen thưởng đã tặng")
    columns = COLUMNS
    notes = (
        gettext_lazy("Mỗi dòng là một người hoặc tập thể; một tệp có thể chứa nhiều quyết định."),
        gettext_lazy("Khi quyết định ghi số tập thể, số cá nhân, danh sách phải đủ đúng số đó mới được ghi."),
    )

    def may(self, actor: Actor):
        return policies.can_enter_any(actor)

    def check(self, table: SheetTable, *, actor: Actor, now: datetime, answers: dict) -> Checked:
        rows = list(table)
        awards, units = Awards(), Units()
        people = People(row.text("name") for row in rows)
        keeper = keeper_of(actor)
        grants = Grants({row.text("symbol") for row in rows}, keeper.code if keeper else "")
        plans: dict[tuple, GrantPlan] = {}
        unchanged = 0
        untied: dict[str, list[SheetRow]] = {Subject.INDIVIDUAL: [], Subject.COLLECTIVE: []}
        for row in rows:
            _tell_long(row)
            award, plan = awards.find(row), self._plan(row, plans, grants)
            _note_levels(row, award, plan)
            recipient = self._recipient(row, award, units, people)
            if plan is None or recipient is None:
                if plan is not None:
                    plan.has_faults = True
                continue
            if recipient.key in plan.keys:
                unchanged += 1
                continue
            if recipient.key in plan.seen:
                row.problem("name", _("%(name)s đứng hai lần trong danh sách.") % {"name": recipient.name})
                continue
            plan.seen.add(recipient.key)
            tied = recipient.unit_id if recipient.subject == Subject.COLLECTIVE else recipient.person_id
            if not tied:
                untied[recipient.subject].append(row)
            plan.rows.append(row)
            plan.recipients.append(recipient)
            plan.collectives += recipient.subject == Subject.COLLECTIVE
            plan.individuals += recipient.subject == Subject.INDIVIDUAL
        for plan in plans.values():
            _settle_level(plan)
            if not plan.has_faults:  # a line that could not be read is not a missing one
                self._compare(plan)
        if keeper is None and rows:
            rows[0].problem("", _("Chưa có đơn vị nào để lưu Sổ khen thưởng. Hãy lập đơn vị trước."))
        created = sum(len(plan.recipients) for plan in plans.values())
        _tell_untied(untied)
        return Checked(plan=[*plans.values()], created=created, unchanged=unchanged)

    @operation()
    def write(self, checked: Checked, *, actor: Actor, now: datetime, step: Callable[[int, int], None]) -> Summary:
        keeper = keeper_of(actor)
        wanted = [plan for plan in checked.plan if plan.recipients]
        new = [plan.as_list for plan in wanted if plan.known is None]
        step(0, checked.created)
        enter_lists(decisions=new, keeper=keeper, actor=actor, now=now, step=lambda done: step(done, checked.created))
        done = sum(len(each.recipients) for each in new)
        for plan in wanted:
            if plan.known is not None:
                add_awards(grant_id=plan.known.pk, recipients=plan.recipients, actor=actor, now=now)
                done += len(plan.recipients)
                step(done, checked.created)
        return Summary(created=checked.created, unchanged=checked.unchanged)

    def _plan(self, row: SheetRow, plans: dict, grants: Grants) -> GrantPlan | None:
        symbol, authority = row.required_text("symbol"), row.required_text("authority")
        issued_on = row.date("issued_on")
        if not row.text("issued_on"):
            row.problem("issued_on", _("Chưa nhập."))
        whole = symbol and authority and issued_on
        filed = grants.paper(symbol, issued_on, authority) if whole else None
        known = grants.find(symbol, issued_on, authority) if whole else None
        if symbol and known is None and not _is_decision(row, symbol, filed):
            return None
        if not whole:
            return None
        key = grants.place(symbol, issued_on, authority)
        plan = plans.get(key)
        if plan is None:
            keys = {key_of(award) for award in known.awards.select_related("award_type")} if known else set()
            plan = plans[key] = GrantPlan(
                symbol=symbol,
                issued_on=issued_on,
                authority=authority,
                head={"occasion": row.text("occasion"), "type": row.choice("type") or ""},
                known=known,
                keys=keys,
                first=row,
            )
            if known and known.decided_on != issued_on:
                row.problem(
                    "issued_on",
                    _("Quyết định này đã có trong Sổ khen thưởng với ngày %(day)s.")
                    % {"day": format_date(known.decided_on)},
                )
            if known:
                plan.collectives, plan.individuals = _stored(known)
                plan.declared = {
                    name: value
                    for name in ("collectives", "individuals")
                    if (value := getattr(known, f"declared_{name}")) is not None
                }
        elif plan.issued_on != issued_on:
            row.problem("issued_on", _("Một quyết định không thể có hai ngày."))
        for name in ("collectives", "individuals"):
            self._declared(row, plan, name)
        return plan

    def _declared(self, row: SheetRow, plan: GrantPlan, name: str) -> None:
        value = row.integer(f"declared_{name}")
        if value is None:
            return
        if value > MOST_DECLARED:
            row.problem(f"declared_{name}", _("Số này quá lớn; nhập số tập thể, số cá nhân ghi trong quyết định."))
            plan.has_faults = True
        elif value < 0 or plan.declared.get(name, value) != value:
            row.problem(f"declared_{name}", _("Số theo quyết định không giống các dòng khác của cùng quyết định."))
            plan.has_faults = True
        else:
            plan.declared[name] = value

    def _recipient(self, row: SheetRow, award: AwardType | None, units: Units, people: People) -> Recipient | None:
        before = len(row.table.problems)
        name = row.required_text("name")
        subject = row.choice("subject") or (award and Awards.only_subject(award))
        if award and not subject:
            row.problem("subject", _("Ghi rõ cá nhân hay tập thể: hình thức này dành cho cả hai."))
        if award is None or len(row.table.problems) > before or not subject:
            return None
        collective = subject == Subject.COLLECTIVE
        unit = units.find(row, "name" if collective else "unit", required=False)
        recipient = Recipient(
            award=award,
            subject=subject,
            name=name,
            honorific=row.choice("honorific") or "",
            post=row.text("post"),
            unit_name=row.text("unit"),
            person_id=None if collective else people.find(row, unit),
            unit_id=unit.pk if unit else None,
            standing=row.choice("standing") or Standing.OFFICIAL,
            standing_reason=row.text("standing_reason"),
            year=row.integer("year"),
            period_from=row.integer("period_from"),
            period_to=row.integer("period_to"),
            achievement=row.text("achievement"),
        )
        try:
            check_recipient(recipient)
        except (WrongSubject, ReasonMissing, YearMissing) as error:
            row.problem(error.field, error.message)
        for key in ("year", "period_from", "period_to"):
            if (value := getattr(recipient, key)) is not None and not 1945 <= value <= 2199:  # noqa: PLR2004 - years of the state
                row.problem(key, _("Năm không hợp lý."))
        if recipient.period_from and recipient.period_to and recipient.period_to < recipient.period_from:
            row.problem("period_to", _("Năm cuối trước năm đầu."))
        return recipient if len(row.table.problems) == before else None

    def _compare(self, plan: GrantPlan) -> None:
        counts = Counts(
            plan.collectives, plan.individuals, plan.declared.get("collectives"), plan.declared.get("individuals")
        )
        for line in counts.differences():
            plan.first.problem("symbol", f"{plan.symbol}: {line}")


def _tell_long(row: SheetRow) -> None:
    """A problem for every cell that the registry's column would not hold."""
    if not any(isinstance(value, str) and len(value) > SHORTEST_LIMIT for value in row.values):
        return
    for key, most in LONGEST.items():
        if len(row.text(key)) > most:
            row.problem(key, _("Dài quá %(most)s ký tự. Rút gọn rồi nhập lại.") % {"most": most})


def _is_decision(row: SheetRow, symbol: str, filed: Document | None) -> bool:
    """By what the register says of the paper, else by its number; a problem where it is something else."""
    if filed is not None and filed.kind == DocumentKind.DECISION:
        return True
    if (filed is None or filed.kind == DocumentKind.OTHER) and not may_be(symbol, DocumentKind.DECISION):
        row.problem("symbol", _("Không phải số của quyết định. Ghi như trên văn bản, ví dụ 1234/QĐ-BTP."))
        return False
    if filed is not None and filed.kind != DocumentKind.OTHER:
        words = _("Sổ văn bản ghi số này là %(kind)s. Nếu là quyết định, hãy sửa loại văn bản trong sổ trước.")
        row.problem("symbol", words % {"kind": filed.get_kind_display().lower()})
        return False
    return True


def _note_levels(row: SheetRow, award: AwardType | None, plan: GrantPlan | None) -> None:
    if (level := row.choice("level")) and plan:
        plan.written.setdefault(level, row)
    if award and plan:
        plan.awards.setdefault(award.level, row)


def _settle_level(plan: GrantPlan) -> None:
    """Who decided, by all lines of the decision: as noted before, else as written, else what its awards leave no doubt
    about; a problem where they do, and at each line that a decision of this level does not grant.
    """
    told = plan.written or plan.awards
    if plan.known:
        told = {level_with(plan.known, (recipient.award for recipient in plan.recipients)): plan.first}
    levels = decisive(told)
    if len(levels) > 1:
        plan.has_faults = True
        words = (
            _("Một quyết định không thể có hai cấp.")
            if plan.written
            else _("Ghi cấp quyết định: danh sách có hình thức của các cấp khác nhau.")
        )
        told[levels[1]].problem("level", words)
        return
    if Level.MINISTRY_OR_PROVINCE in levels and told is plan.awards:
        row = told[Level.MINISTRY_OR_PROVINCE]
        row.problem("level", _("Ghi cấp quyết định: hình thức này do cấp Bộ hoặc cấp tỉnh tặng."))
    plan.level = next(iter(levels), "")
    if not plan.level:  # no line of it could be read
        return
    for row, recipient in zip(plan.rows, plan.recipients, strict=True):
        try:
            check_level(recipient.award, plan.level)
        except WrongLevel as error:
            row.problem("level", error.message)
            plan.has_faults = True


def _tell_untied(untied: dict[str, list[SheetRow]]) -> None:
    """How many lines stay as printed because nobody of ours was found for them; told at the first one."""
    sentences = (
        (Subject.INDIVIDUAL, _("%(n)s cá nhân không có trong hồ sơ cá nhân, ghi theo tên in.")),
        (Subject.COLLECTIVE, _("%(n)s tập thể không có trong danh mục đơn vị, ghi theo tên in.")),
    )
    for subject, sentence in sentences:
        if rows := untied[subject]:
            rows[0].note("name", sentence % {"n": len(rows)})


def keeper_of(actor: Actor) -> Unit | None:
    """The unit in whose name a file is entered: of the standing office, else the person's own, else the topmost."""
    for roles in ((Role.STANDING_OFFICE,), (Role.OFFICER, Role.LEADER)):
        if ids := actor.unit_ids(*roles):
            return Unit.objects.filter(pk__in=ids).order_by("path").first()
    return Unit.objects.filter(depth=1).order_by("path").first() if actor.is_system else None


def _stored(grant: GrantDocument) -> tuple[int, int]:
    subjects = list(Award.objects.filter(grant=grant).order_by().values_list("subject", flat=True))
    return subjects.count(Subject.COLLECTIVE), subjects.count(Subject.INDIVIDUAL)
