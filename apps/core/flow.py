"""States as data: which step may follow which. Buttons, tests and the diagrams of the READMEs come from here."""

from dataclasses import dataclass

from apps.core.errors import TransitionNotAllowed


@dataclass(frozen=True)
class Transition:
    """One step: the name of the action, the states it may start from, the state it leads to, its button."""

    action: str
    sources: frozenset
    target: str
    label: object


class Flow:
    """A table of transitions. ``target`` answers the next state or refuses."""

    def __init__(self, *transitions: Transition):
        self.transitions = transitions
        self._by_action = {t.action: t for t in transitions}
        if len(self._by_action) != len(transitions):
            raise ValueError("An action stands twice in one Flow.")

    def target(self, action: str, state: str) -> str:
        """State after ``action``. Raises TransitionNotAllowed when the action may not start from ``state``."""
        transition = self._by_action[action]
        if state not in transition.sources:
            raise TransitionNotAllowed
        return transition.target

    def allows(self, action: str, state: str) -> bool:
        return state in self._by_action[action].sources

    def actions(self, state: str) -> list[Transition]:
        """The steps that may start from ``state``, in the order of the table."""
        return [t for t in self.transitions if state in t.sources]
