"""The server of the exercise with FastAPI: python3 server.py, listening on the port in PORT."""

import asyncio
import json
import os
from collections.abc import AsyncIterator

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import StreamingResponse

# How long a browser waits before it reconnects, in milliseconds.
RETRY_MS = 2000

app = FastAPI()
# One queue per open stream. None in it ends the stream.
clients: set[asyncio.Queue[str | None]] = set()
last_id = 0
finished = False


def publish(event: str, data: object) -> None:
    global last_id
    last_id += 1
    # json.dumps writes no line feeds, so one data: line is enough.
    text = f"id: {last_id}\nevent: {event}\ndata: {json.dumps(data)}\n\n"
    for queue in clients:
        queue.put_nowait(text)


async def stream(queue: asyncio.Queue[str | None]) -> AsyncIterator[str]:
    try:
        # The first piece goes out with the headers: the page knows at once that it is connected.
        yield f"retry: {RETRY_MS}\n\n"
        while (text := await queue.get()) is not None:
            yield text
    finally:
        # Starlette cancels the generator when its client has gone.
        clients.discard(queue)


@app.get("/events")
async def events() -> Response:
    if finished:
        # The one answer that tells an EventSource: do not come back.
        return Response(status_code=204)
    queue: asyncio.Queue[str | None] = asyncio.Queue()
    clients.add(queue)
    return StreamingResponse(
        stream(queue), media_type="text/event-stream", headers={"Cache-Control": "no-cache"}
    )


@app.post("/orders", status_code=202)
async def orders(request: Request) -> None:
    publish("order", await request.json())


@app.post("/finish", status_code=202)
async def finish() -> None:
    global finished
    finished = True
    publish("end", {})
    for queue in clients:
        queue.put_nowait(None)


@app.get("/stats")
async def stats() -> dict[str, int]:
    return {"clients": len(clients)}


if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ.get("PORT", "3000")), log_level="warning")
