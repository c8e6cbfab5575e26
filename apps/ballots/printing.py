"""Slips as PDF: blank ones to hand out, opened ones to be added up by hand."""

from django.utils.translation import gettext as _

from apps.ballots.enums import Way
from apps.ballots.models import Ballot, Slip
from apps.ballots.queries import questions_for
from apps.core.errors import DomainError
from apps.core.pdf import render_pdf

MOST_PAGES = 1000


class CannotPrint(DomainError):
    """Who stands is not known yet, or nobody votes on paper."""


def blank_slips(ballot: Ballot, heading: str) -> bytes:
    """One page for each voter who is not on screen, all alike. Raises CannotPrint, PdfUnavailable."""
    questions = questions_for(ballot)
    for question in questions:
        if not any(not option.withdrawn_reason for option in question.options.all()):
            raise CannotPrint(
                _("“%(question)s”: danh sách bình xét có khi mở bỏ phiếu; hãy in phiếu sau khi mở.")
                % {"question": question.text}
            )
    pages = min(ballot.voters.exclude(way=Way.SCREEN).count(), MOST_PAGES)
    if not pages or not questions:
        raise CannotPrint(_("Chưa có nội dung bỏ phiếu, hoặc không ai bỏ phiếu giấy."))
    context = {"ballot": ballot, "heading": heading, "questions": questions, "pages": range(pages)}
    return render_pdf("pdf/ballot_slips.html", context, title=_("Phiếu bình xét, suy tôn"))


def opened_slips(ballot: Ballot, heading: str) -> bytes:
    """Every opened slip of every question, in the order of their random keys. Raises PdfUnavailable."""
    found = []
    for question in questions_for(ballot):
        labels = {option.number: option.label for option in question.options.all()}
        slips = Slip.objects.filter(question=question).order_by("key").values_list("numbers", flat=True)
        found.append((question, [[labels[number] for number in numbers] for numbers in slips]))
    context = {"ballot": ballot, "heading": heading, "questions": found}
    return render_pdf("pdf/ballot_opened.html", context, title=_("Phiếu đã mở"))
