"""The register of paper kinds: boards and homes ask each kind once, whatever the number of units.

Each module of this package registers the papers of one app (``kinds.register``); ``kinds.discover`` finds them.
"""
