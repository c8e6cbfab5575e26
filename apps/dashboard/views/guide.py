"""Trợ giúp: the guide for everybody, also before signing in; it tells how to work, nothing of anybody's work."""

from django.http import FileResponse, Http404
from django.views.generic import TemplateView

from apps.core.abbreviations import ABBREVIATIONS
from apps.dashboard.guide.chapters import BY_MENU, CHAPTERS, SCREENSHOTS
from apps.dashboard.guide.rendering import chapters, page
from apps.dashboard.workplace import workplace

GLOSSARY = "glossary"


class GuideView(TemplateView):
    """All chapters, one's own first."""

    http_method_names = ["get", "head"]
    template_name = "help/guide.html"

    def get_context_data(self, **kwargs):
        role = workplace(self.request).role if self.request.user.is_authenticated else None
        own = BY_MENU.get(role.menu if role else "", "")
        ordered = sorted(chapters(), key=lambda each: each.slug != own)
        return super().get_context_data(chapters=ordered, own=own, **kwargs)


class ChapterView(TemplateView):
    """One chapter with its sections beside it; the glossary has the abbreviations with their sources, too."""

    http_method_names = ["get", "head"]
    template_name = "help/chapter.html"

    def get_context_data(self, slug, **kwargs):
        if slug not in CHAPTERS:
            raise Http404
        abbreviations = ABBREVIATIONS if slug == GLOSSARY else ()
        return super().get_context_data(
            chapter=CHAPTERS[slug], page=page(slug), chapters=chapters(), abbreviations=abbreviations, **kwargs
        )


def image(request, name: str):
    """A screenshot of the guide."""
    path = SCREENSHOTS / f"{name}.png"  # the route takes letters, figures, dashes and underscores only
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/png", headers={"Cache-Control": "max-age=86400"})
