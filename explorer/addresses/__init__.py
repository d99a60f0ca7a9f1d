"""Addresses: what the app answers to programs: figures by the words of a page's link, and how to ask."""

from starlette.routing import Route

from explorer.addresses.answering import catalogue, figures
from explorer.addresses.described import description
from explorer.addresses.parts import plotly
from explorer.export import PLOTLY

__all__ = ["routes"]


def routes(prefix: str = "") -> list[Route]:
    """Every address, under the path that the app is served at ('' or 'inclusion')."""
    at = f"/{prefix.strip('/')}" if prefix.strip("/") else ""
    return [
        Route(f"{at}/data", catalogue, methods=["GET"]),
        Route(f"{at}/data/openapi.json", description, methods=["GET"]),
        Route(f"{at}/data/{{name}}", figures, methods=["GET"]),
        Route(f"{at}/{PLOTLY}", plotly, methods=["GET"]),
    ]
