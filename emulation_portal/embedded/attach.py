"""The door of ``manage.py`` to the embedded services."""


def use_embedded_services() -> None:
    """Point this process at the embedded services."""
