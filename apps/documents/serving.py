"""Sending a stored file. The owning app's view has checked the right before it calls."""

from django.http import FileResponse

INLINE_TYPES = frozenset({"application/pdf", "image/png", "image/jpeg"})


def serve(stored_file, *, name: str, content_type: str) -> FileResponse:
    """PDF and pictures open in the browser, everything else is saved; never run as a page of ours."""
    response = FileResponse(
        stored_file.open("rb"), as_attachment=content_type not in INLINE_TYPES, filename=name, content_type=content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
