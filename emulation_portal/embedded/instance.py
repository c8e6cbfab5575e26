"""Which clone, and which of its two sets of services: those of ``script/server`` or those of ``script/test``."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Instance:
    """The state of one set of services of one clone: all of it under ``var``."""

    root: Path
    var: Path
    disposable: bool = False  # data of tests: fast rather than safe, thrown away rather than set aside

    @property
    def key(self) -> str:
        """Short name of this instance, the same as long as the clone stays where it is."""
        return hashlib.sha256(str(self.var).encode()).hexdigest()[:16]

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def run(self) -> Path:
        """Locks and records of processes."""
        return self.var / "run"

    @property
    def secrets(self) -> Path:
        return self.var / "secrets"

    @property
    def description(self) -> Path:
        """Where the services of this instance are, for people and programs."""
        return self.var / "services.json"

    def make_folders(self) -> None:
        """The folders under ``var``, those of the portal included; secrets and uploads are closed to others."""
        closed = (self.secrets, self.var / "media")
        for folder in (self.var, self.logs, self.run, self.var / "static", *closed):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in closed:
            folder.chmod(0o700)

    def described(self) -> dict:
        """What ``services.json`` says; empty when there is none."""
        try:
            return json.loads(self.description.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}

    def describe(self, facts: dict) -> None:
        """Write ``services.json``."""
        self.description.write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def of_server(root: Path = ROOT) -> Instance:
    """The services that ``script/server`` and ``manage.py`` use."""
    return Instance(root=root, var=root / "var")


def of_tests(root: Path = ROOT) -> Instance:
    """The services that ``script/test`` uses."""
    return Instance(root=root, var=root / "var" / "test", disposable=True)
