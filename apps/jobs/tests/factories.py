import factory

from apps.accounts.tests.factories import UserFactory
from apps.jobs.models import Job


class JobFactory(factory.django.DjangoModelFactory):
    """A queued job of the probe task."""

    class Meta:
        model = Job

    key = factory.Sequence(lambda n: f"probe:{n}")
    task = "apps.jobs.tests.probe.probe"
    label = "Việc thử"
    params = factory.LazyFunction(lambda: {"items": 3})
    requested_by = factory.SubFactory(UserFactory)
