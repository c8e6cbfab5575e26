"""Where the date of a milestone is changed, for the page of its duty."""

from django.urls import reverse

from apps.movements.models import Milestone
from apps.obligations.models import Duty


def date_page(duty: Duty) -> str:
    """Empty when the milestone is there no more."""
    number = duty.code.removeprefix("movement_review:")
    if not number.isdecimal() or not Milestone.objects.filter(pk=int(number)).exists():
        return ""
    return reverse("movements:milestone-day", args=[int(number)])
