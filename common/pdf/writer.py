"""The only module that loads WeasyPrint, and the only files that its pages may hold: our own static ones."""

import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from PIL import ImageFile
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

VARIANT = "pdf/ua-1"
# WeasyPrint lets the whole process open damaged pictures; those that people send shall still be refused.
ImageFile.LOAD_TRUNCATED_IMAGES = False


def pdf(html: str, address: str, **options: Any) -> bytes:
    """`options` are those of WeasyPrint."""
    page = HTML(string=html, base_url=address, url_fetcher=OwnFiles(address))
    return page.write_pdf(pdf_variant=VARIANT, **options)


class OwnFiles(URLFetcher):
    """Static files are read from the disk; of everything else only `data:` is let through. Nothing is asked of a net.

    What is refused is missing in the file and stands in the log.
    """

    def __init__(self, address: str) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self.root = urljoin(address, settings.STATIC_URL)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if not url.startswith(self.root):
            return super().fetch(url, headers)
        name = unquote(urlsplit(url.removeprefix(self.root)).path)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, static_file(name).read_bytes(), {"Content-Type": kind})


def static_file(name: str) -> Path:
    """Collected ones carry a hash in their name; before they are collected the finders know them.

    An error, of which kind ever, for a name that leads elsewhere.
    """
    if staticfiles_storage.exists(name):
        return Path(staticfiles_storage.path(name))
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(name)
    return Path(found)
