"""What a home page is made of."""

from dataclasses import dataclass, field

from apps.core.components import TaskRow


@dataclass(frozen=True)
class Section:
    """A list under the main one: heading, lines, and where to find the rest."""

    title: object
    tasks: tuple[TaskRow, ...] = ()
    more_url: str = ""
    more_label: object = ""


@dataclass(frozen=True)
class Home:
    """Template and heading of a home page, with what the template shows."""

    template: str
    heading: str
    context: dict = field(default_factory=dict)
