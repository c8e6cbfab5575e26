"""The menus of every role as data, letter for letter from the glossary (§7): at most seven entries each.

An entry appears when its URL name resolves: a page that a later app brings joins the menu by existing, and no
entry ever leads nowhere.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.components import NavItem
from apps.core.links import url_if_there
from apps.periods.enums import Stage


@dataclass(frozen=True)
class Entry:
    """One line of a menu. ``about``: the address needs that fact of the working role (``cluster_year``).

    ``within``: beginnings of the names of further pages that belong to the entry. ``also``: the page to begin with
    where the stage of the first one is left out.
    """

    label: object
    url_name: str
    within: tuple[str, ...] = ()
    about: str = ""
    also: tuple[str, ...] = ()


HOME = "dashboard:home"
# Pages of one session; the list of those held, and their minutes, are another entry.
SITTING = tuple(
    f"awards:session-{page}"
    for page in ("detail", "agenda", "off", "presence", "answer", "read", "conflict", "ballots", "results")
)
SCORING = ("scoring:", "criteria:", "consultations:", "ranking:")
# The pages of a stage of the cycle. An entry goes when all that it leads to belongs to stages that the organiser of the
# year leaves out.
STAGES = {
    "registrations": Stage.REGISTRATION,
    "pledges": Stage.PLEDGE,
    "movements": Stage.MOVEMENT,
    "periodic_reports": Stage.REPORT,
    "results": Stage.REPORT,
    "scoring": Stage.SCORING,
    "criteria": Stage.SCORING,
    "consultations": Stage.SCORING,
    "ranking": Stage.RANKING,
    "conferences": Stage.CONFERENCE,
    "awards": Stage.AWARD,
}
CATALOGUE = ("catalog:", "units:", "clusters:", "dashboard:unit-clusters", "documents:")


def _organiser(whole) -> tuple[Entry, ...]:
    """A body below the ministry that runs its own year: the ministry's menu, its own sub-units only."""
    return (
        Entry(whole, "dashboard:board-list", ("dashboard:board",)),
        Entry(_("Năm thi đua"), "periods:year-list", ("periods:",)),
        Entry(_("Phong trào"), "movements:movement-list", ("movements:",)),
        Entry(_("Chấm điểm, xếp hạng"), "ranking:run-list", SCORING),
        Entry(_("Khen thưởng"), "registry:award-list", ("awards:", "registry:")),
        Entry(_("Báo cáo"), "reports:report-list", ("reports:", "periodic_reports:")),
        Entry(_("Danh mục"), "dashboard:catalogue", CATALOGUE),
    )


MENUS: dict[str, tuple[Entry, ...]] = {
    "officer": (
        Entry(_("Việc cần làm"), HOME),
        Entry(
            _("Đăng ký, giao ước"),
            "registrations:registration-list",
            ("registrations:", "pledges:"),
            also=("pledges:pledge-list",),
        ),
        Entry(_("Phong trào"), "movements:movement-list", ("movements:",)),
        Entry(_("Báo cáo, chỉ tiêu"), "periodic_reports:report-list", ("periodic_reports:", "results:")),
        Entry(_("Tự chấm điểm"), "scoring:sheet-list", SCORING, also=("ranking:run-list",)),
        Entry(_("Khen thưởng"), "registry:award-list", ("awards:", "registry:")),
        Entry(_("Tài liệu, biểu mẫu"), "dashboard:paper-list", ("documents:document",)),
    ),
    "leader": (
        Entry(_("Việc chờ tôi"), HOME),
        Entry(_("Tình hình đơn vị"), "dashboard:unit-situation"),
        Entry(_("Phong trào"), "movements:movement-list", ("movements:",)),
        Entry(_("Chấm điểm, xếp hạng"), "scoring:sheet-list", SCORING, also=("ranking:run-list",)),
        Entry(_("Khen thưởng"), "registry:award-list", ("awards:", "registry:")),
        Entry(_("Hội nghị"), "conferences:conference-list", ("conferences:",)),
    ),
    "cluster_head": (
        Entry(_("Theo dõi đơn vị"), "dashboard:board-detail", ("dashboard:board",), about="cluster_year"),
        Entry(_("Kế hoạch, giao ước"), "clusters:plan-detail", ("clusters:plan", "pledges:"), about="cluster_year"),
        Entry(_("Đăng ký"), "registrations:consolidation-list", ("registrations:",)),
        Entry(
            _("Phong trào, báo cáo"),
            "movements:movement-list",
            ("movements:", "periodic_reports:"),
            also=("periodic_reports:report-list",),
        ),
        Entry(_("Chấm điểm, xếp hạng"), "ranking:run-list", SCORING),
        Entry(_("Hội nghị"), "conferences:conference-list", ("conferences:",)),
        Entry(_("Tài liệu của Cụm"), "dashboard:cluster-paper-list", ("documents:document",), about="cluster_year"),
    ),
    # Another head acts: what is left of the old year, and reading it.
    "former_head": (
        Entry(_("Năm đã phụ trách"), "dashboard:board-detail", ("dashboard:board",), about="cluster_year"),
        Entry(_("Chấm điểm, xếp hạng"), "ranking:cluster-year", SCORING, about="cluster_year"),
        Entry(
            _("Thành viên, Trưởng, Phó Trưởng"), "clusters:cluster-year-detail", ("clusters:",), about="cluster_year"
        ),
    ),
    "standing_office": (
        Entry(_("Toàn ngành"), "dashboard:board-list", ("dashboard:board",)),
        Entry(_("Năm thi đua"), "periods:year-list", ("periods:",)),
        Entry(_("Phong trào"), "movements:movement-list", ("movements:",)),
        Entry(_("Chấm điểm, xếp hạng"), "ranking:run-list", SCORING),
        Entry(_("Khen thưởng"), "registry:award-list", ("awards:", "registry:")),
        Entry(_("Báo cáo, thống kê"), "reports:report-list", ("reports:", "periodic_reports:")),
        Entry(_("Danh mục, quản trị"), "dashboard:catalogue", CATALOGUE),
    ),
    "council_member": (
        Entry(_("Phiên họp"), HOME, SITTING),
        Entry(_("Hồ sơ"), "awards:proposal-list", ("awards:proposal", "awards:nominee")),
        Entry(_("Bỏ phiếu"), "ballots:ballot-list", ("ballots:",)),
        Entry(_("Biên bản"), "awards:session-list", ("awards:session", "awards:council")),
        Entry(_("Sổ khen thưởng"), "registry:award-list", ("registry:",)),
    ),
    "auditor": (
        Entry(_("Nhật ký"), "dashboard:trail-list"),
        Entry(_("Việc ngoài lệ"), "dashboard:exception-list"),
        Entry(_("Bỏ phiếu"), "ballots:ballot-list", ("ballots:",)),
        Entry(_("Dữ liệu cá nhân"), "dashboard:personal-data-list"),
        Entry(_("Phân quyền"), "dashboard:grant-list"),
        Entry(_("Tra cứu"), "dashboard:search"),
    ),
    "organiser_office": _organiser(_("Toàn Sở")),
    "organiser_body": _organiser(_("Toàn đơn vị")),
}


