"""Bad input of people, one by one: the page says what is wrong beside its place, with the article where the law has
one, and nothing is written. A scan instead of a signed PDF and a changed byte: ``test_signed_decisions``.
"""

from dataclasses import dataclass
from datetime import date

import pytest
from django.urls import reverse

from apps.audit.models import Entry
from apps.awards.models import Nominee
from apps.awards.tests import council_world, world
from apps.awards.tests.council_world import DAY
from apps.awards.tests.test_decisions import drafted
from apps.catalog.models import EligibilityRule, Provision
from apps.registry.enums import AwardState
from apps.registry.models import Award
from apps.registry.tests.factories import AwardFactory, DecisionFactory
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db
HEAD = "Họ và tên\tDanh hiệu, hình thức\tĐối tượng\tTư cách\tLý do"


@dataclass
class Post:
    """Who sends what where, beside which field the answer stands ("" above the form), and what it says."""

    user: object
    url: str
    typed: dict
    field: str
    says: str


def _list(found, typed: dict, field: str, says: str) -> Post:
    return Post(found.officer, reverse("awards:nominee-add", args=[found.opened().pk]), typed, field, says)


def wrong_subject() -> Post:
    found = world.build()
    typed = {"award": world.award("CTDB").pk, "subject": "individual", "name": "Lê Văn Lạ", "standing": "official"}
    return _list(found, typed, "award", "không dành cho cá nhân (Điều 26")


def not_in_the_unit() -> Post:
    found = world.build()
    typed = {"award": world.award("BKB").pk, "subject": "individual", "name": "Lê Văn Lạ", "standing": "official"}
    return _list(found, typed, "standing", "không công tác tại Cục Công nghệ thông tin ngày 12/03/2026")


def day_of_no_paper() -> Post:
    """A day typed without the number would be dropped in silence."""
    found = world.build()
    typed = {"issued_on": "1/3/2026", "issuer_name": "UBND phường"}
    return Post(
        found.officer, reverse("awards:paper-add", args=[found.opened().pk]), typed, "symbol", "Nhập số, ký hiệu"
    )


def _sheet(found, declared: int, *lines: str, says: str) -> Post:
    url = reverse("awards:nominee-paste", args=[found.opened(declared_individuals=declared).pk])
    return Post(found.officer, url, {"cells": "\n".join([HEAD, *lines])}, "sheet", says)


def same_person_twice() -> Post:
    found = world.build()
    line = f"{found.person().full_name}\tBKB\tCá nhân\t\t"
    return _sheet(found, 2, line, line, says="đã có trong danh sách với Bằng khen")


def list_of_31_of_32() -> Post:
    found = world.build()
    lines = [f"{found.person().full_name}\tLĐTT\t\t\t" for _n in range(2)]
    return _sheet(found, 3, *lines, says="thiếu 1 cá nhân so với tờ trình (3)")


def _issue(found, decision, field: str, says: str, symbol: str = "145/qđ-btp") -> Post:
    office = RoleAssignmentFactory(unit=found.ministry, role=Role.STANDING_OFFICE).user
    typed = {"symbol": symbol, "issued_on": f"{DAY:%d/%m/%Y}", "version": decision.version}
    return Post(office, reverse("awards:decision-issue", args=[decision.pk]), typed, field, says)


def decision_number_reused() -> Post:
    found = council_world.build()
    decision = drafted(found, found.proposal(council_world.person_line()))
    DecisionFactory(symbol="145/QĐ-BTP", issued_on=date(DAY.year, 1, 5), abstract="Về việc nâng lương")
    says = "đã dùng cho văn bản khác: Về việc nâng lương"
    return _issue(found, decision, "symbol", says, symbol="0145 / qđ – btp")  # other spellings of one number


def no_number_of_a_decision() -> Post:
    found = council_world.build()
    decision = drafted(found, found.proposal(council_world.person_line()))
    says = "dạng số/QĐ-chữ viết tắt tên cơ quan, ví dụ 123/QĐ-BTP (Nghị định 30/2020/NĐ-CP"
    return _issue(found, decision, "symbol", says, symbol="56/TTr-BTP")


def decision_of_one_too_few() -> Post:
    found = council_world.build()
    decision = drafted(found, found.proposal(council_world.person_line()), declared_individuals=2)
    return _issue(found, decision, "", "thiếu 1 cá nhân so với quyết định (2)")


def cancelled_award_as_basis() -> Post:
    """It held when the council met, and was cancelled before the decision."""
    found = council_world.build()
    provision = Provision.objects.create(code="ND", title="Nghị định", symbol="152/2025/NĐ-CP", article="Điều 93")
    person, basis_type = council_world.PersonFactory(), council_world.award("LDTT")
    EligibilityRule.objects.create(
        code="BASIS", subject="both", order=1, fact="held_any:LDTT", comparison="ge", value=1,
        label="Đã đạt Lao động tiên tiến", provision=provision, confidence="verified", source="NĐ",
    )  # fmt: skip
    basis = AwardFactory(person=person, award_type=basis_type)
    decision = drafted(found, found.proposal(council_world.person_line(person=person)))
    Award.objects.filter(pk=basis.pk).update(state=AwardState.CANCELLED)
    return _issue(found, decision, "", "Đã đạt Lao động tiên tiến")


@pytest.mark.parametrize(
    "case",
    [
        wrong_subject,
        not_in_the_unit,
        day_of_no_paper,
        same_person_twice,
        list_of_31_of_32,
        decision_number_reused,
        no_number_of_a_decision,
        decision_of_one_too_few,
        cancelled_award_as_basis,
    ],
)
def test_bad_input_is_told_beside_its_place_and_nothing_is_written(case, client, time_machine):
    time_machine.move_to(world.NOW)
    post = case()
    client.force_login(post.user)
    before = (Nominee.objects.count(), Award.objects.count(), Entry.objects.count())
    answer = client.post(post.url, post.typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert post.says in page
    if post.field == "sheet":
        assert [each for each in answer.context["problems"] if each["row"] and post.says in each["message"]]
    elif post.field:
        assert post.says in str(answer.context["form"].errors[post.field])
    assert (Nominee.objects.count(), Award.objects.count(), Entry.objects.count()) == before
