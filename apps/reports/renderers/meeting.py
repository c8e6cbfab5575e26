"""What the papers of one meeting have in common: their head, the day in words, signatures of chair and secretary."""

from apps.conferences.sitting import Sitting
from apps.core.dates import text_date
from apps.core.pdf import IssuingBody, OfficialDocument, PlaceDate, Signature
from apps.reports.registry import Printing
from apps.reports.renderers.heading import issuing_body, marked, place_of

ILLUSTRATIVE = "Có nội dung minh họa, không có trong nguồn"
HAND = "(Ký, ghi rõ họ tên)"


def body_of(sitting: Sitting) -> IssuingBody:
    return issuing_body(sitting.body, sitting.superior)


def town_of(sitting: Sitting) -> str:
    """Box 4: the place of the meeting where it is a town, else the organiser's province; a hall has a comma.

    A council meets in its own house.
    """
    if sitting.by_council:
        return place_of(sitting.province)
    return sitting.place if sitting.place and "," not in sitting.place else place_of(sitting.province)


def frame(sitting: Sitting, printing: Printing, **more) -> OfficialDocument:
    """An official document of the meeting; illustrative ones say so on every page."""
    facts = {
        "issuing_body": body_of(sitting),
        "place_date": PlaceDate(town_of(sitting), sitting.held_on),
        "illustrative": marked(ILLUSTRATIVE, sitting),
        "verification": printing.verification,
        "created": printing.at,
    }
    return OfficialDocument(**facts | more)


def when(sitting: Sitting) -> str:
    """Chiều ngày 18/12/2020."""
    return f"{sitting.session or 'Ngày'} {'ngày ' if sitting.session else ''}{text_date(sitting.held_on)}"


def person(name: str, post: str) -> str:
    return ", ".join(part for part in (name, post) if part)


def chair_and_secretary(sitting: Sitting) -> list[Signature]:
    return [
        Signature(prefix="", position="THƯ KÝ", name=sitting.secretary_name, note=HAND),
        Signature(prefix="", position="CHỦ TRÌ", name=sitting.chair_name, note=HAND),
    ]
