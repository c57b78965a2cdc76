"""A whole instance in its own processes, on its own database: to kill, to lock, to restore."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from contextlib import closing, suppress
from http.cookiejar import CookieJar
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "une phrase de passe assez longue"
IS_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


PRODUCT = "possibles.config.settings.base"


class Instance:
    """Settings, database and processes of one running Possibles."""

    def __init__(self, folder: Path, *, database_url: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.database_url = database_url
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "tests.ops.site.settings",
            "SECRET_KEY": "trial",
            "DEMO": "1",
            "POSSIBLES_DATA": str(folder),
            "DATABASE_URL": database_url,
            "EMAIL_URL": "consolemail://",
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def run(
        self, *command: str, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise AssertionError(f"{command}\n{done.stdout}\n{done.stderr}")
        return done

    def manage(self, *arguments: str, check: bool = True):
        return self.run("manage.py", *arguments, check=check)

    def shell(self, code: str) -> object:
        """Run code in the instance; the value of its last line, as JSON."""
        *before, last = code.strip().splitlines()
        program = "\n".join(
            [
                "import django, json, os",
                # The product's own settings, where the instance has none of its own.
                f"os.environ.setdefault('DJANGO_SETTINGS_MODULE', {PRODUCT!r})",
                "django.setup()",
                *before,
                f"print('\\n' + json.dumps({last}))",
            ]
        )
        return json.loads(self.run("-c", program).stdout.splitlines()[-1])

    def start_server(self) -> subprocess.Popen[bytes]:
        (self.folder / "static").mkdir(exist_ok=True)
        server = self._spawn(
            "-m",
            "gunicorn",
            "possibles.config.wsgi:application",
            f"--bind=127.0.0.1:{self.port}",
            "--worker-class=gthread",
            "--workers=2",
            "--threads=4",
            "--preload",
            "--no-control-socket",
            "--log-level=critical",
        )
        for _ in range(600):
            with closing(socket.socket()) as door:
                if door.connect_ex(("127.0.0.1", self.port)) == 0:
                    return server
            assert server.poll() is None, "the server died as it started"
            time.sleep(0.05)
        raise AssertionError("the server does not listen")

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self._spawn("manage.py", "worker", "--no-nightly", "--interval=0.1")

    def _spawn(self, *command: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kill the process and all its children at once, without a word."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.processes.remove(process)

    def stop(self) -> None:
        for process in list(self.processes):
            self.kill(process)

    def sign_in(self, email: str) -> "Visitor":
        visitor = Visitor(self.url)
        door = visitor.open("/essai/").url.removeprefix(self.url)
        visitor.post(door, {"login": email, "password": PASSWORD, "next": "/essai/"})
        assert visitor.cookie("sessionid"), f"{email} could not sign in"
        return visitor


class Visitor:
    """Someone with a browser: cookies, forms, nothing else."""

    def __init__(self, url: str) -> None:
        self.base = url
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(self.jar),
        )

    def cookie(self, name: str) -> str:
        return next((c.value or "" for c in self.jar if c.name == name), "")

    def open(self, path: str, data: bytes | None = None, timeout: float = 30):
        request = urllib.request.Request(self.base + path, data)  # noqa: S310  our own server
        if data is not None:
            request.add_header("X-CSRFToken", self.cookie("csrftoken"))
        return self.opener.open(request, timeout=timeout)

    def post(self, path: str, fields: dict[str, str], timeout: float = 30):
        return self.open(path, urllib.parse.urlencode(fields).encode(), timeout)

    def create_pair(self, name: str, token: uuid.UUID, path: str = "/essai/") -> str:
        """Return the address of the pair: the server has then acknowledged it."""
        with self.post(path, {"name": name, "_jeton": str(token)}) as answer:
            return str(answer.url)


def _free_port() -> int:
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


# --- Databases --------------------------------------------------------------------------


def url_of(folder: Path, name: str) -> str:
    if not IS_POSTGRES:
        return f"sqlite:///{folder}/possibles.sqlite3"
    return re.sub(r"(postgres(?:ql)?://[^/]*/)[^?]*", rf"\g<1>{name}", _server_url())


def named_here(name: str) -> str:
    """Return a name of this process's own: suites run beside each other on one server."""
    return f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'seul')}"


def create_database(name: str, template: str = "template0") -> None:
    administer(f'DROP DATABASE IF EXISTS "{name}"')
    administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def administer(statement: str) -> None:
    import psycopg

    with psycopg.connect(_server_url(), autocommit=True) as session:
        session.execute(statement)


def list_databases(pattern: str) -> list[str]:
    import psycopg

    with psycopg.connect(_server_url()) as session:
        rows = session.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern]
        )
        return [name for (name,) in rows]


def _server_url() -> str:
    return os.environ["DATABASE_URL"]


def copy_sqlite(source: Path, target: Path) -> None:
    shutil.copy(source / "possibles.sqlite3", target / "possibles.sqlite3")
