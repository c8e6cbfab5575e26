"""One person typed by name, with the unit behind a comma where several have it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.core.text import fold
from apps.core.whole_numbers import whole_number
from apps.units.models import Person
from apps.units.person_queries import with_list_columns

MOST_CANDIDATES = 5


class PersonField(forms.CharField):
    """Cleans to the Person: by number of the file, else by the whole name, else by name and words of the unit.

    ``Trần Thị Thử`` or ``Trần Thị Thử, Cục Công nghệ thông tin``. Where several fit, the error names them.
    """

    default_error_messages = {
        "unknown": _("Không tìm thấy người tên “%(text)s” trong hồ sơ cá nhân."),
        "several": _("Có nhiều người khớp: %(people)s. Viết thêm đơn vị sau dấu phẩy, hoặc số hồ sơ như #12."),
    }

    def __init__(self, **options):
        options.setdefault("label", _("Cá nhân"))
        options.setdefault("help_text", _("Họ và tên; trùng tên thì thêm đơn vị sau dấu phẩy."))
        super().__init__(**options)

    def prepare_value(self, value):
        return f"#{value.pk} {value.full_name}" if isinstance(value, Person) else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        found = people_meant(text)
        if not found:
            raise ValidationError(self.error_messages["unknown"], code="unknown", params={"text": text})
        if len(found) > 1:
            named = "; ".join(f"#{person.pk} {person.full_name}{_at(person)}" for person in found[:MOST_CANDIDATES])
            more = "; …" if len(found) > MOST_CANDIDATES else ""
            raise ValidationError(self.error_messages["several"], code="several", params={"people": named + more})
        return found[0]


def people_meant(text: str) -> list[Person]:
    """People that a typed text may mean; at most MOST_CANDIDATES + 1."""
    known = Person.objects.filter(merged_into=None)
    number = text.split(" ", maxsplit=1)[0]
    if number.startswith("#") and (file_number := whole_number(number[1:])) is not None:
        return list(known.filter(pk=file_number))
    name, _comma, unit = text.partition(",")
    people = known.filter(folded_name=fold(name))
    if unit.strip():
        people = people.filter(postings__unit__search_text__matches=unit).distinct()
    return list(with_list_columns(people.in_order())[: MOST_CANDIDATES + 1])


def _at(person: Person) -> str:
    posting = next(iter(person.all_postings), None)
    return f", {posting.unit.table_name}" if posting else ""
