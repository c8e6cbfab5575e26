"""Every table of the portal can be taken away as XLSX and CSV and kept as a look, or says here why not."""

from pathlib import Path

from django.conf import settings
from django.urls import get_resolver
from django.views.generic import ListView
from django_filters.views import FilterView

from apps.core.lists import DefaultLookMixin, ExportMixin

OWN_FILE = "writes its file before the page is put together"
OWN_ACCOUNT = "what belongs to one's own account is no figure of the portal"
REPORT = "a report gives it as PDF, XLSX and DOCX"
ELSEWHERE = "the same rows are exported by a list that the page leads to"
STEP = "shown within a step that is being taken"
SECRET = "is to be read on the page only"
NO_ROWS = "cards, links or an explanation, not rows of figures"
NOT_EXPORTED = {
    "accounts:saved-view-list": OWN_ACCOUNT,
    "accounts:session-list": OWN_ACCOUNT,
    "accounts:token-list": OWN_ACCOUNT,
    "api:guide": NO_ROWS,
    "awards:layout-list": NO_ROWS,
    "awards:proposal-checklist": REPORT,
    "awards:proposal-votes": ELSEWHERE,
    "awards:public-comment": ELSEWHERE,
    "awards:public-comment-list": NO_ROWS,
    "awards:session-detail": REPORT,
    "awards:submission-detail": REPORT,
    "awards:upward-detail": REPORT,
    "clusters:plan-detail": NO_ROWS,
    "conferences:attendance": ELSEWHERE,
    "conferences:attendee-list": OWN_FILE,
    "consultations:consultation-detail": ELSEWHERE,
    "consultations:draft": ELSEWHERE,
    "dashboard:audience": SECRET,
    "dashboard:board-detail": OWN_FILE,
    "dashboard:board-reminder": STEP,
    "dashboard:styleguide": NO_ROWS,
    "documents:import-create": STEP,
    "documents:import-detail": STEP,
    "documents:import-replace": STEP,
    "movements:activity-list": NO_ROWS,
    "notifications:caught-list": NO_ROWS,
    "obligations:duty-reminder": STEP,
    "periods:calendar": ELSEWHERE,
    "pledges:pledge-detail": REPORT,
    "pledges:pledge-sign": STEP,
    "ranking:dry-run-set": STEP,
    "registry:hold-list": SECRET,
    "results:cluster-targets": OWN_FILE,
    "units:slip-batch": SECRET,
    "units:slip-list": SECRET,
    "units:unit-branch": ELSEWHERE,
    "units:unit-tree": ELSEWHERE,
    "units:unit-roles": ELSEWHERE,
}
TEMPLATES = Path(settings.BASE_DIR) / "templates"


def pages():
    """(name, view, text of its template) of every address that a class answers."""
    waiting = [(pattern, "") for pattern in get_resolver().url_patterns]
    while waiting:
        each, space = waiting.pop()
        if inner := getattr(each, "url_patterns", None):
            waiting += [(pattern, f"{each.namespace}:" if each.namespace else space) for pattern in inner]
        elif view := getattr(getattr(each, "callback", None), "view_class", None):
            path = TEMPLATES / (getattr(view, "template_name", None) or "none")
            yield f"{space}{each.name}", view, path.read_text(encoding="utf-8") if path.is_file() else ""


def test_every_table_can_be_taken_away_or_says_why_not():
    tables = {
        name: view
        for name, view, text in pages()
        if "{% data_table " in text or issubclass(view, FilterView | ListView)
    }
    assert len(tables) > 100
    assert {name for name, view in tables.items() if not issubclass(view, ExportMixin)} == NOT_EXPORTED.keys()


def test_every_table_with_filters_opens_with_its_default_look():
    """The page that saves a look offers it everywhere."""
    filtered = {name: view for name, view, text in pages() if " filter=filter" in text and ":styleguide" not in name}
    assert len(filtered) > 60
    assert [name for name, view in filtered.items() if not issubclass(view, DefaultLookMixin)] == []
