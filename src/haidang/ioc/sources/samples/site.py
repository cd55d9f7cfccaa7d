"""The site of the sample sources, as a transport for httpx."""

import httpx


def transport() -> httpx.BaseTransport:
    """A transport that answers in this process."""
    return httpx.MockTransport(lambda _request: httpx.Response(404))
