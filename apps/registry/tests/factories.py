from datetime import UTC, date, datetime

import factory

from apps.catalog.enums import Level, Subject
from apps.catalog.models import AwardType
from apps.core.actor import system_actor
from apps.documents.enums import DocumentKind
from apps.documents.models import Document
from apps.registry.domain.acts import cancel_award, correct_award, restore_award
from apps.registry.models import Award, GrantDocument
from apps.units.models import Person, Posting
from apps.units.tests.factories import UnitFactory

GRANTED, TODAY = date(2025, 12, 20), date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
SYSTEM = system_actor()


class AwardTypeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AwardType
        django_get_or_create = ("code",)

    code = "BKB"
    name = factory.LazyAttribute(lambda made: f"Khen thưởng {made.code}")
    list = "commendation"
    level = Level.MINISTRY
    subject = Subject.BOTH


class DecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Document

    symbol = factory.Sequence(lambda n: f"{n + 5001}/QĐ-BTP")
    issued_on = GRANTED
    issuer_name = "Bộ Tư pháp"
    kind = DocumentKind.DECISION
    owner_code = "BTP"


class GrantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GrantDocument

    document = factory.SubFactory(DecisionFactory)
    authority_name = "Bộ trưởng Bộ Tư pháp"
    authority_level = Level.MINISTRY
    keeper = factory.SubFactory(UnitFactory)


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    full_name = factory.Sequence(lambda n: f"Trần Thị Thử {n}")
    honorific = "Bà"


class PostingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Posting

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    post = "Chuyên viên"
    starts_on = date(2015, 1, 1)


class AwardFactory(factory.django.DjangoModelFactory):
    """An award of a person; ``subject="collective"`` with a unit for a collective."""

    class Meta:
        model = Award

    grant = factory.SubFactory(GrantFactory)
    award_type = factory.SubFactory(AwardTypeFactory)
    subject = Subject.INDIVIDUAL
    person = factory.Maybe(
        factory.LazyAttribute(lambda made: made.subject == Subject.INDIVIDUAL), factory.SubFactory(PersonFactory), None
    )
    unit = factory.SubFactory(UnitFactory)
    recipient_name = factory.LazyAttribute(lambda made: made.person.full_name if made.person else made.unit.name)
    granted_on = factory.LazyAttribute(lambda made: made.grant.document.issued_on)
    year = factory.LazyAttribute(lambda made: made.granted_on.year)


def cancel(award, **changes):
    arguments = {
        "award_id": award.pk,
        "version": Award.objects.get(pk=award.pk).version,
        "reason_code": "a",
        "document": DecisionFactory(),
        "reason": "Kê khai gian dối (minh họa)",
        "actor": SYSTEM,
        "now": NOW,
    }
    return cancel_award(**{**arguments, **changes})


def restore(award, document=None):
    version = Award.objects.get(pk=award.pk).version
    by = {"document": document or DecisionFactory(), "actor": SYSTEM, "now": NOW}
    return restore_award(award_id=award.pk, version=version, reason="Kết luận mới (minh họa)", **by)


def correct(award, document):
    by = {"document": document, "actor": SYSTEM, "now": NOW}
    changes = {"post": "Chuyên viên chính"}
    return correct_award(award_id=award.pk, version=award.version, changes=changes, reason="Sai chức vụ", **by)
