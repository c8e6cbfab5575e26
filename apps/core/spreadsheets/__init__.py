"""Spreadsheets in and out: ``read_table`` for files of people, ``write_workbook`` for files of ours."""

from apps.core.spreadsheets.comma_separated import write_csv
from apps.core.spreadsheets.reading import read_table
from apps.core.spreadsheets.table import Cell, Problem, Problems, Row, Table
from apps.core.spreadsheets.writing import Column, Sheet, write_workbook

__all__ = [
    "Cell",
    "Column",
    "Problem",
    "Problems",
    "Row",
    "Sheet",
    "Table",
    "read_table",
    "write_csv",
    "write_workbook",
]
