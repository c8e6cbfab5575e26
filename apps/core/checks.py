"""System checks of what this machine lacks. Warnings only: the site runs, what is missing says so itself."""

from django.core.checks import Warning as CheckWarning
from django.core.checks import register

from apps.core.pdf.readiness import pdf_problems


@register()
def check_pdf(app_configs, **_options) -> list[CheckWarning]:
    """PDF files need Pango and a font, which come with the operating system."""
    return [CheckWarning(problem, id=f"core.W{number:03d}") for number, problem in enumerate(pdf_problems(), start=1)]
