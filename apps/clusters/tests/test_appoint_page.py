from datetime import date

import pytest
from django.urls import reverse

from apps.clusters.models import HeadTerm
from apps.clusters.tests.factories import MemberFactory
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db


def test_page_appoints_both_posts_and_prints_them(client):
    member = MemberFactory(unit__name="Vụ Pháp luật quốc tế")
    cluster_year = member.cluster_year
    deputy = MemberFactory(cluster_year=cluster_year, unit__name="Cục Kế hoạch - Tài chính")
    client.force_login(RoleAssignmentFactory(unit=cluster_year.cluster.organiser, role=Role.STANDING_OFFICE).user)
    url = reverse("clusters:head-appoint", args=[cluster_year.pk])
    data = {
        "symbol": "2700/QĐ-BTP",
        "issued_on": "25/12/2020",
        "issuer_name": "Bộ Tư pháp",
        "starts_on": "01/01/2021",
        "head_unit": member.unit_id,
        "head_person": "Bạch Quốc An",
        "head_post": "Vụ trưởng Vụ Pháp luật quốc tế",
        "deputy1_unit": deputy.unit_id,
        "deputy1_person": "Phan Anh Tuấn",
        "deputy1_post": "Cục trưởng Cục Kế hoạch - Tài chính",
    }
    assert client.post(url, data).status_code == 302
    assert list(HeadTerm.objects.order_by("pk").values_list("role", "starts_on")) == [
        ("cluster_head", date(2021, 1, 1)),
        ("cluster_deputy", date(2021, 1, 1)),
    ]
    page = client.get(cluster_year.get_absolute_url()).content.decode()
    for text in ("Bạch Quốc An", "Phan Anh Tuấn", "2700/QĐ-BTP (25/12/2020)", "01/01/2021"):
        assert text in page
    refused = client.post(url, {**data, "symbol": "2701/QĐ-BTP", "head_unit": deputy.unit_id, "deputy1_unit": ""})
    assert refused.status_code == 422
    assert "một đơn vị không giữ hai nhiệm vụ" in refused.content.decode()
    nobody = client.post(url, {**data, "head_unit": "", "deputy1_unit": ""})
    assert "Chọn ít nhất một đơn vị" in nobody.content.decode()
