"""The repository's own files: what git tracks or would track, so built and installed things are not judged."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BINARY = {".png", ".ico", ".woff2", ".bin", ".wav", ".webp"}


@cache
def files() -> tuple[Path, ...]:
    """Every file of the repository that still exists, relative to its root."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted(Path(name) for name in listing.split("\0") if name and (ROOT / name).is_file()))


def texts() -> dict[Path, str]:
    """The text of every file that people read or edit; lock files are made by a program."""
    readable = (path for path in files() if path.suffix not in BINARY and path.name != "package-lock.json")
    return {path: (ROOT / path).read_text(encoding="utf-8") for path in readable}
