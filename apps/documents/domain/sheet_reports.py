"""What a check found, as plain data that is kept with the import: enough for the page, never the whole file."""

from apps.core.sheets import Checked

KEPT_PROBLEMS, KEPT_NOTES, KEPT_DOUBTS = 2_000, 200, 300


def report_of(checked: Checked) -> dict:
    """Mistakes, questions, notes, headings and the first rows as understood."""
    return {
        "sheet": checked.sheet,
        "problems": [problem.as_dict() for problem in checked.problems[:KEPT_PROBLEMS]],
        "notes": [note.as_dict() for note in checked.notes[:KEPT_NOTES]],
        "doubts": [doubt.as_dict() for doubt in checked.doubts[:KEPT_DOUBTS]],
        "answered": [doubt.as_dict() for doubt in checked.answered[:KEPT_DOUBTS]],
        "headings": [
            {"letter": heading.letter, "text": heading.text, "key": heading.key} for heading in checked.headings
        ],
        "preview": {
            "headings": checked.preview.headings,
            "rows": [{"number": number, "cells": cells} for number, cells in checked.preview.rows],
        },
    }


def counts_of(checked: Checked) -> dict[str, int]:
    """The figures of the import by field name."""
    return {
        "row_count": checked.rows,
        "created_count": checked.created,
        "updated_count": checked.updated,
        "unchanged_count": checked.unchanged,
        "problem_count": len(checked.problems),
        "doubt_count": len(checked.doubts),
    }


def without_persons(report: dict) -> dict:
    """The report of an import that is over: the first rows may hold data of people, nobody needs them any more."""
    return {key: value for key, value in report.items() if key != "preview"}
