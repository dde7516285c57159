"""Addresses of the proxy's settings: where it listens, and the URLs that it sends to."""

import re
import socket
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

_HOST = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,252})")
_PORT = re.compile(r"[0-9]{1,5}")
_PORTS = 65535


class Address(NamedTuple):
    """Where a server listens.

    Attributes:
        host: a name or an IP address; an IPv6 address without its brackets.
        port: 0 for one that is free.
    """

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """Whether only programs of the same machine reach it."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host.lower() == "localhost"


def address_of(text: str) -> Address:
    """The address that `HOST:PORT` or `[IPV6]:PORT` means.

    Raises:
        ValueError: it has another form. The sentence does not show it.
    """
    host, colon, port = text.rpartition(":")
    if not colon or not _PORT.fullmatch(port) or int(port) > _PORTS:
        raise ValueError("HOST:PORT is wanted, such as 127.0.0.1:8080 or [::1]:8080, with a port from 0 to 65535")
    if not host:
        raise ValueError("the host is missing before the port: 127.0.0.1 for this machine, 0.0.0.0 for all")
    return Address(_host(host), int(port))


def host_name(text: str) -> str:
    """A name of a server as requests give it, with its port where it has one, in lower case.

    Raises:
        ValueError: it is no name. The sentence does not show it.
    """
    if text.endswith("]") or ":" not in text:
        _host(text)
        return text.lower()
    return str(address_of(text.lower()))


def http_url(text: str, *, of_a_page: bool = False) -> str:
    """A URL with scheme and host in lower case: of a server, without a slash at its end, or of a page, with its query.

    Args:
        text: as it was written.
        of_a_page: whether it is one of a page, whose path stays as it is.

    Raises:
        ValueError: it is none, names another scheme, or holds a credential, a fragment, or a query that it may not
            have. The sentence does not show it.
    """
    if not text.isascii() or not text.isprintable() or " " in text or "\\" in text:
        raise ValueError(
            "a URL is of printable ASCII without spaces: percent-encode the path, write the host as punycode"
        )
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError("the host or the port of the URL can't be read") from None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("a URL of http or https is wanted, such as https://api.example")
    if "@" in parts.netloc:
        raise ValueError("the URL holds a credential: leave it out, callers bring theirs or [[callers.key]] has it")
    if "#" in text or ("?" in text and not of_a_page):
        raise ValueError("the URL has a query or a fragment, which would be lost: leave it out")
    netloc = parts.netloc.lower()
    host = netloc.removesuffix(f":{netloc.rpartition(':')[2]}") if port is not None else netloc.removesuffix(":")
    if port == 0:
        raise ValueError("port 0 can't be sent to")
    _host(host)
    path = parts.path if of_a_page else parts.path.rstrip("/")
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{host}{f':{port}' if port is not None else ''}{path}{query}"


def _host(text: str) -> str:
    """A host without the brackets of an IPv6 address."""
    if text.startswith("[") and text.endswith("]"):
        try:
            if ip_address(text[1:-1]).version == 6:
                return text[1:-1]
        except ValueError:
            pass
        raise ValueError("what stands in brackets is no IPv6 address")
    if ":" in text:
        raise ValueError("an IPv6 address stands in brackets, such as [::1]:8080")
    if not _HOST.fullmatch(text):
        raise ValueError("the host is no name and no IP address")
    return text


def address_at(sock: socket.socket | None) -> str | None:
    """The address that a socket is bound to, as `listen` writes it; None for none."""
    return str(Address(*sock.getsockname()[:2])) if sock is not None else None
