"""Pages of results and targets: forms, conflicts, cards, lists."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from django.urls import reverse
from django.utils.html import escape

from apps.clusters.enums import Line
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.periods.tests.factories import EmulationYearFactory
from apps.results.models import Indicator, ResultEntry, Target
from apps.results.tests.factories import IndicatorFactory, ResultEntryFactory, TargetFactory
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 11, 20, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def region():
    """Two bureaus of the enforcement line and a Sở that heads: 9 is enough on plain values."""
    cluster_year = ClusterYearFactory(year=EmulationYearFactory(year=2020))
    head = MemberFactory(cluster_year=cluster_year, line=Line.JUSTICE)
    HeadTermFactory(cluster_year=cluster_year, unit=head.unit)
    bureaus = MemberFactory.create_batch(2, cluster_year=cluster_year, line=Line.ENFORCEMENT)
    cases = IndicatorFactory(code="VIEC", label="Về việc", short_label="về việc")
    for member, done in zip(bureaus, (75, 76), strict=True):
        TargetFactory(unit=member.unit, indicator=cases, value=Decimal(73))
        ResultEntryFactory(unit=member.unit, indicator=cases, numerator=Decimal(done))
    return cluster_year, head, bureaus, cases


def sign_in(client, unit, role=Role.OFFICER):
    client.force_login(RoleAssignmentFactory(unit=unit, role=role).user)
    return client


def test_s002_2_the_card_says_the_sentence_with_formula_and_mean(client, region):
    cluster_year, head, _bureaus, _cases = region
    page = sign_in(client, head.unit).get(reverse("results:cluster-targets", args=[cluster_year.pk]))
    text = page.content.decode()
    assert "2/2 đơn vị đạt và vượt 1/1 chỉ tiêu; vượt về việc 2,50%" in text
    assert "151 ÷ 200 = 75,50%" in text
    assert "Trung bình cộng các đơn vị: 75,50%" in text


def test_s002_3_the_head_reads_the_name_and_a_member_only_the_share(client, region):
    cluster_year, head, bureaus, _cases = region
    ResultEntry.objects.filter(unit=bureaus[1].unit).update(numerator=Decimal(70))
    address = reverse("results:cluster-targets", args=[cluster_year.pk])
    text = sign_in(client, head.unit).get(address).content.decode()
    assert f"1/2 đơn vị đạt và vượt 1/1 chỉ tiêu; {bureaus[1].unit_name} chưa đạt chỉ tiêu về việc" in text
    page = sign_in(client, bureaus[0].unit).get(address)
    text = page.content.decode()
    assert "1/2 đơn vị đạt và vượt 1/1 chỉ tiêu" in text
    assert bureaus[1].unit_name not in text
    assert "75,00%" in text  # its own row


def test_the_card_as_a_workbook(client, region):
    cluster_year, head, bureaus, _cases = region
    answer = sign_in(client, head.unit).get(
        reverse("results:cluster-targets", args=[cluster_year.pk]), {"format": "xlsx"}
    )
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert [bureaus[0].unit_name, "Về việc", "Tổng cục Thi hành án dân sự", "%", 73, 75] in [row[:6] for row in cells]


def post(client, address, **typed):
    return client.post(address, typed)


def test_an_officer_enters_a_figure_and_goes_on(client):
    unit, indicator = UnitFactory(), IndicatorFactory()
    page = sign_in(client, unit).get(reverse("results:result-create"))
    assert page.context["form"].initial["unit"] == unit
    typed = {
        "unit": unit.code,
        "year": 2020,
        "period": "year",
        "indicator": indicator.pk,
        "numerator": "8.427",
        "denominator": "10 000",
        "standing": "estimate",
        "happened_on": "20/11/2020",
        "symbol": "12/BC-T",
        "issued_on": "19-11-2020",
        "form_token": page.context["form_token"],
    }
    answer = post(client, reverse("results:result-create"), **typed)
    assert answer.status_code == 422  # 8.427: thousand or decimal?
    typed["numerator"] = "8427"
    answer = post(client, reverse("results:result-create"), **typed, more="1")
    entry = ResultEntry.objects.get()
    assert (entry.numerator, entry.denominator, entry.standing) == (8427, 10000, "estimate")
    assert entry.document.symbol == "12/BC-T"
    assert answer.url == f"{reverse('results:result-create-kind', args=['figure'])}?after={entry.pk}"
    following = client.get(answer.url).context["form"].initial
    assert (following["symbol"], following["standing"]) == ("12/BC-T", "estimate")
    assert post(client, reverse("results:result-create"), **typed, more="1").status_code == 302  # sent twice
    assert ResultEntry.objects.count() == 1


def test_achievements_and_ranks_have_short_forms(client):
    unit = UnitFactory()
    sign_in(client, unit)
    common = {"unit": unit.code, "year": 2020, "happened_on": "20/11/2020"}
    answer = post(client, reverse("results:result-create-kind", args=["achievement"]), text="Hoàn thành Luật", **common)
    assert answer.status_code == 302
    rank = {"index_name": "PAR INDEX", "index_issuer": "Bộ Nội vụ", "index_year": 2019, "index_rank": 3, "index_of": 63}
    answer = post(client, reverse("results:result-create-kind", args=["index"]), **rank, **common)
    assert "hạng 3/63" in client.get(answer.url).content.decode()


def test_last_year_is_offered_and_copied(client):
    unit = UnitFactory()
    old = ResultEntryFactory(unit=unit, year=2019)
    sign_in(client, unit)
    page = client.get(reverse("results:result-create"))
    assert [entry for entry, _text in page.context["last"]] == [old]
    copied = client.get(reverse("results:result-create"), {"copy": old.pk}).context["form"].initial
    assert (copied["indicator"], copied["numerator"], copied["year"]) == (old.indicator, 84, 2020)


def test_the_second_of_two_writers_sees_both_values_and_loses_nothing(client):
    entry = ResultEntryFactory(year=2019)
    sign_in(client, entry.unit)
    typed = {
        "unit": entry.unit.code,
        "year": 2019,
        "period": "year",
        "indicator": entry.indicator_id,
        "denominator": "100",
        "standing": "actual",
        "happened_on": "01/11/2020",
        "version": 1,
    }
    address = reverse("results:result-edit", args=[entry.pk])
    assert post(client, address, numerator="85", **typed).status_code == 302
    answer = post(client, address, numerator="95", **typed)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Nội dung của bạn vẫn còn ở dưới" in text
    assert [(each.stored, each.typed) for each in answer.context["differences"]] == [("85", "95")]
    assert 'name="version" value="2"' in text
    assert post(client, address, numerator="95", **typed | {"version": 2}).status_code == 302


def test_confirming_on_the_page(client):
    entry = ResultEntryFactory(year=2019, standing="estimate")
    sign_in(client, entry.unit)
    address = reverse("results:result-confirm", args=[entry.pk])
    assert "Xác nhận số liệu ước" in client.get(address).content.decode()
    answer = post(client, address, version=1, numerator="90", denominator="100", as_of="31/12/2019")
    assert answer.status_code == 302
    text = client.get(answer.url).content.decode()
    assert "90,00%" in text
    assert "84,00%" in text  # what was expected


def test_a_unit_page_shows_giao_ket_qua_uoc_vuot(client, region):
    _cluster_year, _head, bureaus, cases = region
    unit = bureaus[0].unit
    ResultEntryFactory(unit=unit, indicator=cases, year=2019, numerator=Decimal(70))
    page = sign_in(client, unit).get(reverse("results:unit-targets", args=[unit.pk, 2020]))
    text = page.content.decode()
    for part in ("73,00%", "75,00%", "vượt 2,00%", "đạt 1/1 chỉ tiêu", "tốt hơn"):
        assert part in text
    file = client.get(page.request["PATH_INFO"], {"format": "csv"}).content.decode()
    assert file.splitlines()[1].startswith(f'"Ngành giao","{unit.name}","Về việc"')


def test_the_sector_adds_up_in_the_database_and_names_who_missed(client, region):
    cluster_year, head, bureaus, cases = region
    ResultEntry.objects.filter(unit=bureaus[1].unit).update(numerator=Decimal(70))
    TargetFactory(unit=head.unit, indicator=cases)
    ResultEntryFactory(unit=head.unit, indicator=cases, year=2019)
    TargetFactory(unit=MemberFactory(cluster_year=cluster_year).unit, indicator=cases, value=None)  # nothing assigned
    office = cluster_year.cluster.organiser
    page = sign_in(client, office, Role.STANDING_OFFICE).get(reverse("results:sector", args=[2020]))
    ((row, target, result, words, listed),) = page.context["rows"]
    assert (row.assigned, row.reported, row.met) == (3, 2, 1)
    for counted in ("assigned", "reported", "met"):  # each figure opens what it counts
        assert f'href="{escape(listed)}{counted}"' in page.content.decode()
        shown = client.get(f"{listed}{counted}").context["page_obj"].paginator.count
        assert shown == getattr(row, counted), counted
    assert (target, result, words) == ("73,00%", "72,50%", "thiếu 0,50%")
    assert [each.target.unit for each in page.context["missed"]] == [bureaus[1].unit]
    assert list(page.context["clusters"]) == [cluster_year]


def test_the_sector_names_a_miss_beside_another_result_that_would_reach_it(client, region):
    """Each target is held against the result of its own indicator and year, not against any figure of the unit."""
    cluster_year, _head, bureaus, _cases = region
    money = IndicatorFactory(code="TIEN", label="Về tiền", short_label="về tiền")
    target = TargetFactory(unit=bureaus[0].unit, indicator=money, value=Decimal(52))
    ResultEntryFactory(unit=bureaus[0].unit, indicator=money, numerator=Decimal("51.2"))  # 75 of cases is above 52
    ResultEntryFactory(unit=bureaus[0].unit, indicator=money, year=2019, numerator=Decimal(60), illustrative=True)
    office = cluster_year.cluster.organiser
    page = sign_in(client, office, Role.STANDING_OFFICE).get(reverse("results:sector", args=[2020]))
    assert [(each.target, each.result) for each in page.context["missed"]] == [(target, "51,20%")]
    assert not page.context["illustrative"]


def test_the_office_assigns_and_changes_with_a_reason(client, region):
    cluster_year, head, _bureaus, cases = region
    sign_in(client, cluster_year.cluster.organiser, Role.STANDING_OFFICE)
    typed = {
        "unit": head.unit.code,
        "year": 2020,
        "indicator": cases.pk,
        "origin": "sector",
        "value": "83,90%",
        "issuer_name": "Bộ Tư pháp",
    }
    assert post(client, reverse("results:target-create"), **typed).status_code == 422  # a percent sign is no number
    typed["value"] = "83,90"
    assert post(client, reverse("results:target-create"), **typed).status_code == 302
    target = Target.objects.get(unit=head.unit)
    assert target.value == Decimal("83.9")
    address = reverse("results:target-change", args=[target.pk])
    change = {"version": 1, "value": "84", "issuer_name": "Bộ Tư pháp"}
    assert post(client, address, **change).status_code == 422
    assert post(client, address, **change, reason="Điều chỉnh giữa năm").status_code == 302


def test_the_ministry_keeps_the_indicators(client):
    ministry = UnitFactory(kind=UnitKind.MINISTRY)
    sign_in(client, ministry, Role.STANDING_OFFICE)
    typed = {"label": "Số đoàn kiểm tra", "unit_of_measure": "đoàn", "measure": "amount", "better": "up"}
    assert post(client, reverse("results:indicator-create"), code="KT-DOAN", **typed).status_code == 302
    indicator = Indicator.objects.get(code="KT-DOAN")
    assert indicator.owner is None
    answer = post(client, reverse("results:indicator-edit", args=[indicator.pk]), version=1, **typed | {"label": "Mới"})
    assert answer.status_code == 302
    indicator.refresh_from_db()
    assert (indicator.label, indicator.version) == ("Mới", 2)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.STANDING_OFFICE])
@pytest.mark.parametrize("name", ["result-list", "target-list"])
def test_lists_cost_the_same_for_one_and_four(client, name, role, django_assert_max_num_queries):
    unit = UnitFactory(kind=UnitKind.MINISTRY)
    sign_in(client, unit, role)
    counts = []
    for more in (1, 3):
        for _n in range(more):
            ResultEntryFactory(unit=unit)
            TargetFactory(unit=unit)
        client.get(reverse(f"results:{name}"))  # what is read once and kept
        with django_assert_max_num_queries(24) as captured:
            client.get(reverse(f"results:{name}"))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_before_the_year_is_over_the_form_offers_an_estimate_and_refuses_a_fact(client):
    unit, indicator = UnitFactory(), IndicatorFactory()
    page = sign_in(client, unit).get(reverse("results:result-create"))
    assert page.context["form"].initial["standing"] == "estimate"
    typed = {"unit": unit.code, "year": 2020, "period": "year", "indicator": indicator.pk, "happened_on": "20/11/2020"}
    typed |= {"numerator": "1", "denominator": "2"}
    answer = post(client, reverse("results:result-create"), **typed, standing="actual")
    assert answer.context["form"].errors == {
        "standing": ["Trước ngày 01/01/2021, số liệu cả năm 2020 là số ước, chưa phải số thực hiện."]
    }
    bureau = UnitFactory(kind=UnitKind.ENFORCEMENT_PROVINCE)  # its work year is over on 30 September
    page = sign_in(client, bureau).get(reverse("results:result-create"))
    assert page.context["form"].initial["standing"] == "actual"


def test_estimates_are_marked_on_the_page_of_the_sector_and_in_chart_tables(client, region):
    cluster_year, _head, bureaus, _cases = region
    sign_in(client, cluster_year.cluster.organiser, Role.STANDING_OFFICE)
    sector, card = reverse("results:sector", args=[2020]), reverse("results:cluster-targets", args=[cluster_year.pk])
    text = client.get(sector).content.decode()
    assert "(ước)" not in text
    assert "Có số liệu minh họa" not in text
    ResultEntry.objects.filter(unit=bureaus[1].unit).update(
        standing="estimate", numerator=Decimal(70), illustrative=True
    )
    page = client.get(sector)
    ((row, _target, result, *_words),) = page.context["rows"]
    assert (row.estimates, result) == (1, "72,50% (ước)")
    assert [each.result for each in page.context["missed"]] == ["70,00% (ước)"]
    assert "1</a>/2 (ước)" in page.content.decode()
    assert "Có số liệu minh họa" in page.content.decode()
    ((_id, _indicator, chart, _svg, table),) = client.get(card).context["lines"][0].charts
    assert [result for _name, result, _excess in table] == ["75,00%", "70,00% (ước)"]
    assert chart.labels[1] == f"{bureaus[1].unit_name} (ước)"


def test_the_form_of_targets_tells_a_unit_that_the_sectors_come_from_above(client):
    unit, indicator = UnitFactory(), IndicatorFactory()
    sign_in(client, unit)
    typed = {"unit": unit.code, "year": 2020, "indicator": indicator.pk, "value": "1", "issuer_name": "Bộ Tư pháp"}
    answer = post(client, reverse("results:target-create"), **typed, origin="sector")
    assert answer.status_code == 422
    assert "Chỉ tiêu ngành giao do cấp trên của đơn vị nhập" in answer.content.decode()
    assert not Target.objects.exists()
    assert post(client, reverse("results:target-create"), **typed, origin="own").status_code == 302


def test_the_list_finds_estimates_of_a_year_as_the_task_links_to_it(client):
    unit = UnitFactory()
    waiting = ResultEntryFactory(unit=unit, standing="estimate")
    ResultEntryFactory(unit=unit)
    page = sign_in(client, unit).get("/results/?standing=estimate&year=2020")
    assert [row[0] for row in page.context["rows"]] == [waiting]
    assert "(ước)" in page.content.decode()


def test_a_result_of_tomorrow_is_an_estimate(client):
    unit, indicator = UnitFactory(), IndicatorFactory()
    typed = {
        "unit": unit.code,
        "year": 2020,
        "period": "year",
        "indicator": indicator.pk,
        "numerator": "1",
        "denominator": "2",
        "standing": "actual",
        "happened_on": "20/11/2020",
        "as_of": "31/12/2020",
    }
    sign_in(client, unit)
    assert post(client, reverse("results:result-create"), **typed).status_code == 422
    assert post(client, reverse("results:result-create"), **typed | {"standing": "estimate"}).status_code == 302
    assert ResultEntry.objects.get().as_of == date(2020, 12, 31)
