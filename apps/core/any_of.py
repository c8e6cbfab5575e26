"""``field__any_of=[…]``: ``IN`` for thousands of values, sent as one array.

With a placeholder for each value the driver takes the statement apart in a time that grows with the square of their
number.
"""

from django.core.exceptions import EmptyResultSet
from django.db.models import Field, ForeignKey, Lookup


@Field.register_lookup
@ForeignKey.register_lookup  # a relation takes no lookups of plain fields
class AnyOf(Lookup):
    """The column equals one of the values; none match an empty list."""

    lookup_name = "any_of"

    def get_prep_lookup(self):
        return [self.lhs.output_field.get_prep_value(value) for value in self.rhs]

    def as_sql(self, compiler, connection):
        if not self.rhs:
            raise EmptyResultSet  # as ``IN`` does: no statement is sent
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*parameters, self.rhs]
