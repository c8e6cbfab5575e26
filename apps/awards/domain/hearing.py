"""Others are heard before a proposal goes on: bodies that were asked (hiệp y), and the public where the law asks it.

Legal source: rows of ``data/comment_rules.csv``. A verified row stops, and so does a historical one on its own dates
(as in ``catalog.domain.eligibility``); a row that was not checked asks the verifier to say why.
"""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.awards import comment_queries, rules
from apps.awards.models import AwardProposal
from apps.catalog.domain.eligibility import WARNS
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.text import clean

GOES_ON = ("to_council", "decide")


class ConsultationOpen(DomainError):
    default_message = gettext_lazy("Còn cơ quan được hỏi chưa trả lời và chưa hết hạn hiệp y.")


class CommentMissing(DomainError):
    """A list that the law has published did not stand on the public page for its days."""


def require_answered(proposal: AwardProposal, on: date) -> None:
    """Who was asked has answered, or had its days. Raises ConsultationOpen."""
    if proposal.consultations.filter(opinion="", due_on__gte=on).exists():
        raise ConsultationOpen


def require_heard(proposal: AwardProposal, on: date) -> None:
    """Before council or decision. Raises ConsultationOpen, CommentMissing."""
    require_answered(proposal, on)
    if found := unpublished(proposal, on, stops=True):
        with kept_language():
            raise CommentMissing(told(*found))


def require_reason(proposal: AwardProposal, note: str, on: date) -> None:
    """Verified without public comment although a row that was not checked asks for it: the note says why.

    Raises CommentMissing.
    """
    if clean(note):
        return
    if (found := unpublished(proposal, on, stops=False)) and not proposal.comment_periods.standing().exists():
        with kept_language():
            words = _("%(told)s Nếu không lấy ý kiến, ghi lý do trong kết quả thẩm định.") % {"told": told(*found)}
        raise CommentMissing(words, field="note")


def unpublished(proposal: AwardProposal, on: date, *, stops: bool | None = None):
    """(award, rule) of the first nominee that has not stood on the public page to its last day; None: all have.

    ``stops``: only by rows that do (not) stop. A name, an award that came later needs its own days.
    """
    asked, day = {}, comment_queries.law_day(proposal, on)
    nominees = list(proposal.nominees.defer("findings").select_related("award").in_order())
    for code in {each.award.code for each in nominees}:
        rule = rules.comment_rule([code], day)
        if rule and stops in (None, rule.confidence not in WARNS):
            asked[code] = rule
    nominees = [each for each in nominees if each.award.code in asked]
    done = comment_queries.published_lines(proposal, on) if nominees else set()
    for each in nominees:
        if comment_queries.line_key(each) not in done:
            return each.award, asked[each.award.code]
    return None


def break_off_comment(proposal: AwardProposal, on: date) -> None:
    """The list that stands on the public page changes: its days end. Called inside an operation."""
    proposal.comment_periods.standing().filter(ends_on__gte=on).update(closed_on=on)


def told(award, rule: rules.CommentRule) -> str:
    words = {"award": award.name, "n": rule.working_days, "source": rule.source}
    return _("%(award)s phải lấy ý kiến công khai đủ %(n)s ngày làm việc (%(source)s).") % words
