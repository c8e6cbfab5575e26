"""Accounts of the people of units: made many at once, slips printed once, reset."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views import View
from django.views.generic import ListView, TemplateView

from apps.accounts.domain import slips
from apps.accounts.models import User
from apps.core.components import Column, Crumb
from apps.core.errors import DomainError
from apps.core.form_pages import FormPageMixin
from apps.core.pdf import pdf_problems
from apps.core.views import TransitionView, require
from apps.units import account_policies as policies
from apps.units import role_policies
from apps.units.account_forms import MakeAccountsForm, ResetForm
from apps.units.account_printing import slips_pdf
from apps.units.domain import accounts
from apps.units.models import Person, RoleAssignment, Unit


def list_crumb() -> Crumb:
    return Crumb(_("Phiếu tài khoản"), reverse("units:slip-list"))


class SlipListView(LoginRequiredMixin, ListView):
    """Đợt cấp phiếu: who made them, how many are printed and used."""

    template_name = "units/slip_list.html"
    paginate_by = 25
    columns = [
        Column(lazy("Đợt")),
        Column(lazy("Lập lúc")),
        Column(lazy("Người lập")),
        Column(lazy("In lúc")),
        Column(lazy("Đã dùng"), numeric=True),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        require(policies.can_make_any(request.actor))
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return (
            policies.slip_batches(self.request.actor)
            .annotate(slip_count=Count("slips"), used_count=Count("slips", filter=Q(slips__used_at__isnull=False)))
            .order_by("-created_at", "-pk")
        )


class BatchMixin(LoginRequiredMixin):
    """Pages of one batch that the actor may see; else 404."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.object = get_object_or_404(policies.slip_batches(request.actor), pk=self.kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class SlipBatchView(BatchMixin, TemplateView):
    template_name = "units/slip_batch.html"

    def get_context_data(self, **kwargs):
        now = self.request.received_at
        rows = self.object.slips.select_related("user").order_by("user__name_key", "pk")
        return super().get_context_data(
            object=self.object,
            rows=[(slip, slip.word(now)) for slip in rows],
            columns=[
                Column(_("Người nhận")),
                Column(_("Tên đăng nhập")),
                Column(_("Đơn vị, vai trò")),
                Column(_("Tình trạng")),
            ],
            may_print=policies.can_print(self.request.actor, self.object),
            pdf_problems=pdf_problems(),
            **kwargs,
        )


class SlipPrintView(BatchMixin, View):
    """The slips as a PDF, once: the codes exist on these pages only."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        require(policies.can_print(request.actor, self.object))
        back = reverse("units:slip-batch", args=[self.object.pk])
        if problems := pdf_problems():  # before the codes are made and lost
            messages.error(request, " ".join(problems))
            return HttpResponseRedirect(back)
        try:
            printed = slips.print_batch(batch_id=self.object.pk, actor=request.actor, now=request.received_at)
        except DomainError as error:
            messages.error(request, str(error.message))
            return HttpResponseRedirect(back)
        content = slips_pdf(printed, address=request.build_absolute_uri(reverse("accounts:activate")))
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="phieu-tai-khoan-{self.object.pk}.pdf"'
        response["Cache-Control"] = "no-store"
        return response


class UnitAccountsView(FormPageMixin, TransitionView):
    """Cấp tài khoản for people of one unit."""

    queryset = Unit.objects
    policy = staticmethod(policies.can_make_accounts)
    form_class = MakeAccountsForm
    template_name = "units/unit_accounts.html"
    heading = lazy("Cấp tài khoản")
    lead = lazy("Mỗi người nhận một phiếu in có mã dùng một lần để tự đặt mật khẩu. Mã chỉ hiện trên phiếu.")
    submit_label = lazy("Cấp tài khoản, lập phiếu")
    success_message = lazy("Đã cấp tài khoản. Bước tiếp theo: in phiếu.")

    def crumbs(self):
        return [list_crumb(), Crumb(self.object.name, reverse("units:unit-roles", args=[self.object.pk]))]

    def get_kicker(self):
        return self.object.name

    def people(self):
        on = self.request.actor.on
        posted = Q(postings__ends_on=None) | Q(postings__ends_on__gte=on)
        found = Person.objects.filter(posted, postings__unit=self.object, user=None, merged_into=None)
        return found.distinct().order_by("name_sort_key", "pk")

    def get_form_kwargs(self):
        roles = role_policies.roles_to_give(self.request.actor, self.object)
        return {**super().get_form_kwargs(), "people": self.people(), "roles": roles}

    def get_initial(self):
        return {"starts_on": self.request.actor.on}

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        held = RoleAssignment.objects.filter(unit=self.object).valid_on(actor.on).for_list()
        return super().get_context_data(held=list(held.order_by("user__name_key", "pk")), **kwargs)

    def call(self, form):
        data, unit = form.cleaned_data, self.object
        wanted = [
            accounts.NewAccount(
                person.full_name,
                unit.pk,
                data["role"],
                honorific=str(person.get_honorific_display()) if person.honorific else "",
                phone=person.phone,
                email=person.email,
                person_id=person.pk,
            )
            for person in data.get("people") or ()
        ]
        if data["full_name"]:
            wanted.append(
                accounts.NewAccount(
                    data["full_name"],
                    unit.pk,
                    data["role"],
                    honorific=data["honorific"],
                    post=data["post"],
                    phone=data["phone"],
                    email=data["email"],
                )
            )
        return accounts.make_accounts(
            title=_("Cấp tài khoản: %(unit)s") % {"unit": unit.name},
            unit_id=unit.pk,
            accounts=wanted,
            starts_on=data["starts_on"],
            valid_days=data["valid_days"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return reverse("units:slip-batch", args=[self.result.pk])


class AccountResetView(FormPageMixin, TransitionView):
    """Cấp lại mật khẩu of one person."""

    form_class = ResetForm
    policy = staticmethod(policies.can_reset)
    heading = lazy("Cấp lại mật khẩu")
    lead = lazy("Mật khẩu cũ ngừng ngay, mọi phiên đăng nhập kết thúc, người này được báo. Sau đó in phiếu mã mới.")
    submit_label = lazy("Cấp lại mật khẩu")
    success_message = lazy("Đã cấp lại. Bước tiếp theo: in phiếu mã mới.")

    def get_queryset(self):
        seen = RoleAssignment.objects.visible_to(self.request.actor).values("user_id")
        people = User.objects.filter(is_active=True)
        return people if self.request.actor.is_staff else people.filter(pk__in=seen)

    def crumbs(self):
        return [list_crumb()]

    def get_kicker(self):
        return f"{self.object.label} ({self.object.username})"

    def call(self, form):
        on = self.request.actor.on
        held = RoleAssignment.objects.filter(user=self.object).valid_on(on).for_list().order_by("pk").first()
        return slips.reset_account(
            user_id=self.object.pk,
            unit_id=held.unit_id if held else 0,
            note=f"{held.get_role_display()}, {held.unit}" if held else "",
            reason=form.cleaned_data["reason"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return reverse("units:slip-batch", args=[self.result.pk])
