"""Collecting the texts for people from Python and templates, without GNU gettext.

The source speaks Vietnamese (docs/decisions/0006); ``locale/en`` translates it. Django turns the texts of a
template into calls of gettext; in Python the calls are read from the syntax tree.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from apps.core import translated_rows

PLURALS = {"ngettext", "ngettext_lazy", "npgettext", "npgettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
FUNCTIONS = {"_", "gettext", "gettext_lazy", "gettext_noop"} | PLURALS | WITH_CONTEXT
CALL = re.compile(r"\b(?:n?p?gettext|_)\(")


def collect(root: Path) -> Catalog:
    """Every text of the project below ``root``, with the files in which it stands (no line numbers: they drift)."""
    catalog = Catalog(locale="en", project="emulation-portal", fuzzy=False)
    for path in _sources(root):
        for message, context in texts_in(path):
            catalog.add(message, locations=[(str(path.relative_to(root)), None)], context=context)
    for path, columns in translated_rows.registered():
        for row in json.loads(path.read_text(encoding="utf-8")):
            for text in filter(None, map(row.get, columns)):
                catalog.add(text, locations=[(str(path.relative_to(root)), None)])
    return catalog


def texts_in(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Message and context of each text for people in one file of Python or one template."""
    source = path.read_text(encoding="utf-8")
    return _messages(source if path.suffix == ".py" else _calls(templatize(source, origin=str(path))))


def _sources(root: Path) -> Iterator[Path]:
    for folder, pattern in (("apps", "*.py"), ("emulation_portal", "*.py"), ("templates", "*.html")):
        for path in sorted((root / folder).rglob(pattern)):
            if "tests" not in path.parts and "migrations" not in path.parts and "pdf" not in path.parts[-2:-1]:
                yield path


def _calls(templatized: str) -> str:
    """The gettext calls of a templatized template, one a line: the filler between them is no Python."""
    found = []
    for match in CALL.finditer(templatized):
        for end in re.finditer(r"\)", templatized[match.end() :]):
            call = templatized[match.start() : match.end() + end.end()]
            try:
                ast.parse(call.strip(), mode="eval")
            except SyntaxError:
                continue  # the bracket stood inside of the text
            found.append(call.strip())
            break
    return "\n".join(found)


def _messages(source: str) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Message and context of each call, also inside of an f-string; a pair of texts where there is a plural."""
    nodes = list(ast.walk(ast.parse(source)))
    names = _other_names(nodes)
    for call in nodes:
        if not isinstance(call, ast.Call):
            continue
        called = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        function = names.get(called, called)
        texts = [text.value for text in call.args if isinstance(text, ast.Constant) and isinstance(text.value, str)]
        if function not in FUNCTIONS or not texts:
            continue
        context = texts.pop(0) if function in WITH_CONTEXT else None
        yield (tuple(texts[:2]) if function in PLURALS else texts[0]), context


def _other_names(nodes: list[ast.AST]) -> dict[str, str]:
    """Functions of gettext that a module imports under a name of its own."""
    return {
        name.asname: name.name
        for node in nodes
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if name.asname and name.name in FUNCTIONS
    }


def read(path: Path, locale: str = "en") -> Catalog:
    """The catalogue in a .po file; an empty one when there is none yet."""
    if not path.exists():
        return Catalog(locale=locale, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def update(root: Path, path: Path) -> Catalog:
    """Bring the .po file up to the source: new texts untranslated, gone ones dropped. Answers the catalogue."""
    catalog = read(path)
    catalog.update(collect(root), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=110, omit_header=False, sort_output=True, ignore_obsolete=True)
    return catalog


def untranslated(catalog: Catalog) -> list[str]:
    """Texts without an English translation."""
    missing = []
    for message in catalog:
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and not all(texts):
            missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return missing
