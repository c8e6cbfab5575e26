"""Who and what is meant in a sheet: awards by any name, units by any name of any time, people by name and unit.

Each text is looked up once. People are never joined by a name without diacritics alone: what is not certain is asked.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from apps.catalog.enums import Subject
from apps.catalog.models import AwardType
from apps.core.sheets import SheetRow
from apps.core.text import clean, fold
from apps.documents.models import Document, number_key
from apps.registry.models import GrantDocument
from apps.units.models import Person, Posting, Unit, UnitAlias, UnitName
from apps.units.person_queries import MOST_CANDIDATES

NOBODY = "none"


class Awards:
    """The catalogue by code, name, abbreviation and other names; one query."""

    def __init__(self):
        self._by_text: dict[str, set[AwardType]] = defaultdict(set)
        for award in AwardType.objects.all():
            names = [award.code, award.name, award.abbreviation, award.short_name, *award.also_named.split(";")]
            for name in filter(None, map(fold, names)):
                self._by_text[name].add(award)

    def find(self, row: SheetRow) -> AwardType | None:
        text = row.required_text("award")
        found = self._by_text.get(fold(text), set())
        if text and not found:
            row.problem("award", _("Không có danh hiệu, hình thức “%(text)s” trong danh mục.") % {"text": text})
        if len(found) > 1:
            options = [(award.code, award.name) for award in sorted(found, key=lambda award: award.order)]
            question = _("“%(text)s” là hình thức nào?") % {"text": text}
            chosen = row.ask("award", f"award:{fold(text)}", question, options)
            return next((award for award in found if award.code == chosen), None)
        return next(iter(found), None)

    @staticmethod
    def only_subject(award: AwardType) -> str:
        """The subject where the award leaves no choice."""
        return award.subject if award.subject in {Subject.INDIVIDUAL, Subject.COLLECTIVE} else ""


class Units:
    """Units by what is written in the file: code, else a whole present or former name or alias; three queries.

    A name that may mean several is asked once.
    """

    def __init__(self):
        self._by_code: dict[str, list[Unit]] = defaultdict(list)
        self._by_name: dict[str, list[Unit]] = defaultdict(list)
        names: dict[int, list[str]] = defaultdict(list)
        for model in (UnitName, UnitAlias):
            for unit_id, name in model.objects.order_by().values_list("unit_id", "name"):
                names[unit_id].append(name)
        for unit in Unit.objects.in_order().only("code", "name", "short_name"):
            self._by_code[fold(unit.code)].append(unit)
            for name in {fold(name) for name in (unit.name, unit.short_name, *names[unit.pk]) if name}:
                self._by_name[name].append(unit)

    def _meant(self, folded: str) -> list[Unit]:
        found = self._by_code.get(folded) or self._by_name.get(folded) or []
        return found[: MOST_CANDIDATES + 1]

    def find(self, row: SheetRow, key: str, *, required: bool) -> Unit | None:
        text = row.text(key)
        if not text:
            return None
        folded = fold(text)
        found = self._meant(folded)
        if len(found) > 1:
            options = [
                *((str(unit.pk), f"{unit.name} ({unit.code})") for unit in found),
                (NOBODY, _("Không phải đơn vị nào")),
            ]
            question = _("“%(text)s” là đơn vị nào?") % {"text": text}
            chosen = row.ask(key, f"unit:{folded}", question, options)
            return next((unit for unit in found if str(unit.pk) == chosen), None)
        if required and not found:
            row.problem(key, _("Không tìm thấy đơn vị “%(text)s”.") % {"text": text})
        return found[0] if found else None


class Named(NamedTuple):
    """Of a person only what tells one from another: a file may name tens of thousands."""

    pk: int
    full_name: str
    honorific: str
    code: str

    @property
    def label(self) -> str:
        return f"{self.honorific} {self.full_name}".strip()


class People:
    """Persons with one of the names of the file, and the units they belong or belonged to; two queries."""

    def __init__(self, names: Iterable[str]):
        self._by_name: dict[str, list[Named]] = defaultdict(list)
        self._units: dict[int, set[int]] = defaultdict(set)
        named = {"folded_name__any_of": list({fold(name) for name in set(names) if name}), "merged_into": None}
        people = Person.objects.filter(**named)
        for folded, *values in people.order_by("pk").values_list("folded_name", *Named._fields):
            self._by_name[folded].append(Named(*values))
        postings = Posting.objects.filter(person__in=people.order_by().values("pk"))
        for person_id, unit_id in postings.order_by().values_list("person_id", "unit_id"):
            self._units[person_id].add(unit_id)

    def find(self, row: SheetRow, unit: Unit | None) -> int | None:
        """The person's id: by code, or by the exact name in that unit; else what the answer says; None for nobody."""
        name, code = clean(row.text("name")), row.text("person_code")
        candidates = self._by_name.get(fold(name), [])
        if code:
            return self._by_code(row, code, candidates)
        here = [person for person in candidates if unit is not None and unit.pk in self._units[person.pk]]
        exact = [person for person in here if person.full_name == name]
        if len(exact) == 1:
            return exact[0].pk
        if not here:
            return None
        options = [
            *((str(person.pk), f"{person.label}, {unit.name}") for person in here),
            (NOBODY, _("Không phải ai trong số này")),
        ]
        question = _("“%(name)s” là ai trong hồ sơ cá nhân?") % {"name": name}
        chosen = row.ask("name", f"person:{unit.pk}:{name}", question, options)
        return next((person.pk for person in here if str(person.pk) == chosen), None)

    def _by_code(self, row: SheetRow, code: str, candidates: list[Named]) -> int | None:
        person = next((person for person in candidates if person.code == code), None)
        if person is None:
            row.problem("person_code", _("Không có người tên này với mã số %(code)s.") % {"code": code})
        return person.pk if person else None


class Grants:
    """Papers of the named symbols in one register, and which of them are decisions of the registry; two queries."""

    def __init__(self, symbols: Iterable[str], owner_code: str):
        papers = Document.objects.of_symbols(filter(None, symbols)).filter(owner_code=owner_code)
        grants = GrantDocument.objects.filter(document__in=papers.order_by().values("pk")).select_related("document")
        of_paper = {grant.document_id: grant for grant in grants}
        self._papers: dict[tuple, Document] = {}
        self._by_place: dict[tuple, GrantDocument] = {}
        for document in papers.order_by("pk"):
            place = self.place(document.symbol, document.issued_on, document.issuer_name)
            self._papers.setdefault(place, document)
            if grant := of_paper.get(document.pk):
                self._by_place.setdefault(place, grant)

    @staticmethod
    def place(symbol: str, issued_on: date, authority: str) -> tuple:
        """What stands once: symbol, year and authority, whatever the case, dashes and the zero before the number."""
        return number_key(symbol), issued_on.year, fold(authority)

    def paper(self, symbol: str, issued_on: date, authority: str) -> Document | None:
        """What is filed there, a decision of the registry or not."""
        return self._papers.get(self.place(symbol, issued_on, authority))

    def find(self, symbol: str, issued_on: date, authority: str) -> GrantDocument | None:
        """The decision of the registry that stands there."""
        return self._by_place.get(self.place(symbol, issued_on, authority))
