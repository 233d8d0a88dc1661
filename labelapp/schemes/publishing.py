"""The lock of published versions: `published.lock` beside them, one `code@version sha256` a line."""

from pathlib import Path

from labelapp.schemes.definition import Scheme

LOCK = "published.lock"


def read_lock(directory: Path) -> dict[str, str] | None:
    """The content hash of every published version; None where nothing is locked."""
    file = directory / LOCK
    if not file.exists():
        return None
    lines = (line.split() for line in file.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {line[0]: line[1] for line in lines if len(line) == 2}


def lock_finding(scheme: Scheme, lock: dict[str, str] | None) -> str | None:
    """What is wrong between a definition and the lock: a published version never changes."""
    if lock is None:
        return None
    locked = lock.get(scheme.key)
    if locked is None:
        if scheme.status == "draft":
            return None
        return f"{scheme.key} is not in {LOCK}: publish it with `labelapp schemes publish`"
    if locked != scheme.content_hash:
        return f"{scheme.key} is published and must not change: give the new content a new version"
    return None


def publish(scheme: Scheme, directory: Path) -> None:
    """Add a version to the lock. Raises ValueError when it is a draft or published with another content."""
    lock = read_lock(directory) or {}
    if scheme.status == "draft":
        raise ValueError("set its status to published first")
    if lock.setdefault(scheme.key, scheme.content_hash) != scheme.content_hash:
        raise ValueError(f"{scheme.key} is published and must not change: give the new content a new version")
    entries = "".join(f"{key} {content_hash}\n" for key, content_hash in sorted(lock.items()))
    (directory / LOCK).write_text(
        f"# Content hashes of published versions; never edit by hand.\n{entries}", "utf-8"
    )
