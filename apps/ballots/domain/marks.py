"""What a voter marks: checked against the rules of the question, and packed into the same length whatever it says."""

from collections.abc import Collection, Iterable, Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.ballots.domain import codes
from apps.ballots.models import Question
from apps.core.errors import DomainError

Marks = Mapping[int, Collection[int]]  # question id -> numbers of the options


class WrongMarks(DomainError):
    """The slip does not keep the rules; ``field`` is the question's."""


def check_marks(marks: Marks, questions: Iterable[Question], *, party: str, own_party_allowed: bool) -> None:
    """Raises WrongMarks: an option that does not stand, too many, the own party where that is forbidden.

    ``questions`` with their options prefetched. An empty collection is a blank slip; an unknown question is refused.
    """
    known = {question.pk: question for question in questions}
    if set(marks) - set(known):
        raise WrongMarks(_("Phiếu có nội dung không thuộc cuộc bỏ phiếu này."))
    for question in known.values():
        chosen = list(marks.get(question.pk, ()))
        field = f"question-{question.pk}"
        standing = {option.number: option for option in question.options.all() if not option.withdrawn_reason}
        if len(set(chosen)) != len(chosen) or not set(chosen) <= set(standing):
            raise WrongMarks(_("Có lựa chọn không nằm trong danh sách bình xét."), field=field)
        if len(chosen) > question.max_choices:
            raise WrongMarks(
                ngettext(
                    "Chỉ được chọn nhiều nhất %(n)s tên.",
                    "Chỉ được chọn nhiều nhất %(n)s tên.",
                    question.max_choices,
                )
                % {"n": question.max_choices},
                field=field,
            )
        if not own_party_allowed and any(standing[number].party == party for number in chosen):
            raise WrongMarks(_("Quy chế cuộc bỏ phiếu: không bầu cho đơn vị mình."), field=field)


def pack(marks: Marks, questions: Iterable[Question], receipt: str) -> bytes:
    """One bit for each option ever listed, then the receipt; questions and options in their order."""
    packed = b""
    for question in questions:
        places = {option.number: place for place, option in enumerate(question.options.all())}
        bits = sum(1 << places[number] for number in marks.get(question.pk, ()))
        packed += bits.to_bytes(_bytes_for(len(places)), "big")
    return packed + codes.to_bytes(receipt)


def unpack(content: bytes, questions: Iterable[Question]) -> tuple[dict[int, list[int]], str]:
    """Numbers by question id, and the receipt."""
    marks, start = {}, 0
    for question in questions:
        numbers = [option.number for option in question.options.all()]
        end = start + _bytes_for(len(numbers))
        bits = int.from_bytes(content[start:end], "big")
        marks[question.pk] = sorted(number for place, number in enumerate(numbers) if bits >> place & 1)
        start = end
    return marks, codes.from_bytes(content[start:])


def _bytes_for(options: int) -> int:
    return (options + 7) // 8
