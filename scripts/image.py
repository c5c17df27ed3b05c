"""What an image is built with beside its packages: compiled translations and collected static files."""

from __future__ import annotations

import subprocess
import sys

from scripts import facts


def main() -> None:
    for command in (facts.MESSAGES, facts.STATIC):
        subprocess.run([sys.executable, "manage.py", *command], cwd=facts.PROJECT, check=True)


if __name__ == "__main__":
    main()
