#!/usr/bin/env python3
"""Interrupts calls (EINTR) and makes them fail (EIO), at 100 points each, and cuts files short with a size limit.

An interrupted call changes nothing. A failed one ends the run with exit 3 and one line, and the run can be continued or
says why not; only an error of closing a file, which is on disk already or was only read, leaves the output whole.
"""
import collections
import functools
import gzip
import itertools
import pathlib
import re
import resource
import sys

from trial import Trial, calls_of, capture, clean_run, injecting, is_one_line, scratch, spread, try_all

INTERRUPTIBLE = ("openat", "read", "pread64", "write", "fsync", "ftruncate", "flock", "close", "poll", "wait4")
# An error of these loses nothing: an owner or a mode is not taken over from the old file, a position is not asked for; a
# name that is not removed shows in the comparison.
FORGIVABLE = ("close", "fchown", "fchmod", "lseek", "unlink")
names = itertools.count()


def chosen(points, count):
    """So many points: all of the calls that are rare, and the others evenly."""
    total = collections.Counter(name for name, _ in points)
    rare = [point for point in points if total[point[0]] <= 8]
    return rare + spread([point for point in points if total[point[0]] > 8], count - len(rare))


def try_interrupted(folder, sources, expected, case):
    kind, point = case
    trial = Trial(folder / str(next(names)), sources[kind], expected[kind])
    fault = trial.fault_in_whole(trial.run(under=injecting(*point, "error=EINTR")))
    trial.remove()
    return fault


def fault_of_stopped(trial, run, cause):
    """What is wrong with a run that an error stopped and with its continuation."""
    if run.returncode == 0:
        return trial.fault_in_whole(run)
    if run.returncode != 3 or not is_one_line(run, cause):
        return f"exit {run.returncode}: {run.stderr.decode().strip()!r}"
    for name in ("out", "out.rejects.jsonl", "summary"):
        if trial.left().get(name) not in (Trial.OLD, trial.expected[name]):
            return f"{name} is neither the old nor the new one"
    again = trial.resume()
    if again.returncode in (2, 3):
        is_right = is_one_line(again, r"\S") and trial.output.read_bytes() in (Trial.OLD, trial.expected["out"])
        return None if is_right else f"refused to continue with {again.stderr.decode()!r}"
    return trial.fault_in_whole(again)


def spoiled(folder, source, expected):
    trial = Trial(folder / str(next(names)), source, expected)
    for name in ("out", "out.rejects.jsonl", "summary"):
        (trial.folder / name).write_bytes(Trial.OLD)
    return trial


def try_failed(folder, source, expected, point):
    trial = spoiled(folder, source, expected)
    run = trial.run(under=injecting(*point, "error=EIO"))
    fault = fault_of_stopped(trial, run, r"cannot [a-z ]+ \S.*: Input/output error$")
    if run.returncode == 0 and point[0] not in FORGIVABLE:
        fault = "passed over in silence"
    trial.remove()
    return fault


def try_size_limit(folder, source, expected, limit):
    """A write that goes over the limit writes up to it, and the next one fails."""
    trial = spoiled(folder, source, expected)

    def set_limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    fault = fault_of_stopped(trial, trial.run(preexec_fn=set_limit), r"cannot write \S+: File too large$")
    trial.remove()
    return fault


def main():
    with scratch() as name:
        folder = pathlib.Path(name)
        sources = {"file": capture(folder / "in.jsonl", 8_000), "gzip": str(folder / "in.jsonl.gz")}
        pathlib.Path(sources["gzip"]).write_bytes(gzip.compress(pathlib.Path(sources["file"]).read_bytes(), 1))
        expected = {kind: clean_run(folder / "clean", source) for kind, source in sources.items()}
        points = {kind: calls_of(Trial(folder / "calls", source)) for kind, source in sources.items()}
        interruptible = {
            kind: [point for point in points[kind] if point[0] in INTERRUPTIBLE] for kind in sources
        }
        # gzip itself ends where its writes are interrupted.
        interruptible["gzip"] = [point for point in interruptible["gzip"] if point[0] != "write"]
        waits = [("poll", number) for number in range(1, 20)] + [("wait4", 1)]
        interrupted = ([("file", point) for point in chosen(interruptible["file"], 80)]
                       + [("gzip", point) for point in waits + spread(interruptible["gzip"], 20)])
        limits = [int(1.15 ** step) for step in range(20, 100)]
        ends = [
            try_all("EINTR", "points", interrupted, functools.partial(try_interrupted, folder, sources, expected)),
            try_all("EIO", "points", chosen(points["file"], 120),
                    functools.partial(try_failed, folder, sources["file"], expected["file"])),
            try_all("short writes at a size limit", "sizes", limits,
                    functools.partial(try_size_limit, folder, sources["file"], expected["file"])),
        ]
    sys.exit(not all(ends))


main()
