"""Which proxy stands between this machine and a tenant, as the environment's variables say."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from kinde_tui.models.hosts import is_loopback


def proxy_for(url: str) -> str:
    """The proxy that requests to `url` go through, with its scheme and credentials; empty: none.

    Requests to this machine go through none, whatever the variables say: what is http there would be in clear on the
    way to a proxy.
    """
    target = urlsplit(url)
    if is_loopback(target.hostname or "") or proxy_bypass(target.netloc):
        return ""
    found = getproxies()
    proxy = found.get(target.scheme) or found.get("all", "")
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"


def shown(proxy: str) -> str:
    """The proxy's address without credentials, to be read by people."""
    try:
        parts = urlsplit(proxy)
        port = f":{parts.port}" if parts.port else ""
        host = parts.hostname or "?"
    except ValueError:
        return proxy.partition("://")[0] + "://?"
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}"
