"""The folder that holds all state of an installation (`HAIDANG_HOME`) and the secrets made there on first run."""

import os
import secrets
from pathlib import Path


def home() -> Path:
    """Folder of the database, uploaded files and keys; made (mode 700) when it is not there yet."""
    path = Path(os.environ.get("HAIDANG_HOME") or Path.home() / ".local" / "share" / "haidang").resolve()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def secret(name: str, *, length: int = 32) -> bytes:
    """Random key `name` of `length` bytes, made on first use in `HAIDANG_HOME/keys` and readable by its owner only.

    `O_EXCL` on a private name and a hard link keep two processes that start together from holding two
    different keys.
    """
    folder = home() / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / name
    if not path.exists():
        draft = folder / f".{name}.{secrets.token_hex(8)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(secrets.token_bytes(length))
            handle.flush()
            os.fsync(handle.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()
