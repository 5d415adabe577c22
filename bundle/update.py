"""Update: a version as the signed file that a program of an older version takes from a stick.

    python3 -m bundle.update FILE NAME      makes a key: keep FILE secret, safe and twice; NAME is what schools are told

The variable SCHOOLPREP_UPDATE_KEY names the key's file when a bundle is built: its public half is then put into the
program, and its secret half signs the update. Without it everything is made with the test key of this folder, which
everybody knows, and the program says so.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import sys
import tomllib
import zipfile
from pathlib import Path

import msgspec
from nacl.signing import SigningKey

from bundle import packing
from bundle.declaration import HERE, BundleError
from schoolprep.updates import letter
from schoolprep.updates.maker import KEY_FILE, Maker

KEY_VARIABLE = "SCHOOLPREP_UPDATE_KEY"
ENDING = ".update"
_SECRET_BYTES = 32


class SigningSecret(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A key's file: a name, the Ed25519 secret in hexadecimal signs, and whether it is a secret at all."""

    name: str
    secret: str
    test: bool = False

    @property
    def key(self) -> SigningKey:
        """What signs."""
        return SigningKey(bytes.fromhex(self.secret))

    @property
    def maker(self) -> Maker:
        """What may be known of it."""
        return Maker(self.name, bytes(self.key.verify_key).hex(), self.test)


def secret_of(path: Path | None = None) -> SigningSecret:
    """The key to sign with: that of the variable, else the test key. Raises `BundleError` where its file is none."""
    chosen = path or Path(os.environ.get(KEY_VARIABLE) or HERE / "test_key.toml")
    try:
        found = msgspec.convert(tomllib.loads(chosen.read_text("utf-8")), SigningSecret)
        _ = found.key
    except (OSError, ValueError, msgspec.MsgspecError) as wrong:
        raise BundleError(f"{chosen}: no key to sign updates with ({type(wrong).__name__})") from wrong
    return found


def let_take(app: Path, secret: SigningSecret) -> None:
    """Let the program in the folder `app` take what this key signs, and nothing else."""
    made_by = secret.maker
    lines = ["# Whose updates this program takes; set when the bundle was built."]
    lines += [
        f"{name} = {msgspec.json.encode(getattr(made_by, name)).decode()}"
        for name in made_by.__struct_fields__
    ]
    (app / "schoolprep" / "updates" / KEY_FILE).write_text("\n".join(lines) + "\n", "utf-8")


def build(inside: Path, system: str, second: int, secret: SigningSecret, into: Path) -> None:
    """The update of one version's folder (`versions/VERSION`) for one system; the same bytes for the same folder."""
    passing = into.with_suffix(".zip-part")
    packing.zipped(inside, second, passing)
    content = passing.read_bytes()
    with zipfile.ZipFile(passing) as archive:
        entries = archive.infolist()
    passing.unlink()
    made = datetime.datetime.fromtimestamp(second, datetime.UTC).date()
    unpacked = sum(entry.file_size for entry in entries)
    what = letter.Update(
        inside.name, system, made, len(content), hashlib.sha256(content).hexdigest(), len(entries), unpacked
    )
    into.write_bytes(signed(what, content, secret))


def signed(what: letter.Update, content: bytes, secret: SigningSecret) -> bytes:
    """An update's file."""
    line = msgspec.json.encode(what) + b"\n"
    signature = secret.key.sign(letter.signed_bytes(line)).signature
    return b"".join((letter.FIRST_LINE, signature.hex().encode("ascii"), b"\n", line, content))


def main(words: list[str]) -> int:
    """Make a key's file, where there is none."""
    if len(words) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    path, name = Path(words[0]), words[1]
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(
            f'name = {msgspec.json.encode(name).decode()}\nsecret = "{os.urandom(_SECRET_BYTES).hex()}"\n'
        )
    print(f"public = {secret_of(path).maker.public}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
