"""The change feed: what to fetch again."""

from datetime import datetime
from typing import Literal

from ninja import Query, Router, Schema
from pydantic import Field

from apps.api import feeding
from apps.api.endpoints.base import refuse_unknown
from apps.api.paging import read, write
from apps.api.problems import wrong
from apps.api.resources import RESOURCES
from apps.api.shape import Cursor, Limit, Moment

OTHER_SCOPE = (
    "Con trỏ thuộc mã có phạm vi khác hoặc của người khác; hãy bắt đầu lại không có cursor: đọc lại các danh sách, rồi"
    " theo dõi tiếp."
)

router = Router()


class ChangeFilters(Schema):
    cursor: Cursor | None = Field(None, description="Giá trị cursor của lần đọc trước")
    since: Moment | None = Field(None, description="Lần đầu, chưa có cursor: đọc từ thời điểm này")
    limit: Limit = Field(100, description="Số lần thay đổi được xét trong một lần đọc")


class ChangeOut(Schema):
    resource: Literal["units", "clusters", "movements", "rankings", "awards", "decisions"]
    id: int
    change: Literal["created", "updated", "deleted"]
    changed_at: datetime
    version: int | None = Field(description="Phiên bản hiện tại; null nếu đã xóa hoặc không đánh phiên bản")
    revoked: bool = Field(description="Không còn hiệu lực: khen thưởng bị hủy, kết quả bị thay thế, nội dung đã xóa")


class ChangePage(Schema):
    """Thay đổi theo thứ tự thời gian, chỉ trong phạm vi của mã và của người tạo mã."""

    items: list[ChangeOut]
    cursor: str = Field(description="Giữ lại cho lần đọc sau, kể cả khi items rỗng")
    more: bool = Field(description="Còn thay đổi nữa: đọc tiếp ngay")


@router.get("/changes", response=ChangePage, url_name="changes", summary="Những gì đã thay đổi")
def changes(request, filters: Query[ChangeFilters]):
    """Không có cursor và since thì trả về vị trí hiện tại: đọc các danh sách trước, rồi theo dõi thay đổi từ đó.

    Số, ký hiệu, ngày của quyết định ghi trong khen thưởng đổi thì báo ở decisions, không báo ở awards.
    """
    refuse_unknown(request, ChangeFilters.model_fields)
    if filters.cursor and filters.since:
        raise wrong("since", "Đã có cursor thì không gửi since.")
    actor = request.auth.actor
    resources = [each for each in RESOURCES if each.code in request.auth.scopes]
    # A reader of more resources would never hear of what happened to the new ones before its place.
    purpose = [actor.user_id, "changes", sorted(each.code for each in resources)]
    until = feeding.horizon()
    place = feeding.Place.from_list(read(filters.cursor, purpose, OTHER_SCOPE)) if filters.cursor else None
    place = place or feeding.Place(filters.since or until)
    told = feeding.changes_after(place, until, resources, actor, filters.limit)
    return {"items": told.changes, "cursor": write(told.place.as_list(), purpose), "more": told.more}
