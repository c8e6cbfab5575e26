"""Keys and codes of stored JSON as people read them: ``state: submitted`` is "trạng thái: Đã gửi".

A key is called what the model says of its field of that name, else what is told here, else what most models call such
a field. Codes get the label of the choices that have them. What only a later row knows it tells itself::

    words.tell("fact", facts.label_of)  # in AppConfig.ready()
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.dates import format_date, format_datetime
from apps.core.numbers import format_decimal

# Keys that are no field, or that mean something else than the fields of that name.
KEYS = {
    "about": _("về nội dung"),
    "above": _("mức cao nhất được xếp"),
    "accepted": _("đã tiếp nhận"),
    "actual": _("hiện có"),
    "added": _("thêm"),
    "agrees": _("nhất trí"),
    "also_for": _("dùng chung cho"),
    "asked_how": _("đề nghị bằng"),
    "at": _("lúc"),
    "authors": _("tác giả"),
    "awards": _("khen thưởng"),
    "ballots": _("phiếu"),
    "body": _("nơi nhận"),
    "by_clock": _("tự kết thúc khi hết giờ"),
    "campaign": _("đợt khen thưởng"),
    "carried_over": _("mang sang"),
    "changed": _("thay đổi"),
    "checked": _("đã kiểm tra"),
    "claimed": _("tự chấm"),
    "classes": _("các mức xếp loại"),
    "cleared_on": _("xóa kỷ luật ngày"),
    "clusters": _("các cụm"),
    "code": _("mã"),
    "comments": _("số ý kiến"),
    "content": _("nội dung"),
    "copy_of": _("chép từ"),
    "counted": _("cách tính"),
    "created": _("thêm mới"),
    "criteria": _("số tiêu chí"),
    "detail": _("chi tiết"),
    "direction": _("công tác chỉ đạo"),
    "discipline": _("kỷ luật"),
    "divisions": _("các phòng"),
    "duty": _("nhiệm vụ"),
    "equal": _("thứ hạng khi bằng điểm"),
    "estimates": _("số đơn vị ước"),
    "factor": _("lớp bảo vệ thứ hai"),
    "factors": _("các lớp bảo vệ thứ hai"),
    "faults": _("số sai lệch"),
    "fields": _("các trường"),
    "file": _("tệp"),
    "files": _("số tệp"),
    "final_sha256": _("mã băm SHA-256 của kết quả"),
    "findings": _("các phát hiện"),
    "first": _("chấm lần đầu"),
    "forms": _("các hình thức"),
    "from": _("từ"),
    "gaps": _("chỗ còn thiếu"),
    "guests": _("đại biểu mời"),
    "header": _("tên cột"),
    "heading": _("đề mục"),
    "heads": _("Trưởng, Phó Trưởng Cụm"),
    "holder": _("người giữ nhiệm vụ"),
    "items": _("các mục"),
    "joined": _("tham gia"),
    "judgement": _("đánh giá chung"),
    "label": _("nội dung"),
    "lacking": _("còn thiếu"),
    "late_only": _("chỉ đơn vị chậm"),
    "launched": _("ngày phát động"),
    "length": _("số chữ"),
    "lines": _("các dòng"),
    "list": _("danh sách"),
    "max": _("điểm tối đa"),
    "maximum": _("điểm tối đa"),
    "meeting": _("cuộc họp"),
    "missed": _("không đạt"),
    "missed_from": _("không đạt từ (%)"),
    "movements": _("phong trào"),
    "named": _("người được cử"),
    "names": _("họ tên"),
    "next": _("phương hướng"),
    "next_cluster_year": _("Cụm năm sau"),
    "nominees": _("số đề nghị"),
    "nothing": _("không phát sinh"),
    "number": _("số thứ tự"),
    "of": _("của"),
    "on": _("ngày"),
    "order": _("thứ tự"),
    "other": _("hồ sơ kia"),
    "paper": _("giấy tờ"),
    "papers": _("các giấy tờ"),
    "parent_code": _("mã nhóm tiêu chí"),
    "part": _("phần"),
    "parts": _("các phần"),
    "people": _("số người nhận"),
    "planned": _("ngày có kế hoạch"),
    "postings": _("số vị trí công tác"),
    "presenters": _("người trình bày"),
    "proof": _("minh chứng"),
    "proofs": _("yêu cầu minh chứng"),
    "proposals": _("các hồ sơ"),
    "quorum": _("số thành viên cần có mặt"),
    "receipt": _("mã biên nhận"),
    "removed": _("bớt"),
    "round": _("lượt"),
    "rows": _("các dòng"),
    "section": _("mục"),
    "sections": _("các mục"),
    "sessions": _("số phiên đăng nhập"),
    "sessions_ended": _("số phiên đăng nhập đã kết thúc"),
    "set_aside": _("không chép sang"),
    "signer": _("người ký"),
    "signs": _("có ký"),
    "slip": _("phiếu tài khoản"),
    "slips": _("số phiếu tài khoản"),
    "standard": _("điểm chuẩn"),
    "steps": _("các bước"),
    "tables": _("các bảng"),
    "tellers": _("Tổ kiểm phiếu"),
    "tick": _("bước đã làm"),
    "to": _("đến"),
    "total": _("tổng điểm"),
    "typed": _("ghi tay"),
    "unit": _("đơn vị"),
    "units": _("số đơn vị"),
    "unnamed": _("chưa ghi tên"),
    "unsent": _("số đơn vị chưa gửi"),
    "until": _("đến"),
    "updated": _("cập nhật"),
    "user": _("tài khoản"),
    "version": _("phiên bản"),
    "version_label": _("theo quy định"),
    "voided": _("phiếu hủy"),
    "voted": _("số người đã bỏ phiếu"),
    "voters": _("số người được bỏ phiếu"),
    "wanted": _("yêu cầu"),
    "window": _("thời gian"),
}
# Said to the machine: the same rows say it to people in another key.
SILENT = frozenset({"path", "format", "revision", "as_of"})
# What a finding was found by: its label says it to people.
OF_FINDINGS = frozenset({"fact", "comparison"})
FOUND = frozenset({"outcome", "effect"})  # a mapping with a label and one of these is a finding
# Quantities that are written as texts and are no DecimalField of that name. Any other text of digits and dots may be
# the code of a criterion or the number of a line: "1.10" is not "1,1".
QUANTITIES = frozenset(
    {
        *("agreed", "claimed", "first", "max", "maximum", "missed_from", "missed_under", "percent", "points"),
        *("standard", "tie_values"),
    }
)
OF_KEYS = frozenset({"changed", "fields", "parts"})  # their values are keys
CODES = {"points descending": _("điểm từ cao xuống thấp")}

_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
_DECIMAL = re.compile(r"-?\d+\.\d+")
_VOTES = re.compile(r"(\d+/\d+) ([a-z_]+)")  # of a vote in a council, as it was written down until 2026
_WORD = re.compile(r"[a-z_]+")
_WORDS = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")

_told: dict[str, Callable[[object], str]] = {}


def tell(key: str, function: Callable[[object], str]) -> None:
    """``function(value)`` says a value that stands under this key; the empty text where it does not know it."""
    _told[key] = function


def told(key: str, value) -> str:
    """What a later row says of the value; empty where none does."""
    return _told[key](value) if key in _told else ""


def key_words(key: str, value=None, model: type[models.Model] | None = None) -> str:
    """The name of a key, which may depend on what stands under it: of ``part:2`` that of "part" and the rest."""
    name, _colon, rest = key.partition(":") if key.partition(":")[0] in KEYS else (key, "", "")
    found = _own_field(name, model) or _field_with_code(name, value, model)
    told = KEYS.get(name) or KEYS.get(name.removesuffix("_id"))
    if found is None and told is None:
        found = next(iter(_fields_named(name, model) or _fields_named(name.removesuffix("_id"), model)), None)
    label = field_label(found) if found is not None else str(told or name)
    return f"{label} {rest}".strip()


def value_words(key: str, value, model: type[models.Model] | None = None) -> str:
    """One value, neither mapping nor list, not empty and not yes or no."""
    text = str(value)
    if found := told(key, value) or _code_words(key, text, model):
        return found
    if key in OF_KEYS and _WORD.fullmatch(text):
        return key_words(text, None, model)
    if (votes := _VOTES.fullmatch(text)) and (result := _code_words("result", votes[2], model)):
        return f"{votes[1]}, {result}"
    if _MOMENT.fullmatch(text):
        return _moment(text)
    if isinstance(value, float) or (_DECIMAL.fullmatch(text) and _is_quantity(key, model)):
        return format_decimal(Decimal(text).normalize())
    return _DAY.sub(_day, text)


def spoken(record: Mapping[str, object]) -> dict[str, object]:
    """What of a stored mapping is said to people."""
    is_finding = "label" in record and not FOUND.isdisjoint(record)
    silent = SILENT | OF_FINDINGS if is_finding else SILENT
    return {key: value for key, value in record.items() if key not in silent}


def model_of(record: Mapping[str, object], model: type[models.Model] | None) -> type[models.Model] | None:
    """Whose fields the keys of a stored mapping are: of a row below the record (a member of the council) where the only
    model of its app with all of them is another one.
    """
    keys = frozenset(record)
    if model is None or keys <= _names_of(model):
        return model
    found = [each for each in _models() if each._meta.app_label == model._meta.app_label and keys <= _names_of(each)]
    return found[0] if len(found) == 1 else model


def field_label(field: models.Field) -> str:
    """The name of a field; a key that has none takes that of what it points to."""
    if field.is_relation and field.verbose_name == field.name.replace("_", " "):
        return str(field.related_model._meta.verbose_name)
    return str(field.verbose_name)


def _is_quantity(key: str, model: type[models.Model] | None) -> bool:
    """Whether decimals stand under this key: it is told, the record has such a field, else any model has one."""
    own = _own_field(key, model)
    near = [own] if own is not None else _fields().get(key, ())
    return key in QUANTITIES or any(isinstance(each, models.DecimalField | models.FloatField) for each in near)


def _day(found: re.Match) -> str:
    try:
        return format_date(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return format_datetime(moment) if moment.tzinfo else text


def _code_words(key: str, text: str, model: type[models.Model] | None) -> str:
    """The label of a code: of the field that has it, of the record itself where it stands alone, of the only list."""
    if text in CODES:
        return str(CODES[text])
    own = model._meta.concrete_fields if model is not None and not key else ()
    found = next((each for each in own if text in _codes_of(each)), None) or _field_with_code(key, text, model)
    if found is not None:
        return str(_codes_of(found)[text])
    return str(_all_codes().get(text, "")) if _WORDS.fullmatch(text) else ""


def _field_with_code(name: str, value, model: type[models.Model] | None) -> models.Field | None:
    """The nearest field of that name whose choices have this code; the record's own, where it is free, has none."""
    own = _own_field(name, model)
    if own is not None and not _codes_of(own) and not isinstance(own, models.JSONField):
        return None
    near = [own] if own is not None else _of_the_app(name, model)
    return next((each for each in near + _fields_named(name, model) if str(value) in _codes_of(each)), None)


