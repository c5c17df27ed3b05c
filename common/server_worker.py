"""The web server's worker: requests that it cannot read get a page in our words too.

Such a request never reaches Django: its address may be cut off and its language unknown, so both languages stand here.
"""

import gc
from typing import Any

from gunicorn import util
from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

UNREADABLE = (
    errors.InvalidRequestLine,
    errors.InvalidRequestMethod,
    errors.InvalidHTTPVersion,
    errors.InvalidHeader,
    errors.InvalidHeaderName,
    errors.ObsoleteFolding,
    errors.InvalidChunkSize,
    errors.ChunkMissingTerminator,
    errors.InvalidChunkExtension,
)
# What was wrong: status, its name in HTTP, German, English. Everything else is answered by gunicorn.
PAGES: tuple[tuple[tuple[type[Exception], ...], int, str, str, str], ...] = (
    (
        (errors.LimitRequestLine,),
        414,
        "URI Too Long",
        "Diese Adresse ist zu lang. Bitte geben Sie weniger auf einmal an.",
        "This address is too long. Please ask for less at once.",
    ),
    (
        (errors.LimitRequestHeaders,),
        431,
        "Request Header Fields Too Large",
        "Ihr Browser schickt zu viel mit. Bitte löschen Sie die Cookies dieser Seite und versuchen Sie es noch einmal.",
        "Your browser sends too much along. Please delete the cookies of this site and try again.",
    ),
    (
        UNREADABLE,
        400,
        "Bad Request",
        "Diese Anfrage können wir nicht lesen. Bitte öffnen Sie die Seite noch einmal.",
        "We cannot read this request. Please open the page again.",
    ),
)
OURS = (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName)  # a fault of the service, not of the request
PAGE = """<!doctype html>
<html lang="de">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{german}</title></head>
<body><main><h1>{german}</h1><p lang="en">{english}</p><p><a href="/">Zur Startseite</a></p></main></body>
</html>
"""


class Worker(ThreadWorker):
    def load_wsgi(self) -> None:
        """What the program is made of is no garbage: not looked at again when an answer makes many objects."""
        super().load_wsgi()
        gc.freeze()

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        found = next((page for page in PAGES if isinstance(exc, page[0]) and not isinstance(exc, OURS)), None)
        if found is None:
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("Invalid request")
        try:
            util.write_nonblock(client, answer(*found[1:]))
        except OSError:
            self.log.debug("The client did not wait for the answer.")


def answer(status: int, reason: str, german: str, english: str) -> bytes:
    """The whole HTTP answer."""
    page = PAGE.format(german=german, english=english).encode()
    head = (
        f"HTTP/1.1 {status} {reason}",
        "Connection: close",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(page)}",
    )
    return "\r\n".join((*head, "", "")).encode() + page
