"""From which network address a request comes: for the lock-out of the sign-in page and for the list of sessions."""

from ipaddress import IPv4Address, ip_address, ip_network

from django.conf import settings


def client_address(request) -> str | None:
    """The address that the outermost of our own proxies saw (PROXY_COUNT of them); None where there is none to tell.

    Each proxy adds to the end of X-Forwarded-For whom it saw itself. What stands before our own entries was written by
    the client, so it is counted from the right and the rest is not believed. A header that is too short did not come
    through all proxies: then the sender's own address counts. Without proxies the header is not read at all.
    """
    if count := settings.PROXY_COUNT:
        seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(seen) >= count and (found := _address(seen[-count])):
            return found
    return _address(request.META.get("REMOTE_ADDR", ""))


def client_network(request) -> str | None:
    """What requests are counted by: the address; of IPv6 the /64, all of which one household or machine has."""
    if not (found := client_address(request)):
        return None
    address = ip_address(found)
    if isinstance(address, IPv4Address) or address.ipv4_mapped:
        return found
    return str(ip_network((address, 64), strict=False))


def _address(text: str) -> str | None:
    """``203.0.113.9``, also from ``203.0.113.9:4711`` and ``[2001:db8::1]:4711``; None for anything else."""
    plain = text.strip()
    if plain.startswith("["):
        plain = plain[1:].partition("]")[0]
    elif plain.count(":") == 1:
        plain = plain.partition(":")[0]
    try:
        return str(ip_address(plain))
    except ValueError:
        return None
