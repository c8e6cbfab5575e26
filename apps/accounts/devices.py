"""A browser and its system in words, from what it says of itself. Said to people, never trusted."""

from django.utils.translation import gettext as _

from apps.core.kept import kept_language

# The first match wins: Edge and Opera also call themselves Chrome, Chrome also Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("coc_coc", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_label(user_agent: str) -> str:
    """Firefox trên Windows; kept with the session and sent in notices."""
    system = _first(SYSTEMS, user_agent)
    with kept_language():
        browser = _first(BROWSERS, user_agent) or _("Trình duyệt khác")
        return _("%(browser)s trên %(system)s") % {"browser": browser, "system": system} if system else browser


def _first(words, text: str) -> str:
    return next((name for word, name in words if word.lower() in text.lower()), "")
