"""Names of parametrized tests that are the same in every process: bytes (a zip holds the second in which it was made)
are called by their argument, or two workers collect different tests and the run ends before its first one.
"""


def pytest_make_parametrize_id(val, argname):
    return argname if isinstance(val, bytes | bytearray) else None
