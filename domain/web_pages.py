"""The address of a web page as it may be kept: where somebody was, less whatever might be a key to something.

Pages carry sign-in tokens, reset codes and email addresses in their addresses. What is not known to be harmless goes: the fragment,
credentials, most of the query, and parts of the path that look like a token. Campaigns (UTM) are told apart.
"""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

LONGEST = 500
CAMPAIGN = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
_HARMLESS = frozenset(
    {"category", "id", "item", "lang", "p", "page", "product", "q", "s", "search", "sku", "tab", "variant"}
)
_PLAIN_VALUE = re.compile(r"[\w .,+-]{1,40}")
_TOKEN = re.compile(r"(?=[^/]*\d)(?=[^/]*[A-Za-z])[A-Za-z0-9_.~+=-]{20,}|[0-9a-fA-F-]{24,}|\d{9,}|[^/]*@[^/]*")
"""A part of a path that nobody would read aloud: long with letters and digits mixed, a UUID, a long number, an address."""
_CUT = "…"


def cleaned(url: str) -> str:
    """``url`` fit to be kept, "" for what is no address of a web page."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    place = host if port is None else f"{host}:{port}"
    query = [(name, value) for name, value in parse_qsl(parts.query)[:50] if _is_harmless(name, value)]
    address = f"{parts.scheme}://{place}{_path(parts.path)}{'?' if query else ''}{urlencode(query)}"
    return address[:LONGEST]


def without_query(url: str) -> str:
    """The same without any query: a referrer is somebody else's page, of which nothing but the place matters."""
    return cleaned(url).partition("?")[0]


def campaign(url: str) -> Mapping[str, str]:
    """The UTM parameters of a page's address, each as one short line."""
    try:
        query = dict(parse_qsl(urlsplit(url).query)[:50])
    except ValueError:
        return {}
    found = {name: re.sub(r"[^\w .,:+/|-]", "", query[name])[:100] for name in CAMPAIGN if query.get(name)}
    return {name: value for name, value in found.items() if value and "@" not in query[name]}


def _path(path: str) -> str:
    parts = (unquote(part) for part in path.split("/"))
    return "/".join(_CUT if _TOKEN.fullmatch(part) else quote(part, safe="!$&'()*+,;=:~-._") for part in parts)


def _is_harmless(name: str, value: str) -> bool:
    return name in _HARMLESS and _PLAIN_VALUE.fullmatch(value) is not None and not _TOKEN.fullmatch(value)
