from datetime import date

import factory

from apps.clusters.enums import ClusterKind, HeadRole
from apps.clusters.models import Cluster, ClusterYear, HeadTerm, Member
from apps.periods.tests.factories import EmulationYearFactory
from apps.units.tests.factories import UnitFactory


class ClusterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cluster

    code = factory.Sequence(lambda n: f"CUM-T{n}")
    name = factory.Sequence(lambda n: f"Cụm thi đua thử số {n}")
    kind = ClusterKind.CLUSTER
    organiser = factory.SubFactory(UnitFactory)


class ClusterYearFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ClusterYear

    year = factory.SubFactory(EmulationYearFactory)
    cluster = factory.SubFactory(ClusterFactory, organiser=factory.SelfAttribute("..year.organiser"))
    name = factory.SelfAttribute("cluster.name")


class MemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Member

    cluster_year = factory.SubFactory(ClusterYearFactory)
    unit = factory.SubFactory(UnitFactory)
    unit_name = factory.SelfAttribute("unit.name")
    order = factory.Sequence(lambda n: n + 1)


class HeadTermFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HeadTerm

    cluster_year = factory.SubFactory(ClusterYearFactory)
    unit = factory.SubFactory(UnitFactory)
    role = HeadRole.HEAD
    starts_on = date(2020, 1, 1)
