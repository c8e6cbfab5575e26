"""Kinds of papers and how they were signed. Source: Nghị định 30/2020/NĐ-CP, Điều 7 and Phụ lục III."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    """The 29 kinds of the decree in its order, then what the sector cites besides them."""

    RESOLUTION = "resolution", _("Nghị quyết")
    DECISION = "decision", _("Quyết định")
    DIRECTIVE = "directive", _("Chỉ thị")
    REGULATION = "regulation", _("Quy chế")
    RULES = "rules", _("Quy định")
    COMMUNIQUE = "communique", _("Thông cáo")
    NOTICE = "notice", _("Thông báo")
    GUIDANCE = "guidance", _("Hướng dẫn")
    PROGRAMME = "programme", _("Chương trình")
    PLAN = "plan", _("Kế hoạch")
    SCHEME = "scheme", _("Phương án")
    PROPOSAL = "proposal", _("Đề án")
    PROJECT = "project", _("Dự án")
    REPORT = "report", _("Báo cáo")
    MINUTES = "minutes", _("Biên bản")
    SUBMISSION = "submission", _("Tờ trình")
    CONTRACT = "contract", _("Hợp đồng")
    LETTER = "letter", _("Công văn")
    TELEGRAM = "telegram", _("Công điện")
    MEMORANDUM = "memorandum", _("Bản ghi nhớ")
    AGREEMENT = "agreement", _("Bản thỏa thuận")
    MANDATE = "mandate", _("Giấy ủy quyền")
    INVITATION = "invitation", _("Giấy mời")
    INTRODUCTION = "introduction", _("Giấy giới thiệu")
    LEAVE = "leave", _("Giấy nghỉ phép")
    COVER_SLIP = "cover_slip", _("Phiếu gửi")
    TRANSFER = "transfer", _("Phiếu chuyển")
    NOTE = "note", _("Phiếu báo")
    OPEN_LETTER = "open_letter", _("Thư công")
    LAW = "law", _("Văn bản quy phạm pháp luật")
    OTHER = "other", _("Văn bản khác")


# What the symbol says about the kind (36/KH-…): abbreviations of Phụ lục III, folded. A symbol may follow none of them.
KIND_MARKS = {
    "nq": DocumentKind.RESOLUTION,
    "qd": DocumentKind.DECISION,
    "ct": DocumentKind.DIRECTIVE,
    "qc": DocumentKind.REGULATION,
    "qyd": DocumentKind.RULES,
    "tc": DocumentKind.COMMUNIQUE,
    "tb": DocumentKind.NOTICE,
    "hd": DocumentKind.GUIDANCE,
    "ctr": DocumentKind.PROGRAMME,
    "kh": DocumentKind.PLAN,
    "pa": DocumentKind.SCHEME,
    "da": DocumentKind.PROJECT,
    "bc": DocumentKind.REPORT,
    "bb": DocumentKind.MINUTES,
    "ttr": DocumentKind.SUBMISSION,
    "cd": DocumentKind.TELEGRAM,
    "bgn": DocumentKind.MEMORANDUM,
    "btt": DocumentKind.AGREEMENT,
    "guq": DocumentKind.MANDATE,
    "gm": DocumentKind.INVITATION,
    "ggt": DocumentKind.INTRODUCTION,
    "gnp": DocumentKind.LEAVE,
    "pg": DocumentKind.COVER_SLIP,
    "pc": DocumentKind.TRANSFER,
    "pb": DocumentKind.NOTE,
}


class SigningWay(models.TextChoices):
    """The two equal ways in which a unit signs one of its papers."""

    SCREEN = "screen", _("Xác nhận trên hệ thống")
    PAPER = "paper", _("Ký trên giấy")


class SignatureTrust(models.TextChoices):
    """What the operator's list of trusted roots said of a certificate when its signature was checked."""

    TRUSTED = "trusted", _("tin cậy")
    UNTRUSTED = "untrusted", _("không thuộc danh sách tin cậy")
    UNCHECKED = "unchecked", _("chưa kiểm tra được")


class SigningPrefix(models.TextChoices):
    """Authority under which a paper is signed (Nghị định 30/2020/NĐ-CP)."""

    NONE = "", _("Ký trực tiếp")
    ON_BEHALF = "TM.", _("TM. – thay mặt tập thể")
    ACTING = "Q.", _("Q. – quyền cấp trưởng")
    DEPUTY = "KT.", _("KT. – ký thay cấp trưởng")
    BY_ORDER = "TL.", _("TL. – thừa lệnh")
    AUTHORISED = "TUQ.", _("TUQ. – thừa ủy quyền")
