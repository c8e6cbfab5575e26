"""collectstatic as a release runs it."""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command


def test_source_maps_that_are_not_there_break_nothing(settings, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "library.js").write_text("x();\n//# sourceMappingURL=library.js.map")
    (source / "page.css").write_text("a{color:red}\n/*# sourceMappingURL=page.css.map */")
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    backend = "apps.core.static_storage.HashedStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": backend}}
    call_command("collectstatic", "--noinput", verbosity=0)
    for name in ("library.js", "page.css", "css/tokens.css", "js/app.js"):
        stored = staticfiles_storage.stored_name(name)
        assert stored != name
        assert (tmp_path / "static" / stored).exists()
