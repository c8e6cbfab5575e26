"""Filters of the list of people and of the directory."""

import django_filters
from django.db.models import Exists, OuterRef, Q, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from apps.core.collation import sort_key
from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.units.enums import Role, UnitKind
from apps.units.models import Person, Posting, QualityRating, RoleAssignment, Unit
from apps.units.models.people_scope import topmost
from apps.units.person_enums import PostingKind, RatingLevel

ACTIVE, GONE = "active", "former"
MOST_UNITS = 500


def branches_of(text: str) -> list[str]:
    """Paths of the units that a typed code or name means, without those that lie below another one."""
    exact = list(Unit.objects.filter(code__iexact=text.strip()).values_list("path", flat=True))
    return exact or topmost(list(Unit.objects.search(text).values_list("path", flat=True)[:MOST_UNITS]))


class PersonFilter(ListFilter):
    """What is asked about unit, kind, leader and time is asked of one and the same posting."""

    q = TextFilter(label=_("Tìm theo tên, tên cũ"), field_name="search_text")
    unit = django_filters.CharFilter(label=_("Đơn vị và cấp dưới (mã hoặc tên)"), method="keep")
    kind = django_filters.ChoiceFilter(label=_("Loại vị trí"), choices=PostingKind.choices, method="keep")
    leader = django_filters.ChoiceFilter(
        label=_("Chức vụ"), choices=[("1", _("Lãnh đạo, quản lý")), ("0", _("Không giữ chức vụ"))], method="keep"
    )
    state = django_filters.ChoiceFilter(
        label=_("Tình trạng"), choices=[(ACTIVE, _("Đang công tác")), (GONE, _("Đã rời vị trí"))], method="keep"
    )
    year = django_filters.NumberFilter(label=_("Năm xếp loại"), method="keep")
    level = django_filters.ChoiceFilter(label=_("Mức xếp loại"), choices=RatingLevel.choices, method="keep")
    o = ListOrder(fields={"name_sort_key": "name"})

    class Meta:
        model = Person
        fields = ["q", "unit", "kind", "leader", "state", "year", "level"]

    def keep(self, queryset, _name, _value):
        return queryset

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        asked = dict.fromkeys(self.filters) | self.form.cleaned_data  # what is wrong in the address filters nothing
        queryset = self.by_posting(queryset, asked)
        return self.by_rating(queryset, asked)

    def by_posting(self, queryset, asked):
        on = self.request.actor.on
        condition = Q()
        if asked["unit"]:
            here = Q(pk__in=[])
            for path in branches_of(asked["unit"]):
                here |= Q(unit__path__startswith=path)
            condition &= here
        if asked["kind"]:
            condition &= Q(kind=asked["kind"])
        if asked["leader"]:
            condition &= Q(is_leader=asked["leader"] == "1")
        postings = Posting.objects.filter(condition, person=OuterRef("pk"))
        if asked["state"] == GONE:
            queryset = queryset.exclude(Exists(Posting.objects.filter(person=OuterRef("pk")).valid_on(on)))
        elif asked["state"] == ACTIVE:
            postings = postings.valid_on(on)
        elif not condition:
            return queryset
        return queryset.filter(Exists(postings))

    def by_rating(self, queryset, asked):
        ratings = QualityRating.objects.filter(person=OuterRef("pk"))
        if asked["year"]:
            ratings = ratings.filter(year=asked["year"])
        if asked["level"]:
            ratings = ratings.filter(level=asked["level"])
        return queryset.filter(Exists(ratings)) if asked["year"] or asked["level"] else queryset


class DirectoryFilter(ListFilter):
    """Danh bạ: by words of the person's or the unit's name, role, kind of unit, province; those that somebody of today
    has.
    """

    q = django_filters.CharFilter(label=_("Tìm theo tên, đơn vị"), method="by_words")
    role = django_filters.ChoiceFilter(
        label=_("Vai trò"), choices=[(each.value, each.label) for each in (Role.OFFICER, Role.LEADER)]
    )
    unit_kind = django_filters.ChoiceFilter(label=_("Loại đơn vị"), field_name="unit__kind")
    province = django_filters.ChoiceFilter(label=_("Tỉnh, thành phố"), field_name="unit__province")
    o = ListOrder(fields={"unit__path": "unit", "name_key": "name"})

    class Meta:
        model = RoleAssignment
        fields = ["q", "role", "unit_kind", "province"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found = set(self.queryset.order_by().values_list("unit__kind", "unit__province").distinct())
        kinds, provinces = {kind for kind, _province in found}, {province for _kind, province in found if province}
        self.filters["unit_kind"].extra["choices"] = [each for each in UnitKind.choices if each[0] in kinds]
        self.filters["province"].extra["choices"] = [(name, name) for name in sorted(provinces, key=sort_key)]

    def by_words(self, queryset, _name, value):
        words = Concat(
            Coalesce("user__person__search_text", Value("", output_field=TextField())),
            Value(" ", output_field=TextField()),
            "user__search_text",
            Value(" ", output_field=TextField()),
            "unit__search_text",
            output_field=TextField(),
        )
        return queryset.annotate(words=words).filter(words__matches=value)
