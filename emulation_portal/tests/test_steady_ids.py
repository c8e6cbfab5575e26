import pytest


@pytest.mark.parametrize(("name", "content"), [("a.zip", b"PK made at 12:00:00"), ("b.zip", b"")])
def test_names_of_tests_hold_no_bytes(name, content, request):
    assert request.node.name == f"test_names_of_tests_hold_no_bytes[{name}-content]"
