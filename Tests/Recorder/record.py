#!/usr/bin/env python3
"""Has a real recorder watch a real client poll three services, and checks what `lro convert` makes of the recording.

    record.py --lro COMMAND --mitmdump COMMAND [--keep FILE.har]

    client (urllib) ──▶ mitmdump, which writes the HAR ──▶ server (services.py), all on the loopback interface

Every reply has to become the record that the script names, in order; the secrets that the client sends must not leave under `--redact`.
Exit: 0 all as expected, 1 not, 2 a run that failed.
"""
import argparse
import base64
import gzip
import json
import os
import pathlib
import queue
import re
import signal
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request

import services

LEFT_OUT = ("extensions", "diagnostics")
"""Members that are compared only where the table names them."""


class Client:
    """Starts operations and polls them, as a program would."""

    TERMINAL = {"Succeeded", "Failed", "Canceled"}

    def __init__(self, origin, proxy):
        os.environ["no_proxy"] = ""
        self.origin = origin
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": proxy}))

    def send(self, method, path, etag=None):
        url = path if path.startswith("http") else self.origin + path
        headers = {"Authorization": "Bearer " + services.SECRET, "Cookie": "session=" + services.SECRET, "Accept-Encoding": "gzip"}
        if etag:
            headers["If-None-Match"] = etag
        body = b"{}" if method == "POST" else None
        try:
            reply = self.opener.open(urllib.request.Request(url, body, headers, method=method), timeout=20)
        except urllib.error.HTTPError as failure:
            reply = failure
        with reply:
            data = reply.read()
            return reply.status, reply.headers, gzip.decompress(data) if reply.headers["Content-Encoding"] == "gzip" else data

    def run(self, method, path, poll=None):
        """Starts an operation and polls until its document names a terminal state."""
        _, headers, _ = self.send(method, path)
        location, etag = headers["Operation-Location"] or poll, None
        for _ in range(50):
            code, headers, body = self.send("GET", location, etag)
            etag = headers["ETag"] or etag
            try:
                document = json.loads(body) if code == 200 else {}
            except ValueError:
                document = {}
            if (document.get("status") or document.get("Status")) in self.TERMINAL:
                return
        raise RuntimeError(f"{location} does not come to an end")


class Recorder:
    """mitmdump, as a proxy on a free port."""

    def __init__(self, command, folder):
        self.har = folder / "recording.har"
        options = [f"confdir={folder}", f"hardump={self.har}", "listen_host=127.0.0.1", "listen_port=0"]
        self.process = subprocess.Popen([command, *(part for option in options for part in ("--set", option))],
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        lines = queue.Queue()
        threading.Thread(target=lambda: [lines.put(line) for line in self.process.stdout], daemon=True).start()
        self.log = []
        try:
            while not (found := re.search(r"listening at \S*?(127\.0\.0\.1:\d+)", "".join(self.log))):
                self.log.append(lines.get(timeout=60))
        except queue.Empty:
            self.process.kill()
            raise RuntimeError("the recorder does not start: " + "".join(self.log))
        self.proxy = "http://" + found[1]

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
        return self.har.read_bytes()


def record(mitmdump, folder):
    """The recording, and the replies in the order in which the server gave them."""
    server = services.Services()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    recorder = Recorder(mitmdump, folder)
    try:
        client = Client(server.origin, recorder.proxy)
        for method, path in services.OTHERS:
            client.send(method, path)
        for method, path in [request for request in services.SCRIPT if request[0] != "GET" and request not in services.OTHERS]:
            client.run(method, path, poll=f"{services.CDN}/operations/{services.PURGE}?apiVersion=1.0")
    finally:
        har = recorder.stop()
        server.shutdown()
    left = [f"{method} {path}: {len(replies)} left" for (method, path), replies in server.left.items() if replies]
    if left or server.surprises:
        raise RuntimeError(f"the client did not follow the script: {left} {server.surprises}")
    return har, server.given


def convert(lro, har, *options):
    run = subprocess.run([lro, "convert", *options], input=har, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if run.returncode != 0:
        raise RuntimeError(f"lro convert {' '.join(options)} exits with {run.returncode}: {run.stderr.decode()}")
    return [json.loads(line) for line in run.stdout.decode().splitlines()]


def differences(given, records):
    """One line for each reply that is not what the table says."""
    rest = list(records)
    for index, (request, reply) in enumerate(given):
        place = f"entry {index}, {reply.status} to {request}"
        if reply.record is None and reply.code is None:
            continue
        if not rest:
            yield f"{place}: no record"
            continue
        found = rest.pop(0)
        at = found.pop("provenance", found).get("index")
        if at != index:
            yield f"{place}: the record is from entry {at}"
        if reply.code:
            if (found["reply"], found.get("code")) != ("rejected", reply.code):
                yield f"{place}: {found} is no reject with {reply.code}"[:400]
            continue
        compared = {name: value for name, value in found.items() if name in reply.record or name not in LEFT_OUT}
        for name in sorted(compared.keys() | reply.record.keys()):
            if compared.get(name) != reply.record.get(name):
                yield f"{place}: {name} is {compared.get(name)!r}, not {reply.record.get(name)!r}"
    for found in rest:
        yield f"one record too many: {found}"


def holds_secret(data):
    """Whether the client's secret is in the bytes, as it is or inside Base64, wherever it begins there."""
    secret = services.SECRET.encode()
    encoded = [base64.b64encode(b"-" * lead + secret)[4 * (lead > 0):-4] for lead in range(3)]
    return any(text in data for text in [secret, *encoded])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lro", required=True)
    parser.add_argument("--mitmdump", required=True)
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        har, given = record(options.mitmdump, pathlib.Path(folder))
    if options.keep:
        options.keep.write_bytes(har)
    found = []
    three = "azure-device-update,azure-devcenter,azure-cdn-china"
    runs = {"detected": [], "of three services": ["--service", three], "as har": ["--envelope", "har", "-j", "1"]}
    for name, arguments in runs.items():
        records = convert(options.lro, har, "--provenance", *arguments)
        found += [f"{name}: {line}" for line in differences(given, records)]
    redacted = convert(options.lro, har, "--redact")
    if holds_secret(json.dumps(redacted).encode()) or not any("redacted" in record for record in redacted):
        found.append("--redact lets a secret of the client leave")
    if not holds_secret(json.dumps(convert(options.lro, har)).encode()):
        found.append("nothing in the recording has to be redacted")
    print("\n".join(found) if found else f"{len(given)} replies recorded, each the record that the table names")
    return 1 if found else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except RuntimeError as failure:
        print(f"error: {failure}", file=sys.stderr)
        sys.exit(2)
