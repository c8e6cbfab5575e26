"""``{% consultation_links criteria_set %}``: from the page of a set to its rounds and dry runs, as far as one may."""

from django import template

from apps.scoring.consultation_policies import can_consult, reads_for
from apps.scoring.models import Consultation
from apps.scoring.workflow import SET_FLOW

register = template.Library()


@register.inclusion_tag("scoring/_consultation_links.html", takes_context=True)
def consultation_links(context, criteria_set):
    """One query. ``criteria_set`` comes with its year and organiser."""
    actor = context["request"].actor
    rounds = Consultation.objects.visible_to(actor).filter(criteria_set__code=criteria_set.code)
    opens = SET_FLOW.allows("consult", criteria_set.state) and bool(can_consult(actor, criteria_set))
    return {
        "criteria_set": criteria_set,
        "rounds": list(rounds.order_by("opened_at", "pk")),
        "opens": opens,
        "tries": reads_for(actor, criteria_set.year.organiser),
    }
