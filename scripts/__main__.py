"""`python3 -m scripts up` and the other targets of the Makefile."""

import sys

from scripts.cli import main

sys.exit(main(sys.argv[1:]))
