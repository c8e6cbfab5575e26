"""One recipient as typed or read from a sheet, before it is a row of the registry."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.catalog.enums import AwardList, Level, Subject
from apps.catalog.models import AwardType
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.registry.enums import Standing


class WrongSubject(DomainError):
    """The award is not for such a recipient."""


class WrongLevel(DomainError):
    """The award is not one that a decision of this level grants."""


class RecipientTwice(DomainError):
    """Somebody stands twice in the list of one decision, or is there already."""


class ReasonMissing(DomainError):
    default_message = gettext_lazy("Ghi lý do khi người được khen thưởng không còn công tác tại đơn vị.")


class YearMissing(DomainError):
    default_message = gettext_lazy("Danh hiệu thi đua phải ghi năm thành tích.")


# Level of an award → levels of the decisions that may grant it; of what heads grant every level but the State's.
# One that is noted as of a ministry or a province is of one of them: its list may hold more than the first award.
GRANTED_AT = {
    Level.STATE: {Level.STATE},
    Level.MINISTRY: {Level.MINISTRY, Level.MINISTRY_OR_PROVINCE},
    Level.PROVINCE: {Level.PROVINCE, Level.MINISTRY_OR_PROVINCE},
    Level.MINISTRY_OR_PROVINCE: {Level.MINISTRY, Level.PROVINCE, Level.MINISTRY_OR_PROVINCE},
}
BELOW_THE_STATE = set(Level) - {Level.STATE}


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
        raise wrong_subject(recipient.award, recipient.subject)
    if recipient.standing != Standing.OFFICIAL and not clean(recipient.standing_reason):
        raise ReasonMissing(field="standing_reason")
    if recipient.award.list == AwardList.TITLE and not recipient.year:
        raise YearMissing(field="year")


def wrong_subject(award: AwardType, subject: str) -> WrongSubject:
    """With the article that says whom the award is for."""
    words = {"award": award, "subject": Subject(subject).label.lower()}
    return WrongSubject(_with_article(_("%(award)s không dành cho %(subject)s.") % words, award), field="award")


def grants_at(award: AwardType, level: str) -> bool:
    """Whether a decision of this level grants the award."""
    return level in GRANTED_AT.get(award.level, BELOW_THE_STATE)


def check_level(award: AwardType, level: str) -> None:
    """What the State grants, a minister, a province: by a decision of that level and of no other. Raises WrongLevel."""
    if grants_at(award, level):
        return
    words = {"award": award, "own": award.get_level_display().lower(), "level": str(Level(level).label).lower()}
    sentence = _("%(award)s là khen thưởng %(own)s, quyết định này của %(level)s.") % words
    raise WrongLevel(_with_article(sentence, award), field="award")


def _with_article(sentence: str, award: AwardType) -> str:
    return f"{sentence[:-1]} ({award.provision})." if award.provision else sentence


def refuse_twice(recipients: Iterable[Recipient], known: Iterable[tuple] = ()) -> None:
    """Raises RecipientTwice for the first one that stands twice."""
    seen = set(known)
    for recipient in recipients:
        if recipient.key in seen:
            raise RecipientTwice(
                _("%(name)s đã có trong danh sách của quyết định này.") % {"name": recipient.name}, field="name"
            )
        seen.add(recipient.key)
