"""Sources of self-filling leaves, one module per subject; ``register`` hands them to ``apps.scoring.sources``."""


def register() -> None:
    """Called when the app is ready."""
    from apps.scoring import sources
    from apps.scoring.facts import awards, movements, papers, results

    for module in (papers, results, movements, awards):
        for source in module.SOURCES:
            sources.register(source)
