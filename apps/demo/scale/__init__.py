"""A whole sector of invented bodies and people, as large as asked, the same for the same seed."""
