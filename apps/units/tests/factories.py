from datetime import date

import factory

from apps.accounts.tests.factories import UserFactory
from apps.units.enums import Role, UnitKind
from apps.units.models import Person, Posting, RoleAssignment, Unit
from apps.units.person_enums import PostingKind


class UnitFactory(factory.django.DjangoModelFactory):
    """A root unit, or a child of ``parent``."""

    class Meta:
        model = Unit

    code = factory.Sequence(lambda n: f"DV-{n}")
    name = factory.Sequence(lambda n: f"Vụ Thử nghiệm số {n}")
    kind = UnitKind.MINISTRY_UNIT

    @classmethod
    def _create(cls, model_class, *args, parent=None, **kwargs):
        if parent is None:
            return model_class.objects.add_root(create_kwargs=kwargs)
        return model_class.objects.add_child(Unit.objects.get(pk=parent.pk), create_kwargs=kwargs)


class RoleAssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoleAssignment

    user = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(UnitFactory)
    role = Role.OFFICER
    starts_on = date(2020, 1, 1)


class PersonFactory(factory.django.DjangoModelFactory):
    """A person without any posting."""

    class Meta:
        model = Person

    full_name = factory.Sequence(lambda n: f"Trần Thị Thử {n}")
    honorific = "Bà"


class PostingFactory(factory.django.DjangoModelFactory):
    """An official posting held since 2020."""

    class Meta:
        model = Posting

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    kind = PostingKind.OFFICIAL
    post = "Chuyên viên"
    starts_on = date(2020, 1, 1)
