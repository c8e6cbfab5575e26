"""What is done to one file: postings, ratings, discipline, training, joining two files."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.dates import format_date
from apps.core.errors import DomainError
from apps.core.views import TransitionView, require
from apps.units import person_forms as forms
from apps.units import person_policies
from apps.units import person_presentation as shown
from apps.units.domain import merging_people, person_records, postings
from apps.units.models import Discipline, Person, Posting
from apps.units.person_fields import basis_initial
from apps.units.person_queries import main_posting


class PersonActionView(TransitionView):
    """A form about one person; afterwards the file is shown."""

    queryset = Person.objects
    policy = staticmethod(person_policies.can_edit)
    template_name = "units/person_action.html"
    heading = ""
    lead = ""
    button = gettext_lazy("Lưu")

    @property
    def person(self) -> Person:
        return self.object

    def with_unit(self, form) -> dict:
        """The form's values for a domain function: the unit as id, the basis as one value."""
        data = {key: value for key, value in form.cleaned_data.items() if not key.startswith("basis_")}
        if unit := data.pop("unit", None):
            data["unit_id"] = unit.pk
        return data | ({"basis": form.basis} if hasattr(form, "basis") else {})

    def common(self) -> dict:
        return {"person_id": self.person.pk, "actor": self.request.actor, "now": self.request.received_at}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            person=self.person,
            heading=self.heading,
            lead=self.lead,
            button=self.button,
            cancel_url=self.person.get_absolute_url(),
            **kwargs,
        )

    def get_success_url(self):
        return self.person.get_absolute_url()


class PostingAddView(PersonActionView):
    """Thêm vị trí công tác, in a unit that the actor keeps."""

    form_class = forms.PostingForm
    heading = gettext_lazy("Thêm vị trí công tác")
    success_message = gettext_lazy("Đã thêm vị trí công tác.")

    def call(self, form):
        refuse_foreign(self.request.actor, form)
        return postings.add_posting(data=form.posting_data, **self.common())


class TransferView(PersonActionView):
    """Chuyển công tác."""

    policy = staticmethod(person_policies.can_move)
    form_class = forms.TransferForm
    heading = gettext_lazy("Chuyển công tác")
    lead = gettext_lazy("Vị trí chính thức hiện nay kết thúc, vị trí mới bắt đầu; lịch sử công tác được giữ nguyên.")
    button = gettext_lazy("Chuyển công tác")
    success_message = gettext_lazy("Đã ghi chuyển công tác.")

    def call(self, form):
        return postings.transfer(**self.with_unit(form), **self.common())


class SecondView(PersonActionView):
    """Biệt phái."""

    policy = staticmethod(person_policies.can_move)
    form_class = forms.SecondForm
    heading = gettext_lazy("Biệt phái")
    lead = gettext_lazy("Người được biệt phái vẫn giữ vị trí chính thức ở đơn vị cử đi; cả hai đơn vị xem được hồ sơ.")
    button = gettext_lazy("Ghi biệt phái")
    success_message = gettext_lazy("Đã ghi biệt phái.")

    def call(self, form):
        return postings.second(**self.with_unit(form), **self.common())


class OnePostingView(PersonActionView):
    """A form about one posting of a visible person."""

    queryset = Posting.objects.select_related("person", "unit", "basis")
    policy = staticmethod(person_policies.can_change_posting)

    @property
    def person(self) -> Person:
        return self.object.person


class PostingEditView(OnePostingView):
    form_class = forms.PostingEditForm
    heading = gettext_lazy("Sửa vị trí công tác")
    success_message = gettext_lazy("Đã lưu vị trí công tác.")
    one_time = False

    def get_initial(self):
        return forms.PostingEditForm.initial_of(self.object) | basis_initial(self.object.basis)

    def call(self, form):
        refuse_foreign(self.request.actor, form)
        return postings.change_posting(
            posting_id=self.object.pk,
            expected_version=form.cleaned_data["version"],
            data=form.posting_data,
            actor=self.request.actor,
            now=self.request.received_at,
        )


class PostingEndView(OnePostingView):
    form_class = forms.EndPostingForm
    button = gettext_lazy("Kết thúc vị trí công tác")
    heading = gettext_lazy("Kết thúc vị trí công tác")
    success_message = gettext_lazy("Đã kết thúc vị trí công tác.")
    operation = staticmethod(postings.end_posting)
    id_argument = "posting_id"

    @property
    def lead(self):
        return f"{self.object.post_and_unit} ({shown.period(self.object.starts_on, self.object.ends_on)})"

    def call(self, form):
        return super(PersonActionView, self).call(form)


