"""The workbench: the ledger as pages in a browser, and the same as an HTTP API. Offline: nothing is fetched from elsewhere.

`serve` listens on this machine alone unless told otherwise. Pages never change the ledger except through a signed judgement, which
is appended to it and applied by linking and reckoning again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from firsthand.config import Config
from firsthand.store import Workspace

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

HERE = Path(__file__).parent
# Nothing may be loaded from another host, framed, or sent elsewhere.
POLICY = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def build_app(
    store: Workspace, *, config: Config, hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "testserver")
) -> Starlette:
    """The workbench as an ASGI application.

    1. Pages; 2. the API; 3. static files; 4. guards: known host names only, nothing from elsewhere, judgements only from its own pages.

    Args:
        hosts: names under which the workbench may be asked for; any other `Host` is refused, so that a foreign page cannot reach it.
    """
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles

    from firsthand.errors import FirsthandError
    from firsthand.serve import api, pages
    from firsthand.serve.desk import Desk

    desk = Desk(store, config)
    routes = [
        *pages.routes(desk),  # 1
        *api.routes(desk),  # 2
        Mount("/static", StaticFiles(directory=HERE / "static"), name="static"),  # 3
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))],  # 4
        exception_handlers={FirsthandError: pages.named_error, 404: pages.not_found},
    )
    return _guarded(app)


def _guarded(app: Starlette) -> Starlette:
    from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
    from starlette.responses import PlainTextResponse

    async def guard(request: Request, call_next: RequestResponseEndpoint) -> Response:
        if request.method not in ("GET", "HEAD") and not _own(request):
            return PlainTextResponse("A judgement has to come from the workbench's own page.", status_code=403)
        response = await call_next(request)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    app.add_middleware(BaseHTTPMiddleware, dispatch=guard)
    return app


def _own(request: Request) -> bool:
    """Whether a changing request comes from the workbench itself: a browser says so in `Origin`, and a script sends JSON."""
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("content-type", "").startswith("application/json")
    return origin.split("://", 1)[-1] == request.headers.get("host", "")


def serve(store: Workspace, *, host: str, port: int, show: bool, config: Config) -> None:
    """Serves the workbench until it is stopped.

    1. Builds the application; 2. opens a browser if asked to; 3. listens.
    """
    import uvicorn

    app = build_app(store, config=config, hosts=("127.0.0.1", "localhost", host))  # 1
    if show:
        import webbrowser

        webbrowser.open(f"http://{host}:{port}/")  # 2
    uvicorn.run(app, host=host, port=port, log_level="warning")  # 3
