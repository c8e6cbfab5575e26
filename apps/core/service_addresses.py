"""Addresses of the services in use, for processes that are started beside this one."""

from urllib.parse import urlsplit, urlunsplit

from django.db import connection


def database_url() -> str:
    """The database of the present connection (in a test or a benchmark not the one of the settings), sockets too."""
    params = connection.get_connection_params()
    query = f"?host={params['host']}" if params.get("host", "").startswith("/") else ""
    host = "" if query else f"{params.get('host', '')}:{params.get('port', '')}"
    user = f"{params.get('user', '')}:{params['password']}" if params.get("password") else params.get("user", "")
    port = f"&port={params['port']}" if query and params.get("port") else ""
    return f"postgres://{user}@{host}/{params['dbname']}{query}{port}"


def redis_database(address: str, number: int) -> str:
    """The database of this number on the server of ``REDIS_URL``."""
    if address.startswith("unix:"):
        return f"{address.partition('?')[0]}?db={number}"
    return urlunsplit(urlsplit(address)._replace(path=f"/{number}"))
