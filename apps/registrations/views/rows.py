"""Đăng ký thi đua: one page with the collectives and the persons of a unit; read only once it was sent."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.autosaving import is_autosave, not_saved, saved
from apps.core.components import Difference
from apps.core.dates import format_time
from apps.core.errors import DomainError, StaleVersion
from apps.core.views import CONFLICT, INVALID, ScopedPageView
from apps.core.whole_numbers import number_in
from apps.registrations import policies, queries
from apps.registrations.domain.rows import RowChange, RowGone, RowsRefused, is_stored, key_of, save_rows
from apps.registrations.forms import FIELDS, RowForm
from apps.registrations.models import RegistrationRow
from apps.registrations.views.base import RegistrationMixin, today
from apps.registrations.workflow import REGISTRATION_FLOW

EMPTY_COLLECTIVES, EMPTY_PERSONS, MOST_EMPTY = 1, 3, 200
MORE = {"more": "?more=10#persons", "collectives": "?collectives=10#collectives"}
_STORED = re.compile(r"^r(\d{1,18})-version$", re.ASCII)
_NEW = re.compile(r"^(nc|np)(\d{1,3})-name$", re.ASCII)


class RegistrationView(RegistrationMixin, ScopedPageView):
    """Screen 2: both tables, marks with reasons, remarks of the head; POST saves what was touched, all or nothing."""

    template_name = "registrations/registration_detail.html"

    def get_context_data(self, **kwargs):
        registration = self.registration
        editable = self.may_edit()
        version = queries.current_version(registration)
        context = super().get_context_data(
            editable=editable,
            version=version,
            obligation=(owed := queries.obligation_of(registration)),
            days_late=owed.days_late(self.request.received_at) if owed and owed.first_fulfilled_at else 0,
            days_left=owed.days_to_go(self.request.received_at) if owed else None,
            steps=self.steps(),
            **kwargs,
        )
        if not editable:
            show_draft = version is None or registration.state == "returned"
            rows = queries.in_form(registration) if show_draft else list(version.rows.for_list().in_order())
            return context | {"rows": rows}
        forms = kwargs.get("forms") or self.forms()
        choices = forms[0].choices_of_unit if forms else self.choices()
        last = queries.last_years(registration)
        last_year = last.registration.cluster_year.year.year if last else None
        return context | {
            "collectives": [form for form in forms if form.is_collective],
            "persons": [form for form in forms if not form.is_collective],
            "forms": forms,
            "problems": _problems(forms),
            "nominees": self.known,
            "by_routes": choices.by_routes,
            "last_year": last_year,
            "older_year": last_year if last_year != registration.cluster_year.year.year - 1 else None,
            "has_rows": any(form.row for form in forms),
        }

    def steps(self) -> dict:
        """What state and policy allow this person besides typing."""
        actor, registration = self.request.actor, self.registration
        flow = REGISTRATION_FLOW
        receives = bool(policies.can_receive(actor, registration))
        until = registration.correct_until
        return {
            "accept": receives and flow.allows("accept", registration.state),
            "return": receives and flow.allows("return", registration.state),
            "reopen": registration.state == "consolidated" and bool(policies.can_reopen(actor, registration)),
            "correct": bool(
                registration.is_proxy
                and until
                and until >= today(self.request)
                and flow.allows("correct", registration.state)
                and policies.can_correct(actor, registration)
            ),
            "send_proxy": self.is_open and bool(policies.can_send_proxy(actor, registration)),
            "oversee": bool(policies.can_oversee(actor, registration.cluster_year)),
        }

    def forms(self, data=None) -> list[RowForm]:
        """A form for every stored row, then empty lines; with ``data`` those that were posted."""
        choices, self.known = self.choices(), self.nominees()
        common = {"choices": choices, "nominees": self.known}
        rows = queries.in_form(self.registration)
        made = [
            RowForm(data, prefix=f"r{row.pk}", is_collective=row.is_collective, row=row, **common)
            for row in rows
            if data is None or f"r{row.pk}-version" in data
        ]
        unnamed = not any(row.is_collective for row in rows)
        for kind, count in self.empty_lines(rows, data).items():
            collective = kind == "nc"
            for place in range(count):
                initial = {"name": self.registration.unit_name} if collective and unnamed and not place else None
                made.append(RowForm(data, prefix=f"{kind}{place}", is_collective=collective, initial=initial, **common))
        for form in made:
            form.choices_of_unit = choices
        return made

    def empty_lines(self, rows, data) -> dict[str, int]:
        """How many empty lines of each table; ``?more=`` and ``?collectives=`` give more of them."""
        if data is None:
            return {
                "nc": self.asked_lines("collectives", EMPTY_COLLECTIVES),
                "np": self.asked_lines("more", EMPTY_PERSONS),
            }
        counts = {"nc": 0, "np": 0}
        for key in data:
            if found := _NEW.match(key):
                counts[found[1]] = max(counts[found[1]], int(found[2]) + 1)
        return {kind: min(count, MOST_EMPTY) for kind, count in counts.items()}

    def asked_lines(self, name: str, least: int) -> int:
        """So many lines as the address asks for under a name, within bounds."""
        return max(least, min(number_in(self.request.GET, name) or 0, MOST_EMPTY))

    def post(self, request, *args, **kwargs):
        if not (verdict := policies.can_edit(request.actor, self.registration)):
            raise PermissionDenied(verdict.reason)
        data = request.POST.copy()
        if is_autosave(request):
            return self.autosave(data)
        self.move_gone(data)
        forms = self.forms(data)
        if sum(not form.is_valid() for form in forms):  # every form is asked, so that each shows its errors
            return self.again(forms, INVALID)
        changes, _repeats = self.without_repeats([form for form in forms if form.is_touched], data)
        try:
            with transaction.atomic():
                if self.gone:
                    raise RowGone
                if changes:
                    save_rows(
                        registration_id=self.registration.pk,
                        changes=list(changes.values()),
                        actor=request.actor,
                        now=request.received_at,
                    )
        except RowsRefused as refused:
            status = self.mark_refused(list(changes), refused, data)
            return self.again(forms, status)
        except DomainError as error:
            self.refusal = str(error.message)
            return self.again(forms, CONFLICT)
        messages.success(request, _("Đã lưu lúc %(time)s.") % {"time": format_time(request.received_at)})
        return HttpResponseRedirect(self.next_url())

    def next_url(self) -> str:
        names = {"check": "registration-check", "paste": "row-paste", "people": "row-pick"}
        name = names.get(self.request.POST.get("then", ""), "registration-detail")
        url = reverse(f"registrations:{name}", args=[self.registration.pk])
        return url + MORE.get(self.request.POST.get("then", ""), "")

    def autosave(self, data):
        """Keep the rows that are whole already; of the others it is told how many wait for the button."""
        made = self.forms(data)
        waiting = [form for form in made if not form.is_valid() or (form.is_touched and form.cleaned_data["remove"])]
        whole = [form for form in made if form not in waiting and form.is_touched]
        changes, repeats = self.without_repeats(whole, data)
        try:
            if changes:
                save_rows(
                    registration_id=self.registration.pk,
                    changes=list(changes.values()),
                    actor=self.request.actor,
                    now=self.request.received_at,
                )
        except RowsRefused as refused:
            return not_saved(next(iter(refused.errors.values())))
        except DomainError as error:
            return not_saved(error)
        rows = {key_of(row): row for row in self.registration.rows.all()}
        kept = repeats | {form: row for form, change in changes.items() if (row := rows.get(change.row.key))}
        fields, renamed = {}, {}
        for form, row in kept.items():
            renamed[form.prefix] = f"r{row.pk}"
            fields[f"r{row.pk}-version"] = row.version
            fields[f"r{row.pk}-seen"] = RowForm.mark_of(form.cleaned_data)
        left_out = len(waiting) + sum(is_typed for _pk, _typed, is_typed in self.gone_rows(data))
        return saved(self.request.received_at, fields=fields, renamed=renamed, waiting=left_out)

    def without_repeats(self, forms: list[RowForm], data) -> tuple[dict[RowForm, RowChange], dict[RowForm, object]]:
        """What is to be done by form; and the new lines that this person stored just so already, with their rows.

        Such a line is posted again when the answer of the first time was lost: the page does not know its row.
        """
        own = {}
        if any(form.row is None for form in forms):
            rows = self.registration.rows.filter(saved_by_label=self.request.actor.label)
            own = {key_of(row): row for row in rows if f"r{row.pk}-version" not in data}
        changes, repeats = {}, {}
        for form in forms:
            change = _change(form)
            row = own.get(change.row.key) if change.row and not form.row else None
            if row and is_stored(row, change.row):
                repeats[form] = own.pop(change.row.key)
            else:
                changes[form] = change
        return changes, repeats

    refusal = ""
    gone = 0

    def gone_rows(self, data) -> list[tuple[int, dict, bool]]:
        """Posted rows that somebody took out meanwhile: key, what was typed, whether that is to be kept."""
        posted = {int(found[1]) for key in data if (found := _STORED.match(key))}
        stored = set(self.registration.rows.filter(pk__in=posted).values_list("pk", flat=True))
        found = []
        for pk in sorted(posted - stored):
            typed = {name: data.get(f"r{pk}-{name}", "") for name in FIELDS}
            untouched = RowForm.mark_of(typed) == data.get(f"r{pk}-seen")
            found.append((pk, typed, not untouched and not data.get(f"r{pk}-remove")))
        return found

    def move_gone(self, data) -> None:
        """What was typed into rows that are gone becomes new lines, nothing is lost."""
        places = self.empty_lines([], data)
        for pk, typed, is_typed in self.gone_rows(data):
            if is_typed:
                kind = "nc" if data.get(f"r{pk}-kind") == "c" else "np"
                for name, value in typed.items():
                    data[f"{kind}{places[kind]}-{name}"] = value
                places[kind] += 1
                self.gone += 1
            for key in [key for key in data if key.startswith(f"r{pk}-")]:
                del data[key]

    def mark_refused(self, touched: list[RowForm], refused: RowsRefused, data) -> int:
        """Put each error to its row; after a conflict the newest version goes along: saving again overwrites."""
        status = INVALID
        for place, error in refused.errors.items():
            form = touched[place]
            if isinstance(error, StaleVersion):
                status = CONFLICT
                now_stored = RegistrationRow.objects.select_related("award").get(pk=form.row.pk)
                form.conflict, form.refusal = _differences(form, now_stored), error
                data[f"{form.prefix}-version"] = str(now_stored.version)
                data[f"{form.prefix}-seen"] = "typed"
                form.data = data
            else:
                form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return status

    def again(self, forms: list[RowForm], status: int):
        context = self.get_context_data(forms=forms, refusal=self.refusal)
        return self.render_to_response(context, status=status)


def _problems(forms: list[RowForm]) -> list[tuple]:
    """All mistakes of the rows for the summary at the top: field, label, error."""
    found = []
    for form in forms:
        if form.is_bound:
            found += [(form["name"].id_for_label, form["name"].label, error) for error in form.non_field_errors()]
            for field in form:
                found += [(field.id_for_label, field.label, error) for error in field.errors]
    return found


def _change(form: RowForm) -> RowChange:
    version = form.cleaned_data.get("version") or 0
    if form.cleaned_data.get("remove"):
        return RowChange(form.row.pk, None, version)
    return RowChange(form.row.pk if form.row else None, form.to_input(), version)


def _differences(form: RowForm, stored: RegistrationRow) -> list[Difference]:
    typed = form.cleaned_data
    award: dict[str, object] = {}
    for group in form.fields["award"].choices:
        if isinstance(group[1], list | tuple):
            award |= dict(group[1])
    rows = [
        Difference(_("Danh hiệu, hình thức"), stored.award.name, award.get(typed["award"], "")),
        Difference(_("Tên"), stored.name, typed["name"]),
        Difference(_("Chức vụ, đơn vị công tác"), stored.post, typed["post"]),
        Difference(_("Ghi chú"), stored.note, typed["note"]),
    ]
    if typed.get("remove"):
        rows.append(Difference(_("Dòng này"), _("giữ"), _("bỏ")))
    return [row for row in rows if str(row.stored) != str(row.typed)] or rows[:1]
