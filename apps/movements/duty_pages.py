"""Where the date of a milestone is changed, for the page of its duty."""

from django.urls import reverse

from apps.core.whole_numbers import whole_number
from apps.movements.models import Milestone
from apps.obligations.models import Duty


def date_page(duty: Duty) -> str:
    """Empty when the milestone is there no more."""
    number = whole_number(duty.code.removeprefix("movement_review:"))
    known = Milestone.objects.filter(pk=number).exists()
    return reverse("movements:milestone-day", args=[number]) if known else ""
