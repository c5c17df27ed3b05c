# Every target is a line in scripts/cli.py, which needs nothing but Python. "make" alone shows them.
PYTHON3 ?= python3
export PORT ARGS

.DEFAULT_GOAL := help
TARGETS := up down reset test check setup messages screenshots bench lock help

.PHONY: $(TARGETS)
$(TARGETS):
	@command -v $(PYTHON3) >/dev/null || { echo "Python is missing; install the package python3 (3.11 or newer)." >&2; exit 1; }
	@$(PYTHON3) -m scripts $@
