"""Conference mode: one step on the projector, without menus; light enough for a slow line and a telephone."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from apps.ballots import policies as ballot_policies
from apps.ballots.enums import UNDER_WAY, BallotState
from apps.ballots.models import Ballot
from apps.clusters.ordering import by_line
from apps.conferences import policies
from apps.conferences.domain.running import steps_of
from apps.conferences.enums import NOT_HELD, ConferenceState, Step
from apps.conferences.mode import BigAction, action_of, conclude_action, first_open_step, mode_url, place_action, strip
from apps.conferences.mode_steps import shown
from apps.conferences.models import Conference
from apps.conferences.views.acts import own_acts
from apps.conferences.views.base import kicker_of
from apps.conferences.views.places import places_of
from apps.core import tokens
from apps.core.links import url_if_there
from apps.core.views import ScopedObjectMixin, ScopedPageView
from apps.pledges.enums import PledgeState
from apps.pledges.models import Pledge

LIVE_PART = "live"


class ModeStartView(ScopedObjectMixin, View):
    """Leads to the step at which the meeting stands."""

    queryset = Conference.objects.for_list()

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(mode_url(self.object, first_open_step(steps_of(self.object))))


class ModeView(ScopedPageView):
    """One step: live state, what is missing, one big action. ``?part=live`` answers the part that changes alone."""

    queryset = Conference.objects.for_list()
    template_name = "conferences/mode/page.html"

    def get(self, request, *args, **kwargs):
        context = self.get_context_data(**kwargs)
        part = request.GET.get("part") == LIVE_PART
        return render(request, "conferences/mode/_live.html" if part else self.template_name, context)

    def get_context_data(self, **kwargs):
        conference, actor, step = self.object, self.request.actor, self.kwargs["step"]
        steps = steps_of(conference)
        current = next((each for each in steps if each.step == step), None)
        if current is None:
            raise Http404
        places = strip(conference, steps, step)
        at = steps.index(current)
        may_run = bool(policies.can_run(actor, conference))
        urls = self.urls()
        own = own_acts(conference, step, actor)
        action = action_of(conference, places, urls, may_run=may_run, own=own[0] if own else None)
        return super().get_context_data(
            conference=conference,
            kicker=kicker_of(conference),
            places=places,
            current=places[at],
            before=places[at - 1] if at else None,
            after=places[at + 1] if at + 1 < len(places) else None,
            step_template=f"conferences/mode/_{step}.html",
            may_run=may_run,
            urls=urls,
            action=action,
            quiet=[*own[1:], *self.quiet(places[at:], action, urls, may_run=may_run)],
            awaits_office=may_run and step == Step.NEXT_HEADS and step not in urls,
            form_token=tokens.new_token(),
            **shown(step, conference, actor),
            **kwargs,
        )

    def urls(self) -> dict[str, str]:
        """Where each step is done; of several ballots the one that is under way."""
        conference = self.object
        ballots = Ballot.objects.filter(keeper=conference.keeper).exclude(state=BallotState.VOID)
        ballots = list(ballots.order_by("order", "pk").prefetch_related("tellers"))
        running = [ballot for ballot in ballots if ballot.state in UNDER_WAY]
        found = places_of(conference, self.request.actor, (running or ballots)[:1])
        teamless = next((each for each in running if not each.tellers.all()), None)
        if teamless is not None and ballot_policies.can_name_tellers(self.request.actor, teamless):
            found[Step.TELLERS] = reverse("ballots:teller-name", args=[teamless.pk])
        elif not ballots and policies.can_prepare(self.request.actor, conference):
            create = reverse("ballots:ballot-create", args=["conferences", "conference", conference.pk])
            found |= dict.fromkeys((Step.TELLERS, Step.BALLOT, Step.COUNT), create)
        pledge = self.open_pledge()
        if pledge is not None and policies.can_run(self.request.actor, conference):
            found[Step.PLEDGE] = reverse("conferences:hall-signing", args=[conference.pk, pledge.pk])
        return found

    def open_pledge(self) -> Pledge | None:
        """The first pledge of the next year that is being signed; once the meeting has begun."""
        conference = self.object
        if conference.next_cluster_year_id is None or conference.state in NOT_HELD:
            return None
        pledges = Pledge.objects.filter(cluster_year=conference.next_cluster_year_id, state=PledgeState.OPEN)
        return pledges.order_by(by_line(), "pk").first()

    def quiet(self, ahead, action, urls, *, may_run: bool) -> list[BigAction]:
        """Other ways on from this step, the first of ``ahead``, beside the big one."""
        current, found = ahead[0].standing, []
        step = current.step
        in_session = self.object.state == ConferenceState.IN_SESSION
        if may_run and current.is_done and in_session:
            found.append(
                BigAction(_("Ghi là chưa xong"), url_if_there("conferences:step-undone", self.object.pk, step))
            )
        if may_run and current.missing and in_session and step != Step.NEXT_HEADS:
            found.append(
                BigAction(_("Vẫn ghi là đã xong"), url_if_there("conferences:step-done", self.object.pk, step))
            )
        if may_run and in_session and step == Step.NEXT_HEADS and current.is_done and self.named_since():
            announce = reverse("conferences:announce-heads", args=[self.object.pk])
            found.append(BigAction(_("Công bố Trưởng, Phó Trưởng năm sau"), announce))
        end = conclude_action(self.object, asks=True)
        if may_run and in_session and len(ahead) == 1 and (action is None or action.url != end.url):
            found.append(end)
        if urls.get(step) and (action is None or action.url != urls[step]):
            found.append(place_action(self.object, step, urls[step]))
        return [each for each in found if each.url]

    def named_since(self) -> bool:
        """Somebody was named after the names were read out."""
        terms = self.object.next_cluster_year.head_terms
        return terms.exclude(pk__in=self.object.announced_heads).exists()
