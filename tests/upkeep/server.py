"""A small HTTP server on this machine, for what asks others."""

import threading
from abc import ABC, abstractmethod
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, bytes, dict[str, str]]


class LocalServer(ABC):
    """Listens from the beginning; what it says is up to `answer`."""

    def __init__(self) -> None:
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    @abstractmethod
    def answer(self, handler: BaseHTTPRequestHandler) -> Answer | None:
        """None if it has answered by itself."""

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if (found := server.answer(self)) is None:
                    return
                status, content, headers = found
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            do_POST = do_GET  # noqa: N815 (as the library calls it)

            def log_message(self, *_args: object) -> None:
                pass

        return Handler
