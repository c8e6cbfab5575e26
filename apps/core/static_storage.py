"""Static files under names with a hash of their content, for ``collectstatic``."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Libraries name source maps that we do not serve: such a file is taken as it is, not refused.

    Modules import each other under their plain names, which are served too, for a minute from the browser's cache.
    """

    patterns = tuple(
        (ending, tuple(rule for rule in rules if "sourceMappingURL" not in str(rule)))
        for ending, rules in CompressedManifestStaticFilesStorage.patterns
    )
