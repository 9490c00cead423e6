#!/usr/bin/env python3
"""Interrupts runs by SIGINT and SIGTERM, closes their pipes, fills their streams and reads them slowly."""
import fcntl
import functools
import itertools
import os
import pathlib
import random
import select
import signal
import subprocess
import sys
import time

from trial import LRO, Trial, calls_of, capture, clean_run, injecting, is_one_line, scratch, spread, try_all

SIGNALS = {"INT": (signal.SIGINT, 130), "TERM": (signal.SIGTERM, 143)}
# Seconds that a run may take to end; a loaded machine needs some of them.
PATIENCE = 2
names = itertools.count()
durations = []


def try_signal(folder, source, expected, case):
    """A signal at a call, or after a time: the run says that it was interrupted, and can be continued."""
    name, jobs, place = case
    trial = Trial(folder / str(next(names)), source, expected, options=["-j", str(jobs)])
    number, status = SIGNALS[name]
    if isinstance(place, float):
        process = subprocess.Popen(trial.arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(place)
        process.send_signal(number)
        sent = time.monotonic()
        _, error = process.communicate(timeout=60)
        durations.append(time.monotonic() - sent)
        if durations[-1] > PATIENCE:
            return f"took {durations[-1]:.2f} s to end"
        run = subprocess.CompletedProcess([], process.returncode, b"", error)
    else:
        run = trial.run(under=injecting(*place, f"signal={name}"))
    # Before the command begins, a signal ends it as it ends any process; behind the last line, it comes too late.
    if run.returncode not in (0, -number):
        if run.returncode != status or not is_one_line(run, "interrupted$"):
            return f"exit {run.returncode}: {run.stderr.decode()!r}"
    fault = trial.fault_in_whole(trial.resume() if run.returncode else run)
    trial.remove()
    return fault


def try_second_signal(source, case):
    """A run that waits for its reader for ever: the first signal lets it wait, the second ends it."""
    first, second = case
    with subprocess.Popen([LRO, "convert", source], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        select.select([process.stdout], [], [], 10)
        process.send_signal(SIGNALS[first][0])
        time.sleep(0.2)
        if process.poll() is not None:
            return "ended at the first signal, and left half a line behind"
        process.send_signal(SIGNALS[second][0])
        try:
            status = process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            return "went on after the second signal"
        return None if status == SIGNALS[second][1] else f"exit {status}"


def try_closed_pipe(source, length):
    """The reader takes so many bytes and goes: exit 0 without a word."""
    with subprocess.Popen([LRO, "convert", source], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.read(length)
        process.stdout.close()
        error = process.stderr.read()
        return None if process.wait() == 0 and not error else f"exit {process.wait()}: {error!r}"


def try_slow_reader(source, expected, case):
    """A pipe of one page, read in small pieces, blocking or not: every byte comes."""
    piece, is_blocking = case
    reader, writer = os.pipe()
    fcntl.fcntl(writer, 1031, 4096)  # F_SETPIPE_SZ
    os.set_blocking(writer, is_blocking)
    with subprocess.Popen([LRO, "convert", "--quiet", source], stdout=writer) as process:
        os.close(writer)
        received = b""
        while data := os.read(reader, piece):
            received += data
        os.close(reader)
    return None if process.returncode == 0 and received == expected else f"exit {process.returncode}, {len(received)}"


def try_full(source, expected, case):
    """A stream that is full or was closed by the caller: what should have been said on it is missed, not passed over."""
    words, redirection, status, line = case
    run = subprocess.run(["bash", "-c", f'"$@" {redirection}', "-", LRO, *words], capture_output=True, timeout=60)
    said = run.stderr.decode()
    if run.returncode != status or (line or "") not in said or said.count("\n") > 1:
        return f"exit {run.returncode}: {said!r}"
    if "2>" in redirection and run.stdout != expected:
        return "the output differs"
    return None


def full_cases(source):
    convert = ["convert", source]
    writers = [convert, ["convert", "--quiet", "-j", "2", source], ["explain", source], ["coverage", source],
               ["services"], ["services", "azure-core"], ["completions", "bash"], ["--help"], ["convert", "--help"],
               ["--version"], ["check", "Mappings/services/aws-glue"]]
    cases = [(words, ">/dev/full", 3, "cannot write standard output: No space left on device") for words in writers]
    cases += [(words, ">&-", 3, "cannot write standard output: Bad file descriptor") for words in writers]
    # A run that has rejects owes a line about them; a quiet one owes none.
    cases += [(convert, "2>/dev/full", 3, None), (["convert", "--quiet", source], "2>/dev/full", 0, None),
              (convert, "2>&-", 0, None), (["convert", "--quiet", source], "<&- 2>&-", 0, None)]
    return cases


def main():
    os.chdir(pathlib.Path(__file__).resolve().parents[2])
    with scratch() as name:
        folder = pathlib.Path(name)
        source = capture(folder / "in.jsonl", 20_000)
        small = capture(folder / "small.jsonl", 300)
        expected = clean_run(folder / "clean", source)
        lines = {
            path: subprocess.run([LRO, "convert", "--quiet", path], capture_output=True, check=True).stdout
            for path in (source, small)
        }
        points = calls_of(Trial(folder / "calls", source))
        chance = random.Random(3)
        at_calls = [(name, 1, point) for name in SIGNALS for point in spread(points, 40)]
        # Threads count their calls apart.
        at_calls += [(name, 2, ("read", number)) for name in SIGNALS for number in range(42, 62)]
        at_times = [(name, jobs, chance.uniform(0, 0.1)) for name in SIGNALS for jobs in (1, 2) for _ in range(20)]
        pairs = [(first, second) for first in SIGNALS for second in SIGNALS]
        pieces = [(piece, is_blocking) for piece in (1, 7, 100, 4095, 5000) for is_blocking in (True, False)]
        ends = [
            try_all("signals", "points", at_calls + at_times, functools.partial(try_signal, folder, source, expected)),
            try_all("second signal", "pairs", pairs, functools.partial(try_second_signal, source)),
            try_all("closed pipe", "lengths", [3 ** step for step in range(13)], functools.partial(try_closed_pipe, source)),
            try_all("slow pipe", "readers", pieces, functools.partial(try_slow_reader, small, lines[small])),
            try_all("full or closed stream", "cases", full_cases(small), functools.partial(try_full, small, lines[small])),
        ]
        print(f"signals: the slowest run ended {max(durations) * 1000:.0f} ms after its signal")
    sys.exit(not all(ends))


main()
