import pytest

from apps.core.errors import TransitionNotAllowed
from apps.core.flow import Flow, Transition

FLOW = Flow(
    Transition("send", frozenset({"draft", "returned"}), "sent", "Gửi"),
    Transition("return", frozenset({"sent"}), "returned", "Yêu cầu bổ sung"),
)


@pytest.mark.parametrize(
    ("action", "state", "expected"),
    [
        ("send", "draft", "sent"),
        ("send", "returned", "sent"),
        ("send", "sent", None),
        ("return", "sent", "returned"),
        ("return", "draft", None),
        ("return", "returned", None),
    ],
)
def test_every_action_from_every_state(action, state, expected):
    assert FLOW.allows(action, state) is (expected is not None)
    if expected is None:
        with pytest.raises(TransitionNotAllowed):
            FLOW.target(action, state)
    else:
        assert FLOW.target(action, state) == expected


def test_actions_come_in_the_order_of_the_table():
    assert [t.action for t in FLOW.actions("sent")] == ["return"]


def test_an_action_named_twice_is_a_mistake():
    with pytest.raises(ValueError, match="twice"):
        Flow(Transition("a", frozenset(), "b", ""), Transition("a", frozenset(), "c", ""))
