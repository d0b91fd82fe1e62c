"""The model as a small web service (WSGI).

    POST /predict   {"rows": [{"column": value, ...}]}  ->  {"predictions": [...]}
    GET  /health                                        ->  {"status": "ok"}

MODEL_DIR names the folder that save_model wrote.
"""

import json
import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import pandas as pd

from . import evaluate, train

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


@lru_cache(maxsize=1)
def loaded_model() -> Any:
    return train.load_model(os.environ.get("MODEL_DIR", "model"))


def app(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    route = (environ["REQUEST_METHOD"], environ.get("PATH_INFO", ""))
    if route == ("GET", "/health"):
        return respond(start_response, "200 OK", {"status": "ok"})
    if route != ("POST", "/predict"):
        return respond(
            start_response,
            "404 Not Found",
            {"error": "use POST /predict or GET /health"},
        )
    try:
        rows = read_rows(environ)
    except ValueError as error:
        return respond(start_response, "400 Bad Request", {"error": str(error)})
    return respond(start_response, "200 OK", answer(rows))


def read_rows(environ: dict[str, Any]) -> list[dict[str, Any]]:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    body = json.loads(environ["wsgi.input"].read(length))
    rows = body.get("rows") if isinstance(body, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError('expected {"rows": [{"column": value, ...}, ...]}')
    return rows


def answer(rows: list[dict[str, Any]]) -> dict[str, Any]:
    model = loaded_model()
    # A column that a row has not is missing, as an empty cell of the data is.
    table = pd.DataFrame(rows).reindex(columns=model.feature_names_in_)
    if table.empty:
        return {"predictions": []}
    result = {"predictions": evaluate.predict(model, table).tolist()}
    if hasattr(evaluate, "predict_proba"):
        result["probabilities"] = evaluate.predict_proba(model, table).tolist()
    return result


def respond(
    start_response: StartResponse, status: str, body: dict[str, Any]
) -> Iterable[bytes]:
    content = json.dumps(body).encode("utf-8")
    start_response(
        status,
        [("Content-Type", "application/json"), ("Content-Length", str(len(content)))],
    )
    return [content]


if __name__ == "__main__":
    from wsgiref.simple_server import make_server

    with make_server("127.0.0.1", 8000, app) as server:
        print("http://127.0.0.1:8000")
        server.serve_forever()
