"""Who may open which page of proposals."""

ROWS = []
