from apps.periods.models.calendar_address import CalendarAddress
from apps.periods.models.holiday import Holiday
from apps.periods.models.work_field import WorkField
from apps.periods.models.year import EmulationYear

__all__ = ["CalendarAddress", "EmulationYear", "Holiday", "WorkField"]
