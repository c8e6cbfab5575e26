"""Nhắc đơn vị of one duty over all units that owe it, whatever their cluster; heads remind on their board."""

from django.contrib import messages
from django.forms import Form
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from apps.core.components import Column, Tab
from apps.core.kept import kept_language
from apps.core.presentation import changed_query
from apps.core.views import TransitionView
from apps.obligations import policies
from apps.obligations.domain import reminding
from apps.obligations.models import Duty
from apps.obligations.queries import asked_and_sent, owing
from apps.obligations.reminder_texts import lateness, not_open_yet, reminder
from apps.units.enums import Role
from apps.units.queries import officers, people_in_charge

MOST_LISTED = 200  # units named on the page and in the text; the reminder goes to all
MOST_CONTACTS = 3
CHARACTERS_IN_LINE = 100  # of the text on a wide screen, so that all of it is seen at once


class DutyReminderView(TransitionView):
    """Sent to the officers of the late units, and as a text to copy; ``?all=1``: of all that have not sent."""

    queryset = Duty.objects.of_organiser().for_list()
    policy = staticmethod(policies.can_remind)
    form_class = Form
    template_name = "obligations/duty_reminder.html"
    columns = (
        Column(_("Đơn vị"), width="wide"),
        Column(_("Cán bộ TĐKT")),
        Column(_("Điện thoại")),
    )
    job = None

    @property
    def everyone(self) -> bool:
        """Every unit that has not sent, late or not."""
        return self.request.GET.get("all") == "1"

    def owed(self, *, late_only: bool):
        return owing(self.object, self.request.received_at, late_only=late_only)

    def reach(self, owed) -> reminding.Reach:
        pairs = owed.order_by().values_list("pk", "unit_id")
        return reminding.reach(pairs, self.request.actor, self.request.received_at)

    def help_from(self) -> str:
        """Names with telephone numbers: "Bà Trần Thị Thử, 024 0000 0000; …"."""
        organiser_id = self.object.year.organiser_id
        people = people_in_charge(Role.STANDING_OFFICE, organiser_id, self.request.actor.on)[:MOST_CONTACTS]
        return "; ".join(f"{each.label}, {each.phone}" if each.phone else each.label for each in people)

    def call(self, form):
        order = {"duty_id": self.object.pk, "late_only": not self.everyone, "help_from": self.help_from()}
        told = {"actor": self.request.actor, "now": self.request.received_at}
        if self.owed(late_only=not self.everyone).count() > reminding.MOST_AT_ONCE:
            self.job = reminding.ask_to_remind(**order, **told)
            return self.job
        return reminding.remind_all(**order, **told)

    def get_success_url(self):
        if self.job is not None:
            messages.info(self.request, now_in_words("Có nhiều đơn vị: đang gửi nhắc ở chế độ chạy nền."))
            return self.job.get_absolute_url()
        words = now_in_words("Đã gửi nhắc tới %(people)s cán bộ của %(units)s đơn vị.")
        messages.success(self.request, words % {"people": self.result.people, "units": self.result.units})
        owed = self.owed(late_only=not self.everyone)
        left_out = self.reach(owed).no_officer
        names = [each.unit.name for each in owed.filter(unit_id__in=left_out)[:MOST_LISTED]] if left_out else []
        if names:
            words = now_in_words("Chưa nhắc được vì chưa phân công cán bộ TĐKT: %(units)s.")
            messages.warning(self.request, words % {"units": "; ".join(names)})
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        now, duty = self.request.received_at, self.object
        late, missing = (self.owed(late_only=only) for only in (True, False))
        late_count, missing_count = late.count(), missing.count()
        count = missing_count if self.everyone else late_count
        owed = list((missing if self.everyone else late)[:MOST_LISTED])
        people = officers([each.unit_id for each in owed], self.request.actor.on)
        counted = asked_and_sent(Duty.objects.filter(pk=duty.pk)).get()
        with kept_language():  # it leaves the portal
            address = self.request.build_absolute_uri("/")
            text = reminder(duty, counted, owed, count, now=now, address=address, help_from=self.help_from())
        only_late, all_owing = (changed_query(self.request, all=value) for value in (None, 1))
        tabs = [
            Tab(_("Chỉ đơn vị quá hạn"), only_late, active=not self.everyone, count=late_count),
            Tab(_("Mọi đơn vị chưa gửi"), all_owing, active=self.everyone, count=missing_count),
        ]
        return super().get_context_data(
            text=text,
            line_count=sum(1 + len(line) // CHARACTERS_IN_LINE for line in text.split("\n")) + 1,
            recipients=[(each.unit, lateness(each, now), people.get(each.unit_id, [])) for each in owed],
            count=len(self.reach(missing if self.everyone else late).to_tell),
            rest=count - len(owed),
            missing_count=missing_count,
            not_open="" if duty.is_open_on(self.request.actor.on) else not_open_yet(duty),
            columns=self.columns,
            nobody=str(reminding.NobodyToRemind().message),
            tabs=tabs,
            **kwargs,
        )
