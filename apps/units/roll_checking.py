"""Checking a roll of people row by row against what is stored: a plan, mistakes at their cells, open questions.

A person is recognised by the code; without one by the whole name, letter for letter, together with the birth date or
with exactly the posting that is stored. Everything less certain is asked, never decided. A file that other units keep
is neither touched nor told about: a transfer is theirs to record.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.sheets.results import Checked
from apps.core.text import clean, fold
from apps.units.domain.people import PersonData, check
from apps.units.domain.people_rolls import PERSON_FIELDS, PlannedPerson, PlannedPosting
from apps.units.domain.postings import PostingData, check_period
from apps.units.models import Person, Posting, Unit, reach_of
from apps.units.models.people_scope import MANAGERS
from apps.units.person_enums import PostingKind
from apps.units.unit_finding_queries import find_units, heirs_of

ONE_DAY = timedelta(days=1)
SAME, OTHER, STOP = "same", "other", "stop"
COLUMN_OF = {"starts_on": "from", "ends_on": "to"}
MOST_OFFERED = 8
KEPT_ELSEWHERE = lazy(
    "Đã có hồ sơ ở đơn vị ngoài phạm vi của bạn; đề nghị đơn vị đó hoặc Thường trực Hội đồng ghi chuyển công tác."
)


class RollCheck:
    """One check of one table."""

    def __init__(self, table, *, actor: Actor, now: datetime):
        self.table, self.actor = table, actor
        self.on = actor.on or local(now).date()
        self.reach = reach_of(actor, *MANAGERS)
        self.rows = [(row, row.read()) for row in table]
        self.finder = find_units({values["unit"] for _row, values in self.rows if values["unit"]})
        self.heirs = heirs_of(
            {unit.pk: unit for _row, values in self.rows for unit in self.finder.meant(values["unit"] or "")}.values()
        )
        self.plan: dict[object, PlannedPerson] = {}
        self.seen: dict[tuple, int] = {}
        self.changed_rows: dict[object, int] = defaultdict(int)

    def checked(self) -> Checked:
        units = {number: self.unit_of(row, values) for number, (row, values) in enumerate(self.rows)}
        self.load_known({unit.pk for unit in units.values() if unit is not None})
        unchanged = created = updated = 0
        for number, (row, values) in enumerate(self.rows):
            unit = units[number]
            if unit is None or not values["full_name"]:
                continue
            before = len(self.table.problems)
            self.check_values(row, values)
            planned = self.person_of(row, values, unit)
            if planned is None or len(self.table.problems) > before:
                continue
            was_new = planned.person_id is None and not planned.postings
            if not self.fill(row, values, planned, unit):
                unchanged += 1
            elif was_new:
                created += 1
            else:
                updated += 1
        return Checked(plan=list(self.plan.values()), created=created, updated=updated, unchanged=unchanged)

    # --- Unit ---------------------------------------------------------------------------------------

    def unit_of(self, row, values) -> Unit | None:
        """The unit of a row; asks where several fit, notes a mistake where none does or it is not the actor's."""
        text = values["unit"]
        if not text:
            return None
        found = self.finder.meant(text) or list(Unit.objects.search(text)[:MOST_OFFERED])
        if not found:
            row.problem("unit", _("Không có đơn vị “%(text)s”. Nhập mã, tên hiện nay hoặc tên cũ.") % {"text": text})
            return None
        unit = found[0]
        if len(found) > 1 or not self.finder.meant(text):
            options = [(each.code, f"{each.name} ({each.code})") for each in found]
            question = _("“%(text)s” là đơn vị nào?") % {"text": text}
            chosen = row.ask(
                "unit", f"unit:{fold(text)}", question, [*options, (STOP, _("không có trong các đơn vị này"))]
            )
            if chosen == STOP:
                row.problem("unit", _("Không có đơn vị “%(text)s”. Nhập mã đơn vị.") % {"text": text})
            unit = next((each for each in found if each.code == chosen), None)
        if unit is not None and not self.actor.is_system and not self.reach.holds(unit.path):
            row.problem("unit", _("%(unit)s không thuộc phạm vi quản lý của bạn.") % {"unit": unit.name})
            return None
        return unit

    # --- Person -------------------------------------------------------------------------------------

    def load_known(self, unit_ids: set[int]) -> None:
        """People of the codes, and of the names in these units or with these birth dates: two queries."""
        codes = {values["code"] for _row, values in self.rows if values["code"]}
        births = {values["birth_date"] for _row, values in self.rows if values["birth_date"]}
        names = {fold(values["full_name"]) for _row, values in self.rows if values["full_name"]}
        unit_ids = unit_ids | {heir.pk for found in self.heirs.values() for heir in found.units}
        there = Posting.objects.filter(unit_id__in=unit_ids).values("person_id")
        near = Q(folded_name__any_of=names) & (Q(birth_date__any_of=births) | Q(pk__in=there))
        found = Person.objects.filter(Q(code__any_of=codes) | near, merged_into=None)
        people = list(found.prefetch_related("postings__unit", "ratings", "other_names").order_by("pk"))
        self.by_code = {person.code: person for person in people if person.code}
        self.by_name = defaultdict(list)
        for person in people:
            self.by_name[person.folded_name].append(person)
        self.known = {person.pk: person for person in people}

    def person_of(self, row, values, unit: Unit) -> PlannedPerson | None:
        """The planned person of a row: known, planned by an earlier row, or new; None while a question is open."""
        name, code = clean(values["full_name"]), values["code"]
        if code and (person := self.by_code.get(code)) is not None:
            return self.with_code(row, person, name) if self.is_kept(person) else self.elsewhere(row)
        if code and (planned := self.plan.get(("code", code))) is not None:
            if fold(planned.full_name) != fold(name):
                row.problem(
                    "code", _("Mã này đã đứng với tên khác ở dòng trên: %(name)s.") % {"name": planned.full_name}
                )
                return None
            return planned
        twins = self.twins(values, unit, name)
        for person in twins:
            if self.is_certain(person, values, unit, name):
                return self.planned(person) if self.is_kept(person) else self.elsewhere(row)
        if twins:
            return self.asked(row, values, unit, twins, name)
        return self.new(row, values, unit, name)

    def is_kept(self, person: Person) -> bool:
        """Whether the actor keeps the file: a posting of today, else the last one, lies in the reach."""
        postings = sorted(person.postings.all(), key=lambda each: (each.starts_on or date.min, each.pk))
        held = [each for each in postings if each.is_held_on(self.on)] or postings[-1:]
        return self.reach.everybody or any(self.reach.holds(each.unit.path) for each in held)

    def elsewhere(self, row) -> None:
        row.problem("full_name", str(KEPT_ELSEWHERE))

    def with_code(self, row, person: Person, name: str) -> PlannedPerson | None:
        """The file of that code; another name is asked about: a slip in the code would spoil a stranger's file."""
        planned = self.planned(person)
        if person.folded_name == fold(name):
            return planned
        question = _("Mã %(code)s đang là của %(stored)s. “%(name)s” có phải là người đó, nay đổi tên?") % {
            "code": person.code,
            "stored": person.label,
            "name": name,
        }
        options = [(SAME, _("cùng một người, ghi tên mới")), (STOP, _("người khác, mã sai"))]
        answer = row.ask("code", f"renamed:{person.pk}", question, options)
        if answer == STOP:
            row.problem("code", _("Mã này là của người khác. Sửa mã rồi nhập lại."))
        if answer != SAME:
            return None
        planned.fields["full_name"] = name
        planned.other_names.append(person.full_name)
        return planned

    def twins(self, values, unit: Unit, name: str) -> list[Person]:
        """Files of the same folded name in the unit (or its heir) or of the same birth date; codes part them."""
        around = {unit.pk, *(heir.pk for heir in self.heirs[unit.pk].units)} if unit.pk in self.heirs else {unit.pk}
        found = []
        for person in self.by_name.get(fold(name), ()):
            if values["code"] and person.code:
                continue
            born = values["birth_date"] is not None and person.birth_date == values["birth_date"]
            if born or around & {posting.unit_id for posting in person.postings.all()}:
                found.append(person)
        return found

    def is_certain(self, person: Person, values, unit: Unit, name: str) -> bool:
        """The same letters, and the same birth date or exactly the posting that is stored, and nothing against it."""
        birth_date = values["birth_date"]
        if person.full_name != name or (birth_date and person.birth_date and birth_date != person.birth_date):
            return False
        if birth_date and birth_date == person.birth_date:
            return True
        wanted = self.postings_of(values, unit)
        return any(_same(posting, wanted[-1]) for posting in person.postings.all())

    def asked(self, row, values, unit: Unit, twins: list[Person], name: str) -> PlannedPerson | None:
        kept = [person for person in twins if self.is_kept(person)]
        options = [(str(person.pk), self.told(person)) for person in kept[:MOST_OFFERED]]
        if len(kept) < len(twins):
            options.append((STOP, _("người có hồ sơ ở đơn vị ngoài phạm vi của bạn")))
        question = _("“%(name)s” có phải là người đã có hồ sơ?") % {"name": name}
        key = f"person:{fold(name)}:{values['birth_date'] or ''}:{unit.code}"
        answer = row.ask("full_name", key, question, [*options, (OTHER, _("không, là người khác"))])
        if answer is None:
            return None
        if answer == STOP:
            return self.elsewhere(row)
        return self.new(row, values, unit, name) if answer == OTHER else self.planned(self.known[int(answer)])

    def told(self, person: Person) -> str:
        """What tells a file from others without opening personal data."""
        last = next(iter(sorted(person.postings.all(), key=lambda each: each.starts_on or self.on, reverse=True)), None)
        where = last.post_and_unit if last else _("chưa có vị trí")
        return f"{person.label}, {where} ({_('hồ sơ số')} {person.pk})"

    def planned(self, person: Person) -> PlannedPerson:
        return self.plan.setdefault(("known", person.pk), PlannedPerson(person.full_name, person.pk))

    def new(self, row, values, unit: Unit, name: str) -> PlannedPerson | None:
        """A new person; a second row of the same name in the unit, or of the same birth date, is asked about."""
        if values["code"]:
            key = ("code", values["code"])
        else:
            key = ("name", fold(name), values["birth_date"] or unit.pk)
            if (earlier := self.seen.get(key)) is not None:
                question = _("“%(name)s” cũng đứng ở dòng %(row)s. Có phải cùng một người?") % {
                    "name": name,
                    "row": earlier,
                }
                options = [(SAME, _("cùng một người, thêm vị trí")), (OTHER, _("người khác"))]
                answer = row.ask("full_name", f"twin:{fold(name)}:{row.number}", question, options)
                if answer is None:
                    return None
                if answer == OTHER:
                    key = (*key, row.number)
            self.seen.setdefault(key, row.number)
        return self.plan.setdefault(key, PlannedPerson(name))

    # --- What a row adds ----------------------------------------------------------------------------

    def check_values(self, row, values) -> None:
        if values["birth_date"] is not None:
            try:
                check(PersonData("x", birth_date=values["birth_date"]), on=self.on)
            except DomainError as error:
                row.problem("birth_date", str(error))
        if values["rating"] and not values["rating_year"]:
            row.problem("rating_year", _("Nhập năm của mức xếp loại."))
        if values["rating_year"] and not 1945 <= values["rating_year"] <= self.on.year:  # noqa: PLR2004 -- years kept
            row.problem("rating_year", _("Năm xếp loại không hợp lệ hoặc chưa đến."))

    def fill(self, row, values, planned: PlannedPerson, unit: Unit) -> bool:
        """Add what the row says to the plan; answers whether that changes anything."""
        stored = self.known.get(planned.person_id)
        changed = planned.person_id is None and not planned.postings
        if planned.fields.get("full_name"):
            changed = True
        for name in PERSON_FIELDS:
            value = values[name]
            current = planned.fields.get(name, getattr(stored, name) if stored else None)
            if value and value != current:
                planned.fields[name] = value
                changed = True
        for wanted in self.postings_of(values, unit, row):
            changed |= self.add_posting(row, planned, wanted, stored)
        if values["rating"] and values["rating_year"]:
            years = {rating.year: rating.level for rating in stored.ratings.all()} if stored else {}
            if years.get(values["rating_year"]) != values["rating"]:
                planned.ratings[values["rating_year"]] = values["rating"]
                changed = True
        return changed

    def postings_of(self, values, unit: Unit, row=None) -> list[PlannedPosting]:
        """What the row says as postings. An ended unit leads to its heir: the old posting ends, the new one begins."""
        first = PlannedPosting(
            unit.pk,
            values["kind"] or PostingKind.OFFICIAL,
            values["post"] or "",
            bool(values["leader"]),
            values["from"],
            values["to"],
        )
        goes_on = unit.valid_to is not None and (first.ends_on is None or first.ends_on > unit.valid_to)
        heirs = self.heirs.get(unit.pk)
        if not goes_on or first.kind == PostingKind.FORMER or heirs is None or not heirs.units:
            return [first]
        heir = heirs.units[0]
        if row is not None:
            if len(heirs.units) > 1:
                options = [(each.code, f"{each.name} ({each.code})") for each in heirs.units]
                question = _("%(unit)s đã được chia; những người này nay ở đâu?") % {"unit": unit.name}
                chosen = row.ask("unit", f"heir:{unit.code}", question, options)
                heir = next((each for each in heirs.units if each.code == chosen), heir)
            told = {"old": unit.name, "new": heir.name, "day": format_date(heirs.since)}
            row.note("unit", _("%(old)s nay là %(new)s; ghi từ ngày %(day)s.") % told, once=f"heir:{unit.pk}")
        later = PlannedPosting(heir.pk, first.kind, first.post, first.is_leader, first.starts_on, first.ends_on)
        if first.starts_on is None or first.starts_on < heirs.since:
            later.starts_on = heirs.since
            first.ends_on = unit.valid_to
            return [first, later]
        return [later]

    def add_posting(self, row, planned: PlannedPerson, wanted: PlannedPosting, stored: Person | None) -> bool:
        """Plan one posting; answers whether it is new or changed. What cannot be is noted at its cell."""
        unit = self.unit(wanted.unit_id)
        if not self.reach.holds(unit.path):  # the heir of a unit that is the actor's own
            row.problem("unit", _("%(unit)s không thuộc phạm vi quản lý của bạn.") % {"unit": unit.name})
            return False
        data = PostingData(wanted.unit_id, wanted.kind, starts_on=wanted.starts_on, ends_on=wanted.ends_on)
        try:
            check_period(unit, data)
        except DomainError as error:
            row.problem(COLUMN_OF[error.field], str(error))
            return False
        own = list(stored.postings.all()) if stored else []
        for posting in own:
            if _same(posting, wanted):
                return self.correct(planned, posting, wanted)
        if any(_alike(each, wanted) for each in planned.postings):
            return False
        if wanted.kind == PostingKind.OFFICIAL:
            self.make_room(row, planned, wanted, own)
        planned.postings.append(wanted)
        return True

    def correct(self, planned: PlannedPerson, posting: Posting, wanted: PlannedPosting) -> bool:
        """The same posting told with another post, rank or last day; an empty cell leaves what is stored."""
        told = {"post": wanted.post, "ends_on": wanted.ends_on}
        changes = {name: value for name, value in told.items() if value and value != getattr(posting, name)}
        if wanted.is_leader and not posting.is_leader:
            changes["is_leader"] = True
        if changes:
            wanted.posting_id, wanted.changes = posting.pk, changes
            planned.postings.append(wanted)
        return bool(changes)

    def make_room(self, row, planned: PlannedPerson, wanted: PlannedPosting, own: list[Posting]) -> None:
        """Official postings do not overlap: one that is still held ends the day before, anything else is a mistake."""
        ending = {each.posting_id for each in planned.postings if each.posting_id and "ends_on" in each.changes}
        for posting in own:
            if posting.kind != PostingKind.OFFICIAL or posting.pk in ending or not _overlap(posting, wanted):
                continue
            if not self.reach.holds(posting.unit.path):
                self.elsewhere(row)
                continue
            begins_later = wanted.starts_on and (posting.starts_on is None or posting.starts_on < wanted.starts_on)
            if posting.ends_on is not None or not begins_later:
                message = _(
                    "Trùng thời gian với vị trí chính thức ở %(unit)s. Nhập “Từ ngày” sau khi vị trí đó bắt đầu."
                )
                row.problem("from", message % {"unit": posting.unit.name})
                continue
            last = wanted.starts_on - ONE_DAY
            closed = PlannedPosting(
                posting.unit_id, posting.kind, posting.post, posting.is_leader, posting.starts_on, last, posting.pk
            )
            with kept_language():
                closed.changes = {"ends_on": last, "end_reason": _("Chuyển công tác")}
            planned.postings.append(closed)
            told = {"unit": posting.unit.name, "day": format_date(last)}
            row.note("from", _("Vị trí chính thức ở %(unit)s kết thúc ngày %(day)s.") % told)
        for each in planned.postings:
            if each.posting_id is None and each.kind == PostingKind.OFFICIAL and _overlap(each, wanted):
                row.problem("from", _("Trùng thời gian với một vị trí chính thức khác của người này trong tệp."))

    def unit(self, pk: int) -> Unit:
        if not hasattr(self, "_units"):
            found = (unit for _row, values in self.rows for unit in self.finder.meant(values["unit"] or ""))
            heirs = (heir for each in self.heirs.values() for heir in each.units)
            self._units = {unit.pk: unit for unit in (*found, *heirs)}
        if pk not in self._units:
            self._units[pk] = Unit.objects.get(pk=pk)
        return self._units[pk]


def _same(posting, wanted) -> bool:
    """Whether both tell one posting: unit, kind and first day."""
    return (posting.unit_id, posting.kind, posting.starts_on) == (wanted.unit_id, wanted.kind, wanted.starts_on)


def _alike(one: PlannedPosting, two: PlannedPosting) -> bool:
    return one.posting_id is None and _same(one, two) and one.ends_on == two.ends_on


def _overlap(one, two) -> bool:
    starts_in_time = one.starts_on is None or two.ends_on is None or one.starts_on <= two.ends_on
    ends_in_time = one.ends_on is None or two.starts_on is None or one.ends_on >= two.starts_on
    return starts_in_time and ends_in_time
