"""Sends what a kernel says at once, instead of waiting for the browser's word on what went before.

By default TCP holds a small packet back until the one before it is acknowledged, which the other
side puts off for up to 40 ms (Nagle's algorithm, RFC 896, and delayed acknowledgement, RFC 1122,
4.2.3.2; 200 ms on Windows). Every second move of a slider would wait that long for its picture.
"""

from __future__ import annotations

import asyncio

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """Jupyter's own connection between a kernel and a page, without that wait."""

    # Jupyter's own gives a future where its base class promises a coroutine.
    def connect(self) -> asyncio.Future[None] | None:  # type: ignore[override]
        """Begin to pass on messages."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()
