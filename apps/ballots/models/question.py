"""What is asked, and who stands."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.ballots.enums import Base, Settled
from apps.ballots.models.ballot import Ballot


@tracked()
class Question(models.Model):
    """One thing to choose (Nội dung bỏ phiếu): ``seats`` places; a slip marks at most ``max_choices`` options.

    An option needs at least ``threshold_percent`` of ``base`` (more than that where ``threshold_above``); 0 asks for
    none. ``basis``: article that says so. ``among``: only winners of that earlier question stand. ``round_of``: the
    question whose tie this one settles.
    ``settled``, ``settled_note``: how a tie at the last place was settled, by whom.
    """

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="questions")
    order = models.PositiveIntegerField(_("thứ tự"))
    text = models.CharField(_("nội dung"), max_length=500)
    seats = models.PositiveIntegerField(_("số lượng được chọn"))
    max_choices = models.PositiveIntegerField(_("số lựa chọn nhiều nhất trên một phiếu"))
    threshold_percent = models.DecimalField(_("tỷ lệ tối thiểu (%)"), max_digits=5, decimal_places=2, default=0)
    threshold_above = models.BooleanField(_("phải vượt tỷ lệ"), default=False)
    base = models.CharField(_("tính trên"), max_length=10, choices=Base, default=Base.ALL)
    basis = models.CharField(_("căn cứ"), max_length=500, blank=True)
    among = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="chained", verbose_name=_("chọn trong số")
    )
    round_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="rounds", verbose_name=_("vòng trước")
    )
    settled = models.CharField(_("cách xử lý ngang phiếu"), max_length=20, choices=Settled, blank=True)
    settled_note = models.TextField(_("ghi chú xử lý ngang phiếu"), blank=True)

    class Meta:
        verbose_name = _("nội dung bỏ phiếu")
        verbose_name_plural = _("nội dung bỏ phiếu")
        ordering = ["ballot", "order"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "order"], name="ballots_question_order_once"),
            models.CheckConstraint(
                condition=Q(seats__gte=1) & Q(max_choices__gte=1), name="ballots_question_seats_and_choices"
            ),
            models.CheckConstraint(
                condition=Q(threshold_percent__gte=0, threshold_percent__lte=100), name="ballots_question_threshold"
            ),
            models.CheckConstraint(
                condition=Q(among__isnull=True) | ~Q(among=F("pk")), name="ballots_question_not_among_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.text


@tracked()
class Option(models.Model):
    """Who stands (Đơn vị được bình xét). ``party`` is the caller's key, ``group`` the kind that quotas count by.

    ``number`` is what slips carry; it never changes. A withdrawal before the opening keeps the row with its reason.
    ``seated_by_rule``: taken from among tied ones by the rule in force, as the question's note says.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    number = models.PositiveIntegerField(_("số thứ tự"))
    party = models.CharField(_("bên được bình xét"), max_length=200)
    label = models.CharField(_("tên"), max_length=500)
    group = models.CharField(_("nhóm"), max_length=100, blank=True)
    withdrawn_reason = models.TextField(_("lý do rút"), blank=True)
    seated_by_rule = models.BooleanField(_("được chọn theo quy chế"), default=False)

    class Meta:
        verbose_name = _("đơn vị được bình xét")
        verbose_name_plural = _("đơn vị được bình xét")
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="ballots_option_number_once"),
            models.UniqueConstraint(fields=["question", "party"], name="ballots_option_party_once"),
        ]

    def __str__(self) -> str:
        return self.label


@tracked()
class GroupLimit(models.Model):
    """At most ``most`` winners of one kind (Chỉ tiêu theo loại đơn vị)."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="group_limits")
    group = models.CharField(_("nhóm"), max_length=100)
    most = models.PositiveIntegerField(_("nhiều nhất"))

    class Meta:
        verbose_name = _("chỉ tiêu theo nhóm")
        verbose_name_plural = _("chỉ tiêu theo nhóm")
        constraints = [models.UniqueConstraint(fields=["question", "group"], name="ballots_group_limit_once")]

    def __str__(self) -> str:
        return f"{self.group}: {self.most}"
