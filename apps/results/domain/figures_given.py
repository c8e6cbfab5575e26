"""Whether what was typed is a figure of its indicator."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError
from apps.results.models import Indicator


class FigureWrong(DomainError):
    """The figure does not fit its indicator; ``field`` says where."""


@dataclass(frozen=True)
class Given:
    """What was typed: an amount or percentage, or the two parts of a rate."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def is_empty(self) -> bool:
        return self.value is None and self.numerator is None and self.denominator is None


def check_figure(indicator: Indicator | None, given: Given) -> Given:
    """The figure as it is stored. Raises FigureWrong.

    Of a rate the parts decide; a percentage typed beside them must not be there. An amount has one number.
    """
    parts = given.numerator is not None or given.denominator is not None
    if indicator is None:
        if parts:
            raise FigureWrong(_("Chọn chỉ số trước khi nhập tử số, mẫu số."), field="indicator")
        return given
    if not indicator.is_rate:
        if parts:
            raise FigureWrong(_("Chỉ số này là số lượng: nhập một số ở ô “Số liệu”."), field="numerator")
        if given.value is None:
            raise FigureWrong(_("Nhập số liệu."), field="value")
        return given
    if parts:
        return _check_parts(given)
    if given.value is None:
        raise FigureWrong(_("Nhập tử số và mẫu số, hoặc tỷ lệ khi chỉ biết tỷ lệ."), field="numerator")
    if given.value < 0:
        raise FigureWrong(_("Tỷ lệ không nhỏ hơn 0."), field="value")
    return given


def _check_parts(given: Given) -> Given:
    if given.numerator is None:
        raise FigureWrong(_("Nhập tử số."), field="numerator")
    if given.denominator is None:
        raise FigureWrong(_("Nhập mẫu số."), field="denominator")
    if given.denominator <= 0:
        raise FigureWrong(_("Mẫu số phải lớn hơn 0. Nếu không phát sinh, không nhập chỉ số này."), field="denominator")
    if given.numerator < 0:
        raise FigureWrong(_("Tử số không nhỏ hơn 0."), field="numerator")
    if given.value is not None:
        raise FigureWrong(_("Đã có tử số và mẫu số: để trống ô tỷ lệ, hệ thống tự tính."), field="value")
    return given
