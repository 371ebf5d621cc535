"""The server of the exercise with FastAPI: python3 server.py, listening on the port in PORT."""

import asyncio
import json
import os
from collections.abc import AsyncIterator

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

# How long a browser waits before it reconnects, in milliseconds.
RETRY_MS = 2000
# A quarter of the 60 s after which the proxy closes a silent stream.
HEARTBEAT_S = 15
# A client that takes nothing for so long is given up.
PATIENCE_S = 45

HEARTBEAT = "event: heartbeat\ndata:\n\n"

app = FastAPI()
# One queue per open stream.
clients: set[asyncio.Queue[str]] = set()
last_ticket = 0


async def blocks(queue: asyncio.Queue[str]) -> AsyncIterator[str]:
    # The first piece goes out with the headers: the page knows at once that it is connected.
    yield f"retry: {RETRY_MS}\n\n{HEARTBEAT}"
    while True:
        try:
            yield await asyncio.wait_for(queue.get(), HEARTBEAT_S)
        except asyncio.TimeoutError:
            yield HEARTBEAT


class EventStream(StreamingResponse):
    """A stream that is in `clients` as long as somebody takes what it sends."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[str] = asyncio.Queue()
        clients.add(self.queue)
        super().__init__(
            blocks(self.queue), media_type="text/event-stream", headers={"Cache-Control": "no-cache"}
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_in_time(message: Message) -> None:
            # Uvicorn lets a sender wait while the client does not read. It would wait for ever.
            await asyncio.wait_for(send(message), PATIENCE_S)

        try:
            await super().__call__(scope, receive, send_in_time)
        except asyncio.TimeoutError:
            pass
        finally:
            clients.discard(self.queue)


@app.get("/events")
async def events() -> EventStream:
    return EventStream()


async def print_ticket() -> int:
    """The printer in the kitchen. It takes its time."""
    global last_ticket
    await asyncio.sleep(0.04)
    last_ticket += 1
    return last_ticket


@app.post("/orders", status_code=202)
async def orders(request: Request) -> None:
    order = {**await request.json(), "ticket": await print_ticket()}
    # json.dumps writes no line feeds, so one data: line is enough.
    text = f"event: order\ndata: {json.dumps(order)}\n\n"
    for queue in clients:
        queue.put_nowait(text)


@app.get("/stats")
async def stats() -> dict[str, int]:
    return {"clients": len(clients)}


if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ.get("PORT", "3000")), log_level="warning")
