"""The HTTP API: the promised JSON under `/api/`, what-if, search, judgements; described at `/api/openapi.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from firsthand import promises
from firsthand.errors import UsageError
from firsthand.promises import SHOWS
from firsthand.serve.desk import Desk

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute


class Verdict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of a POST to `/api/judgements`."""

    verdict: str
    left: str
    right: str | None = None
    note: str = ""


def routes(desk: Desk) -> list[BaseRoute]:
    """The routes of the API."""
    from starlette.routing import Route

    async def show(request: Request) -> Response:
        return _json(desk.show(request.path_params["what"]))

    async def whatif(request: Request) -> Response:
        without, distrust = (
            tuple(request.query_params.getlist("without")),
            tuple(request.query_params.getlist("distrust")),
        )
        if not without and not distrust:
            raise UsageError("nothing to leave out", next_step="give ?without=NAME or ?distrust=NAME")
        return _json(desk.whatif(without, distrust))

    async def search(request: Request) -> Response:
        found = desk.search(request.query_params.get("q", ""))
        return _json({"hits": [{"document": hit.id, "name": name, "snippet": hit.snippet} for hit, name in found]})

    async def judge(request: Request) -> Response:
        try:
            body = msgspec.json.decode(await request.body(), type=Verdict)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise UsageError(
                f"the body is no judgement: {error}", next_step="send verdict, left, right, note as JSON"
            ) from error
        return _json(desk.judge(body.verdict, body.left, body.right, body.note), status=201)

    async def openapi(request: Request) -> Response:
        return _json(description())

    return [
        Route("/api/openapi.json", openapi),
        Route("/api/whatif", whatif),
        Route("/api/search", search),
        Route("/api/judgements", judge, methods=["POST"]),
        Route("/api/{what}", show),
    ]


def _json(value: Any, status: int = 200) -> Response:
    from starlette.responses import Response as Answer

    return Answer(msgspec.json.encode(value, order="deterministic"), status_code=status, media_type="application/json")


def description() -> dict[str, Any]:
    """The API as an OpenAPI 3.1 document; the shapes are the promised ones.

    Example:
        >>> description()["openapi"]
        '3.1.0'
    """
    answer = {"description": "As promised.", "content": {"application/json": {"schema": {"type": "object"}}}}
    wrong = {"description": "What is wrong, where, and the next step."}
    schemas = promises.schemas()

    def get(summary: str, *parameters: dict[str, Any], schema: dict[str, Any] | None = None) -> dict[str, Any]:
        good = {**answer, "content": {"application/json": {"schema": schema or {"type": "object"}}}}
        return {
            "get": {
                "summary": summary,
                "parameters": list(parameters),
                "responses": {"200": good, "400": wrong, "404": wrong},
            }
        }

    def query(name: str, *, many: bool = False) -> dict[str, Any]:
        kind = {"type": "array", "items": {"type": "string"}} if many else {"type": "string"}
        return {"name": name, "in": "query", "required": False, "schema": kind}

    paths: dict[str, Any] = {
        f"/api/{what}": get(f"What 'firsthand show {what} --json' prints.", schema=schemas.get(what)) for what in SHOWS
    }
    paths["/api/whatif"] = get(
        "Before and after, if a source fell.", query("without", many=True), query("distrust", many=True)
    )
    paths["/api/search"] = get("Full-text search.", query("q"))
    paths["/api/judgements"] = {
        "post": {
            "summary": "Sign a decision that outranks the machine.",
            "requestBody": {"required": True, "content": {"application/json": {"schema": _verdict_schema()}}},
            "responses": {"201": answer, "400": wrong, "403": wrong, "404": wrong},
        }
    }
    return {"openapi": "3.1.0", "info": {"title": "firsthand", "version": "0.1"}, "paths": paths}


def _verdict_schema() -> dict[str, Any]:
    (_reference,), components = msgspec.json.schema_components([Verdict])
    return dict(components["Verdict"])
