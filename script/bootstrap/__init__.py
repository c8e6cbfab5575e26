"""First half of ``script/server`` and ``script/test``: from a bare Python to a complete ``.venv``.

Standard library only, Python 3.11 or later. The second half is ``emulation_portal.embedded``, run by ``.venv``.
"""
