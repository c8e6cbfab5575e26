"""Making a set and what stands beside its tree: particulars, steps, classes; removing a draft."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.form_pages import FormPageMixin
from apps.core.views import MakeView, SecondWriterMixin, TransitionView
from apps.core.whole_numbers import number_in
from apps.documents.forms import NothingForm
from apps.periods.models import EmulationYear
from apps.scoring import criteria_policies as policies
from apps.scoring import criteria_queries as queries
from apps.scoring.criteria_forms import ClassesForm, ParticularsForm, StartForm, StepsForm
from apps.scoring.criteria_words import arrangement_facts
from apps.scoring.domain import set_making, set_templates
from apps.scoring.domain.criteria_sets import class_of
from apps.scoring.domain.set_making import Particulars, particulars_of
from apps.scoring.models import CriteriaSet
from apps.scoring.views.criteria_base import SetFormMixin, editor_crumb, editor_url, list_crumb, name_of, set_crumb


class SetCreateView(FormPageMixin, MakeView):
    """Lập bảng tiêu chí: empty, from last year or another set of the same body, from a template."""

    policy = staticmethod(policies.can_create)
    form_class = StartForm
    heading = lazy("Lập bảng tiêu chí")
    lead = lazy("Bảng được lập ở dạng dự thảo: soạn, lấy ý kiến, rồi ban hành theo quyết định.")
    submit_label = lazy("Lập dự thảo")
    success_message = lazy("Đã lập dự thảo bảng tiêu chí.")

    def crumbs(self):
        return [list_crumb()]

    def get_form_kwargs(self):
        actor = self.request.actor
        years = [(each.pk, f"{each.year} – {each.organiser.name}") for each in queries.years_of(actor)]
        self.sources = list(queries.sources_for(actor))
        sources = [(each.pk, f"{each.year.year} – {each.title} ({name_of(each)})") for each in self.sources]
        templates = [(each.code, each.choice_label) for each in set_templates.templates()]
        return {**super().get_form_kwargs(), "years": years, "sources": sources, "templates": templates}

    def get_initial(self):
        source = number_in(self.request.GET, "source")
        return {} if source is None else {"start": StartForm.COPY, "source": source}

    def make(self, form) -> str:
        data = form.cleaned_data
        made = self._copy(data) if data["start"] == StartForm.COPY else self._new(data)
        return editor_url(made)

    def _copy(self, data: dict) -> CriteriaSet:
        source = next(each for each in self.sources if each.pk == data["source"])
        known = particulars_of(source, EmulationYear.objects.get(pk=data["year"]))
        asked = Particulars(
            title=data["title"] or known.title,
            kinds=tuple(data["kinds"]) or known.kinds,
            illustrative=known.illustrative,
            evidence=known.evidence,
            counted=known.counted,
        )
        return set_making.copy_set(
            source_id=source.pk, year_id=data["year"], code=data["code"], particulars=asked, **self._who()
        )

    def _new(self, data: dict) -> CriteriaSet:
        template = set_templates.template(data["template"]) if data["start"] == StartForm.TEMPLATE else None
        asked = Particulars(
            title=data["title"] or str(template.title),
            kinds=tuple(data["kinds"]) or template.kinds,
            illustrative=template is not None,
        )
        rules = set_templates.rules_of(template) if template else ()
        return set_making.create_set(
            year_id=data["year"], code=data["code"], particulars=asked, rules=rules, **self._who()
        )

    def _who(self) -> dict:
        return {"actor": self.request.actor, "now": self.request.received_at}


class BesideTreeMixin(SecondWriterMixin, SetFormMixin):
    """A form about what stands beside the tree; the second of two writers sees what is stored."""

    template_name = "scoring/criteria_beside.html"
    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu.")

    def crumbs(self):
        return [list_crumb(), set_crumb(self.object), editor_crumb(self.object)]

    def get_success_url(self):
        return editor_url(self.object)

    def stored_lines(self) -> list[str]:
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        stored = self.stored_lines() if self.stale else []
        return super().get_context_data(stale=self.stale, stored=stored, saved=self.object, **kwargs)


class SetParticularsView(BesideTreeMixin, TransitionView):
    form_class = ParticularsForm
    heading = lazy("Thông tin chung của bảng tiêu chí")

    def get_initial(self):
        known = particulars_of(self.object, self.object.year)
        return {**ParticularsForm.initial_of(known), "version": self.object.version}

    def call(self, form):
        return set_making.change_particulars(
            criteria_set_id=self.object.pk,
            version=form.cleaned_data["version"] or 0,
            particulars=form.particulars(),
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def stored_lines(self):
        found = self.object
        return [found.title, ", ".join(found.kind_labels), str(found.get_evidence_display())]


class SetStepsView(BesideTreeMixin, TransitionView):
    form_class = StepsForm
    heading = lazy("Các bước sau khi đơn vị tự chấm")
    lead = lazy("Theo thứ tự, nhiều nhất ba bước, tên như trong quyết định. Không có bước nào: bảng được chốt khi gửi.")

    def get_form_kwargs(self):
        rows = [
            {"key": step.order, "name": step.name, "role": step.role, "due_on": step.due_on}
            for step in self.object.steps.order_by("order")
        ]
        return {**super().get_form_kwargs(), "rows": rows}

    def get_initial(self):
        return {"version": self.object.version}

    def call(self, form):
        return set_making.change_arrangement(
            criteria_set_id=self.object.pk,
            version=form.cleaned_data["version"],
            steps=form.steps(),
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def stored_lines(self):
        return arrangement_facts(self.object).steps


class SetClassesView(BesideTreeMixin, TransitionView):
    form_class = ClassesForm
    heading = lazy("Xếp loại và tiêu chí phụ khi bằng điểm")
    lead = lazy("Xếp từ loại cao nhất. Một đơn vị được loại khi đạt điểm, đạt điều kiện và còn trong tỷ lệ.")

    def get_form_kwargs(self):
        rows = [
            {
                "key": rule.order,
                "label": rule.label,
                "min_points": rule.min_points,
                "quota_percent": rule.quota_percent,
                "in_percent": rule.in_percent,
                "quota_number": rule.quota_number,
                "conditions": ", ".join(map(str, rule.conditions)),
            }
            for rule in self.object.class_rules.order_by("order")
        ]
        criteria = list(self.object.criteria.order_by("position").values_list("code", "label"))
        return {**super().get_form_kwargs(), "rows": rows, "criteria": criteria, "ties": self.object.tie_break}

    def get_initial(self):
        return {"version": self.object.version}

    def call(self, form):
        return set_making.change_arrangement(
            criteria_set_id=self.object.pk,
            version=form.cleaned_data["version"],
            classes=form.classes({rule.order: class_of(rule) for rule in self.object.class_rules.all()}),
            tie_break=form.ties(),
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def stored_lines(self):
        found = arrangement_facts(self.object)
        return [*found.classes, *found.ties]


class SetRemoveView(SetFormMixin, TransitionView):
    """Xóa dự thảo."""

    form_class = NothingForm
    operation = set_making.remove_set
    heading = lazy("Xóa dự thảo bảng tiêu chí")
    submit_label = lazy("Xóa dự thảo")
    success_message = lazy("Đã xóa dự thảo.")

    def get_consequences(self):
        return [_("Cả bảng và các tiêu chí của dự thảo này bị xóa; nhật ký vẫn ghi lại.")]

    def get_success_url(self):
        return list_crumb().url
