"""Whether the port of the web server is free."""

import errno
import socket

from script.bootstrap.console import Failure


def require_free(port: int) -> None:
    """Raises Failure, naming the port and the variable PORT, when another program answers there."""
    if is_taken(port):
        raise Failure(
            f"Cổng {port} đang được một chương trình khác dùng. Hãy dừng chương trình đó, hoặc chọn cổng khác: "
            f"PORT={port + 1} script/server\n"
            f"Port {port} is in use by another program. Stop that program, or choose another port: "
            f"PORT={port + 1} script/server"
        )


def is_taken(port: int) -> bool:
    """Whether ``localhost:port`` belongs to somebody, in either family of addresses."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return True
    return False


def chosen(text: str) -> int:
    """The port that the variable PORT asks for. Raises Failure for what is no port."""
    if text.isascii() and text.isdigit() and 0 < int(text) < 2**16:
        return int(text)
    raise Failure(f"PORT={text} không phải là số cổng.\nPORT={text} is not a port number.")
