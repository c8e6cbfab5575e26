"""Filter of the list of one's own jobs."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.core.filters import ListFilter, ListOrder
from apps.jobs.enums import JobState
from apps.jobs.models import Job


class JobFilter(ListFilter):
    state = django_filters.ChoiceFilter(label=_("Trạng thái"), choices=JobState.choices)
    o = ListOrder(fields={"created_at": "asked", "finished_at": "ended"})

    class Meta:
        model = Job
        fields = ["state"]
