"""One module per kind of page. A view parses, asks one thing, answers."""
