from apps.units.models.role import RoleAssignment
from apps.units.models.scope import organised_for
from apps.units.models.unit import Unit, UnitAlias, UnitName

__all__ = ["RoleAssignment", "Unit", "UnitAlias", "UnitName", "organised_for"]
