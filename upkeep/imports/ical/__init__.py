"""Calendars of organisations (RFC 5545) → events: read, compare, show, write.

`gate` cuts a file into entries, `entries` reads them, `comparison` says what they would change, `run` does it.
"""
