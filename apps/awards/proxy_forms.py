"""Shape of what is typed at the beginning of Nhập thay."""

from apps.awards.forms import BatchForm
from apps.registrations.forms import ProxyForm


class ProxyBatchForm(ProxyForm, BatchForm):
    """A batch typed for a unit from its paper: when it arrived and what it is, then what it says."""

    field_order = ("received_on", "basis", "type", "occasion")
