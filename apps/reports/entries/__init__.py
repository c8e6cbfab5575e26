"""One module per report of the catalogue; each offers ``REPORT``."""
