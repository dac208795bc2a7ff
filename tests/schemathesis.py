"""Throws generated requests at every route of the OpenAPI document and fails on any 5xx.

Started by `make schemathesis` with the binary of suyuan and of schemathesis. The server is a demo on
a throw-away store, on loopback; everything is bounded and ends with this script. One worker: Python
3.11's parser is not safe under several ("AST constructor recursion depth mismatch").
"""

import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROLES = ("operator", "producer", "regulator")
OPTIONS = (
    "--checks not_a_server_error --phases examples,coverage,fuzzing --max-examples 20"
    " --max-failures 5 --max-redirects 0 --request-timeout 20 --wait-for-schema 30 --workers 1"
    " --generation-deterministic --warnings off --no-color"
    # A stream of events has no end to wait for.
    " --exclude-path /api/v1/changes/stream"
).split()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def get(url, token):
    request = urllib.request.Request(url, headers={"authorization": f"Bearer {token}"})
    return json.load(urllib.request.urlopen(request, timeout=20))


def first(base, path, token):
    for _ in range(300):
        try:
            return get(base + path, token)["items"][0]
        except OSError:
            time.sleep(0.2)
    sys.exit("The demo does not answer.")


def tokens(path, server):
    """The lines of the tokens file, (role, organization, token), once the demo has written it."""
    for _ in range(300):
        if server.poll() is not None:
            sys.exit("The demo ended.")
        if path.exists() and path.stat().st_size:
            return [line.split() for line in path.read_text().splitlines()]
        time.sleep(0.2)
    sys.exit("The demo wrote no tokens.")


def run(schemathesis, base, work, server):
    listed = tokens(work / "tokens", server)
    org, token = next((t[1], t[2]) for t in listed if t[0] == "producer")
    # Real names for the path, so that requests get past "not found".
    batch = first(base, f"/api/v1/organizations/{org}/batches", token)
    recall = first(base, "/api/v1/recalls", token)
    names = {"org": org, "product": batch["product"], "lot": batch["lot"], "id": recall["id"]}
    config = ["[parameters]", *(f"\"path.{name}\" = {json.dumps(v)}" for name, v in names.items())]
    (work / "schemathesis.toml").write_text("\n".join(config) + "\n")
    for role in ROLES:
        token = next(t[2] for t in listed if t[0] == role and (role != "producer" or t[1] == org))
        command = [schemathesis, "run", f"{base}/api/v1/openapi.json", "--origin", base]
        command += ["--header", f"Authorization: Bearer {token}", *OPTIONS]
        subprocess.run(command, cwd=work, check=True, timeout=300)


def main():
    suyuan, schemathesis = sys.argv[1:]
    base = f"127.0.0.1:{free_port()}"
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        command = [suyuan, "demo", "--data", work / "data", "--listen", base]
        with open(work / "log", "wb") as log:
            server = subprocess.Popen([*command, "--tokens-file", work / "tokens"], stdout=log, stderr=log)
        try:
            run(schemathesis, f"http://{base}", work, server)
        except BaseException:
            lines = (work / "log").read_text(errors="replace").splitlines()
            print("\n".join(lines[-40:]), file=sys.stderr)
            raise
        finally:
            server.terminate()
            server.wait(timeout=60)


if __name__ == "__main__":
    main()