@lru_cache(maxsize=4096)  # keys may be anything that was typed: not all of them for good
def _of_the_app(name: str, model: type[models.Model] | None) -> list[models.Field]:
    """Fields of the record's app of that name or a longer one: ``way`` is its ``signing_way``. Without name: all."""
    app = model._meta.app_label if model is not None else None
    names = [each for each in _fields() if each == name or each.endswith(f"_{name}") or not name]
    return [field for each in names for field in _fields()[each] if field.model._meta.app_label == app]


def _fields_named(name: str, model: type[models.Model] | None) -> list[models.Field]:
    """Fields of all models, those of the record's app first."""
    app = model._meta.app_label if model is not None else ""
    return sorted(_fields().get(name, ()), key=lambda field: field.model._meta.app_label != app)


def _own_field(name: str, model: type[models.Model] | None) -> models.Field | None:
    for each in (name, name.removesuffix("_id")) if model is not None else ():
        try:
            field = model._meta.get_field(each)
        except FieldDoesNotExist:
            continue
        if field.concrete:
            return field
    return None


@cache
def _models() -> list[type[models.Model]]:
    """The portal's models, without those that keep their histories."""
    found = (each for each in apps.get_models() if each.__module__.startswith("apps."))
    return [each for each in found if not hasattr(each, "pgh_tracked_model")]


@cache
def _names_of(model: type[models.Model]) -> frozenset[str]:
    return frozenset(name for field in model._meta.concrete_fields for name in (field.name, field.attname))


@cache
def _fields() -> dict[str, list[models.Field]]:
    """The fields of the portal's models by name, those first whose label is the most usual."""
    found = defaultdict(list)
    for model in _models():
        for field in model._meta.concrete_fields:
            found[field.name].append(field)
    return {name: _usual_first(fields) for name, fields in found.items()}


def _usual_first(fields: list[models.Field]) -> list[models.Field]:
    usual = Counter(field_label(field) for field in fields)
    return sorted(fields, key=lambda field: -usual[field_label(field)])


@cache
def _codes_of(field: models.Field) -> dict[str, object]:
    return {str(value): label for value, label in getattr(field, "base_field", field).flatchoices}


@cache
def _all_codes() -> dict[str, object]:
    """Codes of several words that mean the same wherever they are used."""
    found = defaultdict(dict)
    for fields in _fields().values():
        for field in fields:
            for value, label in _codes_of(field).items():
                found[value][str(label)] = label
    return {value: next(iter(labels.values())) for value, labels in found.items() if len(labels) == 1}
