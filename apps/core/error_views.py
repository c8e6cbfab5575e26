"""Error pages in Vietnamese (templates 400, 403, 404, 413, 500)."""

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.shortcuts import render


def bad_request(request, exception=None):
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def permission_denied(request, exception=None):
    reason = exception.args[0] if isinstance(exception, PermissionDenied) and exception.args else ""
    return render(request, "403.html", {"reason": reason}, status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(request):
    # No context processors: the page must render when the database is what failed.
    from django.http import HttpResponseServerError
    from django.template import loader

    return HttpResponseServerError(loader.get_template("500.html").template.render(_bare_context()))


def _bare_context():
    from django.template import Context

    return Context({})


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)
