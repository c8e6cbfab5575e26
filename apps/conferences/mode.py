"""Conference mode: what the one big button of each step does, and for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.conferences.domain.running import Standing
from apps.conferences.enums import ConferenceState, Step
from apps.conferences.models import Conference

# What is done at the place of a step while something is missing.
AT_THE_PLACE = {
    Step.ATTENDANCE: lazy("Điểm danh"),
    Step.REPORT: lazy("Mở tài liệu hội nghị"),
    Step.RESULTS: lazy("Mở kết quả xếp hạng"),
    Step.TELLERS: lazy("Chọn Tổ kiểm phiếu"),
    Step.BALLOT: lazy("Mở trang bỏ phiếu"),
    Step.COUNT: lazy("Mở trang kiểm phiếu"),
    Step.MINUTES: lazy("Soạn, ký biên bản"),
    Step.PLEDGE: lazy("Ký giao ước"),
    Step.NEXT_HEADS: lazy("Ghi quyết định giao Trưởng, Phó Trưởng"),
}


@dataclass(frozen=True)
class BigAction:
    """The main button: a link, or a post that the domain answers."""

    label: object
    url: str
    posts: bool = False


@dataclass(frozen=True)
class Place:
    """One step in the strip: its number, address, whether it is the current one."""

    number: int
    standing: Standing
    url: str
    is_current: bool


def mode_url(conference: Conference, step: str) -> str:
    return reverse("conferences:mode", args=[conference.pk, step])


def strip(conference: Conference, steps: Sequence[Standing], current: str) -> list[Place]:
    return [
        Place(number, each, mode_url(conference, each.step), each.step == current)
        for number, each in enumerate(steps, start=1)
    ]


def first_open_step(steps: Sequence[Standing]) -> str:
    """Where the meeting stands: the first step that is not done, the last one after all are."""
    return next((each.step for each in steps if not each.is_done), steps[-1].step)


def action_of(
    conference: Conference, places: Sequence[Place], urls: Mapping[str, str], *, may_run: bool, own: BigAction | None
) -> BigAction | None:
    """The one big button. ``urls``: step → where it is done. ``own``: what this person does here beside running it.

    Khai mạc before anything else; then what is missing, then "xong", then the next step, at the end Bế mạc.
    """
    at = next(index for index, place in enumerate(places) if place.is_current)
    place, following = places[at], places[at + 1] if at + 1 < len(places) else None
    onward = following and BigAction(_("Bước tiếp theo: %(step)s") % {"step": following.standing.label}, following.url)
    if own is not None or not may_run or conference.state == ConferenceState.CALLED_OFF:
        return own or onward
    if conference.state == ConferenceState.PLANNED:
        return BigAction(_("Khai mạc hội nghị"), reverse("conferences:open", args=[conference.pk]), posts=True)
    if conference.state == ConferenceState.CONCLUDED:
        return BigAction(_("Xem biên bản hội nghị"), reverse("conferences:minutes-detail", args=[conference.pk]))
    return _running_action(conference, place.standing, urls, onward) or conclude_action(
        conference, asks=any(each.standing.missing for each in places)
    )


def _running_action(
    conference: Conference, standing: Standing, urls: Mapping[str, str], onward: BigAction | None
) -> BigAction | None:
    if standing.missing and urls.get(standing.step):
        return place_action(conference, standing.step, urls[standing.step])
    if not standing.is_done and not (standing.missing and standing.step == Step.NEXT_HEADS):
        return _done_action(conference, standing.step)
    return onward


def place_action(conference: Conference, step: str, url: str) -> BigAction:
    """To where the step is done, in the words of what is done there."""
    in_hall = step == Step.PLEDGE and url.startswith(conference.get_absolute_url())
    return BigAction(_("Ghi chữ ký của các đơn vị") if in_hall else AT_THE_PLACE[step], url)


def conclude_action(conference: Conference, *, asks: bool) -> BigAction:
    """Bế mạc: at once, or, while something is missing, over the page that says so."""
    return BigAction(_("Bế mạc hội nghị"), reverse("conferences:conclude", args=[conference.pk]), posts=not asks)


def _done_action(conference: Conference, step: str) -> BigAction:
    if step == Step.NEXT_HEADS:
        return BigAction(
            _("Công bố Trưởng, Phó Trưởng năm sau"),
            reverse("conferences:announce-heads", args=[conference.pk]),
            posts=True,
        )
    return BigAction(_("Xong bước này"), reverse("conferences:step-done", args=[conference.pk, step]), posts=True)
