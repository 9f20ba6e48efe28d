"""The connection between a kernel and a page passes everything on at once."""

from __future__ import annotations

from unittest.mock import Mock

from jupyter_client.manager import KernelManager
from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler

from course import start
from course.prompt_socket import PromptConnection


def test_the_socket_does_not_wait(monkeypatch):
    page = Mock(spec=KernelWebsocketHandler)
    connected = Mock()
    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", connected)
    connection = PromptConnection(parent=KernelManager(), websocket_handler=page)
    connection.connect()
    page.set_nodelay.assert_called_once_with(True)
    connected.assert_called_once_with()


def test_the_course_uses_it(tmp_path):
    options = start.arguments("a.ipynb", tmp_path, tmp_path, port=1, browser=False, token="t")
    prefix = "--ServerApp.kernel_websocket_connection_class="
    (named,) = (option.removeprefix(prefix) for option in options if option.startswith(prefix))
    assert ServerApp(kernel_websocket_connection_class=named).kernel_websocket_connection_class is (
        PromptConnection
    )
