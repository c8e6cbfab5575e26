"""One recipient as typed or read from a sheet, before it is a row of the registry."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.catalog.enums import AwardList, Subject
from apps.catalog.models import AwardType
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.registry.enums import Standing


class WrongSubject(DomainError):
    """The award is not for such a recipient."""


class RecipientTwice(DomainError):
    """Somebody stands twice in the list of one decision, or is there already."""


class ReasonMissing(DomainError):
    default_message = gettext_lazy("Ghi lý do khi người được khen thưởng không còn công tác tại đơn vị.")


class YearMissing(DomainError):
    default_message = gettext_lazy("Danh hiệu thi đua phải ghi năm thành tích.")


@dataclass(frozen=True)
class Recipient:
    """Who gets which award: ``name``, ``post``, ``unit_name`` as printed; ids where person or unit is one of ours."""

    award: AwardType
    subject: str
    name: str
    honorific: str = ""
    post: str = ""
    unit_name: str = ""
    person_id: int | None = None
    unit_id: int | None = None
    standing: str = Standing.OFFICIAL
    standing_reason: str = ""
    year: int | None = None
    period_from: int | None = None
    period_to: int | None = None
    achievement: str = ""

    @property
    def key(self) -> tuple:
        """What may stand once in a decision: the same person, collective or printed outsider with the same award."""
        if self.person_id:
            return self.award.pk, "person", self.person_id
        if self.subject == Subject.COLLECTIVE and self.unit_id:
            return self.award.pk, "unit", self.unit_id
        return self.award.pk, "printed", clean(self.name), clean(self.unit_name), clean(self.post), self.unit_id


def check_recipient(recipient: Recipient) -> None:
    """What holds for one line alone. Raises WrongSubject, ReasonMissing, YearMissing."""
    if not recipient.award.fits(recipient.subject):
        raise WrongSubject(
            _("%(award)s không dành cho %(subject)s.")
            % {"award": recipient.award, "subject": Subject(recipient.subject).label.lower()},
            field="award",
        )
    if recipient.standing != Standing.OFFICIAL and not clean(recipient.standing_reason):
        raise ReasonMissing(field="standing_reason")
    if recipient.award.list == AwardList.TITLE and not recipient.year:
        raise YearMissing(field="year")


def refuse_twice(recipients: Iterable[Recipient], known: Iterable[tuple] = ()) -> None:
    """Raises RecipientTwice for the first one that stands twice."""
    seen = set(known)
    for recipient in recipients:
        if recipient.key in seen:
            raise RecipientTwice(
                _("%(name)s đã có trong danh sách của quyết định này.") % {"name": recipient.name}, field="name"
            )
        seen.add(recipient.key)
