"""Doors of accounts, one module per noun."""