class RatingView(PersonActionView):
    form_class = forms.RatingForm
    heading = gettext_lazy("Xếp loại chất lượng hằng năm")
    lead = gettext_lazy("Năm đã có xếp loại thì mức mới thay mức cũ; mức cũ còn trong nhật ký.")
    success_message = gettext_lazy("Đã lưu xếp loại.")

    def get_initial(self):
        return {"year": self.request.actor.on.year - 1}

    def call(self, form):
        return person_records.rate(**self.with_unit(form), **self.common(), on=self.request.actor.on)


class DisciplineView(PersonActionView):
    policy = staticmethod(person_policies.can_record_discipline)
    form_class = forms.DisciplineRecordForm
    heading = gettext_lazy("Ghi kỷ luật")
    lead = gettext_lazy("Chỉ đơn vị quản lý chính thức, Thường trực Hội đồng và cán bộ kiểm tra, giám sát xem được.")
    success_message = gettext_lazy("Đã ghi kỷ luật.")

    def call(self, form):
        return person_records.discipline(**self.with_unit(form), **self.common(), on=self.request.actor.on)


class DisciplineClearView(PersonActionView):
    """Ghi hết hiệu lực kỷ luật. To those who may not see discipline it does not exist."""

    queryset = Discipline.objects.select_related("person")
    policy = None
    form_class = forms.ClearDisciplineForm
    heading = gettext_lazy("Ghi hết hiệu lực kỷ luật")
    success_message = gettext_lazy("Đã ghi ngày hết hiệu lực.")
    operation = staticmethod(person_records.clear_discipline)
    id_argument = "discipline_id"

    def get_object(self):
        measure = super().get_object()
        if not person_policies.can_see_discipline(self.request.actor, measure.person):
            raise Http404
        require(person_policies.can_record_discipline(self.request.actor, measure.person))
        return measure

    @property
    def person(self) -> Person:
        return self.object.person

    @property
    def lead(self):
        return _("%(form)s, có hiệu lực từ ngày %(day)s.") % {
            "form": self.object.get_form_display(),
            "day": format_date(self.object.starts_on),
        }

    def call(self, form):
        return super(PersonActionView, self).call(form)


class TrainingView(PersonActionView):
    form_class = forms.TrainingForm
    heading = gettext_lazy("Ghi bồi dưỡng nghiệp vụ TĐKT")
    success_message = gettext_lazy("Đã ghi bồi dưỡng.")

    def call(self, form):
        return person_records.note_training(**self.with_unit(form), **self.common(), on=self.request.actor.on)


class MergeView(PersonActionView):
    """Gộp hồ sơ: both files side by side; what contradicts is said and stops it."""

    form_class = forms.MergeForm
    template_name = "units/person_merge.html"
    heading = gettext_lazy("Gộp hồ sơ")
    button = gettext_lazy("Gộp hồ sơ")
    success_message = gettext_lazy("Đã gộp hai hồ sơ.")

    def get_object(self):
        kept = super().get_object()
        self.other = get_object_or_404(self.get_queryset(), pk=self.kwargs["other_pk"])
        return kept

    def policy(self, actor, kept):
        return person_policies.can_merge(actor, kept, self.other)

    def call(self, form):
        return merging_people.merge_people(
            kept_id=self.object.pk,
            other_id=self.other.pk,
            reason=form.cleaned_data["reason"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_context_data(self, **kwargs):
        on = self.request.actor.on
        files = []
        for person in (self.object, self.other):
            rows = list(person.postings.for_list())
            files.append(
                {
                    "person": person,
                    "facts": shown.public_facts(person) + shown.personal_facts(person, opened=False),
                    "current": main_posting(rows, on),
                    "postings": shown.posting_lines(rows, on, set()),
                }
            )
        return super().get_context_data(
            files=files,
            other=self.other,
            doubts=merging_people.contradictions(self.object, self.other),
            swap_url=reverse("units:person-merge", args=[self.other.pk, self.object.pk]),
            **kwargs,
        )


def refuse_foreign(actor, form) -> None:
    """A unit that the actor does not keep is an error of its field."""
    verdict = person_policies.can_add_to(actor, form.cleaned_data["unit"])
    if not verdict:
        raise DomainError(verdict.reason, field="unit")
