"""Set-up, service and checks: what the Makefile calls. Standard library only, for a machine without anything."""
