"""The server of the exercise with FastAPI: python3 server.py, listening on the port in PORT."""

import asyncio
import json
import os
import secrets
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import parse_qs

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

# How long a browser waits before it reconnects, in milliseconds.
RETRY_MS = 1000
# At least 50 can be replayed, whatever happens.
KEPT = 100
# The way to a database, one way.
TRIP_S = 0.005

# Ids of another run of this server begin with another word.
RUN = secrets.token_hex(4)


@dataclass(frozen=True)
class Event:
    number: int
    name: str
    data: str

    def __str__(self) -> str:
        return f"id: {RUN}-{self.number}\nevent: {self.name}\ndata: {self.data}\n\n"


app = FastAPI()
events: deque[Event] = deque(maxlen=KEPT)
last = 0
# One queue per open stream.
clients: set[asyncio.Queue[Event]] = set()
orders: dict[int, object] = {}


async def after(cursor: str) -> list[Event] | None:
    """All events after the cursor; None when it is too old, or not from here."""
    await asyncio.sleep(TRIP_S)
    run, _, digits = cursor.partition("-")
    known = run == RUN and digits.isdecimal() and last - len(events) <= int(digits) <= last
    found = [event for event in events if event.number > int(digits)] if known else None
    await asyncio.sleep(3 * TRIP_S)
    return found


async def publish(name: str, data: object) -> None:
    global last
    await asyncio.sleep(TRIP_S)
    last += 1
    # json.dumps writes no line feeds, so one data: line is enough.
    event = Event(last, name, json.dumps(data))
    events.append(event)
    for queue in clients:
        queue.put_nowait(event)


async def stream(queue: asyncio.Queue[Event], cursor: str) -> AsyncIterator[str]:
    try:
        yield f"retry: {RETRY_MS}\n\n"
        sent = 0
        if cursor:
            missed = await after(cursor)
            if missed is None:
                # The queue has everything from here on.
                sent = last
                yield str(Event(sent, "reset", "{}"))
            for event in missed or []:
                sent = event.number
                yield str(event)
        while True:
            event = await queue.get()
            # What was published while the store was being read is in both.
            if event.number > sent:
                yield str(event)
    finally:
        clients.discard(queue)


@app.get("/events")
async def get_events(request: Request) -> StreamingResponse:
    # First listen, then read: whatever happens from here on is in one of the two, or in both.
    queue: asyncio.Queue[Event] = asyncio.Queue()
    clients.add(queue)
    # The header of a reconnect knows more than the URL, which is that of the first connection.
    query = parse_qs(request.url.query).get("lastEventId", [""])[0]
    cursor = request.headers.get("last-event-id") or query
    return StreamingResponse(
        stream(queue, cursor), media_type="text/event-stream", headers={"Cache-Control": "no-cache"}
    )


@app.post("/orders", status_code=202)
async def post_order(request: Request) -> None:
    order = await request.json()
    orders[order["order"]] = order
    await publish("order", order)


@app.post("/notes", status_code=202)
async def post_note(request: Request) -> None:
    await publish("note", await request.json())


@app.get("/orders")
async def get_orders() -> dict[str, object]:
    return {"orders": list(orders.values()), "lastEventId": f"{RUN}-{last}"}


if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ.get("PORT", "3000")), log_level="warning")
