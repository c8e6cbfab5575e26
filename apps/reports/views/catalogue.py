"""The catalogue of reports, and asking for one: a job makes the file."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from apps.core import tokens
from apps.core.pdf import pdf_problems
from apps.core.views import TransitionView
from apps.reports import policies, registry
from apps.reports.domain import rendering
from apps.reports.forms import ReportForm

NEWEST = 5


class CatalogueView(LoginRequiredMixin, TemplateView):
    """What can be printed or exported, and the newest files of one's own."""

    template_name = "reports/catalogue.html"

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        newest = list(policies.own_files(actor)[:NEWEST])
        return super().get_context_data(
            reports=registry.all_reports(),
            newest=newest,
            fetchable=policies.fetchable(newest, actor),
            over=policies.over(newest, localdate(self.request.received_at)),
            shut_reason=policies.SEEN_NO_MORE,
            problems=pdf_problems(),
            **kwargs,
        )


class RequestView(TransitionView):
    """A form of subject and format; pages that know both post straight here. The same form twice is one job."""

    operation = staticmethod(rendering.request_report)
    form_class = ReportForm
    template_name = "reports/request.html"

    def get_object(self):
        report = registry.find(self.kwargs["name"])
        if report is None:
            raise Http404
        return report

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"report": self.object, "actor": self.request.actor}

    def get_initial(self):
        chosen = {name: self.request.GET.get(name) for name in self.object.params}
        asked = self.request.GET.get("format")
        format_ = asked if asked in self.object.renderers else self.object.formats[0]
        return {"format": format_} | {name: value for name, value in chosen.items() if value}

    def call(self, form):
        token = tokens.parse(self.request.POST.get("form_token"))
        return rendering.request_report(
            name=self.object.name,
            format_=form.cleaned_data["format"],
            params=form.params,
            actor=self.request.actor,
            now=self.request.received_at,
            asked=token.hex if token else "",
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(report=self.object, submit_label=_("Kết xuất"), **kwargs)

    def get_success_url(self):
        return self.result.get_absolute_url()
