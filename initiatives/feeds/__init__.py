"""Dates for other programs: calendars (RFC 5545) and feeds of what is new (RFC 4287).

Both get events that somebody may see, and what only a request knows (addresses, the name of the whole) as values.
"""
