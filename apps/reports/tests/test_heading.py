"""Place and issuing body of printed papers follow whoever issues them."""

import pytest

from apps.reports.renderers.heading import place_of_body


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
