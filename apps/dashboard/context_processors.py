"""What stands around every page."""

from apps.core.components import Shell


def shell(request):
    """``shell``: menu, switchers and people in charge of the present actor."""
    return {"shell": Shell()}
