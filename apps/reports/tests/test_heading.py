"""Place and issuing body of printed papers follow whoever issues them."""

from datetime import date

import pytest

from apps.core.pdf import Signature
from apps.documents.exports import HandSigner
from apps.reports.renderers.heading import place_of_body
from apps.reports.renderers.signing import unit_signature
from apps.units.templatetags.unit_posts import head_of_unit

DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("Bộ Tư pháp", "Hà Nội"),
        ("Sở Tư pháp tỉnh Lào Cai", "Lào Cai"),
        ("Sở Tư pháp thành phố Huế", "Huế"),
        ("Sở Tư pháp", "Hà Nội"),
    ],
)
def test_place_is_where_the_issuing_body_sits(body, place):
    assert place_of_body(body) == place


@pytest.mark.parametrize(
    ("prefix", "post", "above", "position"),
    [
        ("", "Giám đốc", "", "GIÁM ĐỐC"),
        ("KT.", "Phó Giám đốc", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        ("KT.", "Phó Chánh Văn phòng", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ("TL.", "Chánh Văn phòng", "TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"),
        ("Q.", "Giám đốc", "", "Q. GIÁM ĐỐC"),
        ("TM.", "Chủ tịch Hội đồng", "", "TM. CHỦ TỊCH HỘI ĐỒNG"),
    ],
)
def test_who_signs_for_the_head_stands_below_the_title_of_the_head(prefix, post, above, position):
    signer = HandSigner("Lê Văn Thử", post, prefix, DAY)
    found = unit_signature("Sở Tư pháp tỉnh Lào Cai", signer, "", "")
    assert found == Signature(above, position, "Lê Văn Thử")


def test_of_other_units_only_the_deputys_post_tells_the_head_and_who_confirmed_stands_without_a_form_of_address():
    by_order = HandSigner("Lê Văn Thử", "Chánh Văn phòng", "TL.", DAY)
    assert unit_signature("Cục Bổ trợ tư pháp", by_order, "", "").prefix == "TL. THỦ TRƯỞNG ĐƠN VỊ"
    collective = HandSigner("Lê Văn Thử", "Chủ tịch Hội đồng", "TM.", DAY)
    assert unit_signature("Học viện Tư pháp", collective, "", "").position == "TM. CHỦ TỊCH HỘI ĐỒNG"
    for unit, head in {"Cục Bổ trợ tư pháp": "THỦ TRƯỞNG ĐƠN VỊ", "Sở Tư pháp tỉnh Lào Cai": "GIÁM ĐỐC"}.items():
        confirmed = unit_signature(unit, None, "Ông Lê Văn Thử", "Đã ký")
        assert confirmed == Signature("", head, "Lê Văn Thử", "Đã ký")
        assert head_of_unit(unit) == head, "the printed page says the same"