def menu(
    kind: str, *, facts: Mapping[str, int | None], view_name: str, stages_off: Collection[str] = ()
) -> tuple[NavItem, ...]:
    """The entries of a menu whose pages exist and whose stage the year has; the one around the page ``view_name`` is
    marked, once.
    """
    items: list[NavItem] = []
    for entry in MENUS.get(kind, ()):
        url = address(entry, facts, stages_off)
        if url and not left_out(entry, stages_off):
            free = not any(item.active for item in items)
            items.append(NavItem(entry.label, url, active=free and belongs(entry, view_name)))
    return tuple(items)


# What somebody reads without signing in; shown in the head of these pages only.
PUBLIC = {
    "dashboard:public": _("Công khai"),
    "awards:public-comment-list": _("Lấy ý kiến"),
    "registry:public-list": _("Khen thưởng"),
    "dashboard:public-movements": _("Phong trào"),
    "dashboard:public-rankings": _("Xếp hạng"),
    "verify-index": _("Tra cứu tệp"),
    "accounts:sign-in": _("Đăng nhập"),
}
PUBLIC_PARENTS = {
    "awards:public-comment": "awards:public-comment-list",
    "awards:public-opinion-send": "awards:public-comment-list",
    "dashboard:public-ranking": "dashboard:public-rankings",
    "verify": "verify-index",
}


def public_menu(view_name: str) -> tuple[NavItem, ...]:
    """Of somebody who is not signed in; empty on every other page."""
    here = PUBLIC_PARENTS.get(view_name, view_name)
    if here not in PUBLIC or here == "accounts:sign-in":
        return ()
    return tuple(NavItem(label, reverse(name), active=name == here) for name, label in PUBLIC.items())


def left_out(entry: Entry, stages_off: Collection[str]) -> bool:
    """Whether the entry leads to nothing but stages that are switched off."""
    spaces = {name.partition(":")[0] for name in (entry.url_name, *entry.within)}
    return all(STAGES.get(space) in stages_off for space in spaces)


def address(entry: Entry, facts: Mapping[str, int | None], stages_off: Collection[str] = ()) -> str:
    """Where an entry leads, by the first stage that is on; empty when its page does not exist (yet) or its fact is
    missing.
    """
    arguments = [facts.get(entry.about)] if entry.about else []
    names = (entry.url_name, *entry.also)
    name = next((each for each in names if STAGES.get(each.partition(":")[0]) not in stages_off), entry.url_name)
    return "" if None in arguments else url_if_there(name, *arguments)


def belongs(entry: Entry, view_name: str) -> bool:
    return view_name == entry.url_name or view_name.startswith(entry.within or ("\0",))
