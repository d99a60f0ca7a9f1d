"""Parts: what a chart in a frame of its own needs, from this app and not from an outside host."""

from plotly.offline import get_plotlyjs
from starlette.requests import Request
from starlette.responses import Response


def plotly(_: Request) -> Response:
    """Plotly itself; its address holds its version, so that a browser fetches it once."""
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(get_plotlyjs(), media_type="text/javascript", headers=kept)
