"""Who may open which page of movements; each part lists its own rows."""

from apps.movements.tests import role_model_access

ROWS = [*role_model_access.ROWS]
