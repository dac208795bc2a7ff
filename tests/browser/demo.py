"""A filled demo on loopback with a throw-away store, and the addresses to open on it.

It starts one server, and ends it with the `with` block; and it knows the browser to open them with.
"""

import contextlib
import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass


# Debian's; playwright's own browsers are not fetched.
CHROMIUM = "/usr/bin/chromium"
# No name but loopback resolves: what a page asked of another host would fail, and be told.
ARGUMENTS = ["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]


@dataclass(frozen=True)
class Code:
    """A code that the demo shows: path of its page, title, and the report about it."""

    path: str
    title: str
    report: dict

    @property
    def state(self):
        return self.report["verdict"]


class Demo:
    """Where the demo listens, its codes, and a token of each producer."""

    def __init__(self, base, work):
        self.base = base
        lines = (work / "codes").read_text().splitlines()
        shown = [line.split("\t") for line in lines]
        self.codes = [self.code(url.split("/", 3)[3], title) for url, title, _ in shown]
        tokens = [line.split() for line in (work / "tokens").read_text().splitlines()]
        self.producers = {org: token for role, org, token in tokens if role == "producer"}

    def code(self, path, title):
        path = "/" + path.lstrip("/")
        return Code(path, title, self.json(path))

    def json(self, path, token=None):
        """The answer as JSON; what refuses a code is an answer too."""
        headers = {"accept": "application/json"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        request = urllib.request.Request(self.base + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            return json.load(refused)

    def first(self, wanted):
        """The first code for which `wanted` holds."""
        found = next((code for code in self.codes if wanted(code)), None)
        return found or sys.exit("The demo has no code of the kind that the list of pages needs.")


def chromium(playwright):
    return playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


def segment(text):
    return urllib.parse.quote(text, safe="")


@contextlib.contextmanager
def started(suyuan, port=0):
    """A demo that answers, on any free port unless one is named; its log is printed on failure."""
    with socket.create_server(("127.0.0.1", port)) as listener:
        address = f"127.0.0.1:{listener.getsockname()[1]}"
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        command = [suyuan, "demo", "--data", work / "data", "--listen", address]
        command += ["--tokens-file", work / "tokens", "--codes-file", work / "codes"]
        with open(work / "log", "wb") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            wait(server, f"http://{address}")
            yield Demo(f"http://{address}", work)
        except Exception:
            lines = (work / "log").read_text(errors="replace").splitlines()
            print("\n".join(lines[-40:]), file=sys.stderr)
            raise
        finally:
            server.terminate()
            server.wait(timeout=60)


def wait(server, base):
    for _ in range(600):
        if server.poll() is not None:
            raise RuntimeError("The demo ended.")
        with contextlib.suppress(OSError):
            urllib.request.urlopen(base + "/readyz", timeout=5).close()
            return
        time.sleep(0.1)
    raise RuntimeError("The demo does not answer.")
