#!/usr/bin/env python3
"""Fills the disk at 200 sizes, under the output, the rejects, the summary and the progress record, then makes room.

Mounts disks of memory in a mount namespace of its own; where that is forbidden, strace makes writes fail instead.
"""
import collections
import functools
import itertools
import os
import pathlib
import re
import subprocess
import sys
import time

from trial import Trial, calls_of, capture, clean_run, injecting, is_one_line, scratch, spread, try_all

PAGE = 4096
names = itertools.count()
# How often a disk was full under which file.
full = collections.Counter()

# What is on the small disk, how many pages it has beside the old files, and how many names: up to where all fits.
CASES = (
    [("everything", pages, 100) for pages in range(0, 240, 2)]
    + [("rejects", pages, 100) for pages in range(20)]
    + [("record", pages, 100) for pages in range(48)]
    + [("summary", pages, 100) for pages in range(3)]
    + [("everything", 300, inodes) for inodes in range(5, 14)]
)


def small_folder(kind, place):
    """The folder of a trial that the small disk is mounted on."""
    return place if kind in ("everything", "record") else place / "small"


def settings(kind, place, source, blank):
    """The run of a trial: only its rejects or its summary on the small disk, or all; or a record that grows alone."""
    if kind == "record":
        return {"source": blank, "checkpoint": 100}
    if kind == "rejects":
        return {"source": source, "options": ["--rejects", str(place / "small/rejects")]}
    return {"source": source, "files": ("out", "small/summary") if kind == "summary" else ("out", "summary")}


def old_files(kind):
    return {"everything": ["out", "out.rejects.jsonl", "summary"], "record": ["out", "summary"],
            "rejects": ["small/rejects"], "summary": ["small/summary"]}[kind]


def fault_in_stopped(trial, run, old):
    """What is wrong with a run that the full disk stopped: exit 3, one line that names the file, and no file half new."""
    if run.returncode != 3:
        return f"exit {run.returncode}: {run.stderr.decode().strip()}"
    line = r"cannot (?:write|create) \S*(out\.lro-progress|out|rejects|summary)\S*: No space left on device$"
    if not is_one_line(run, line):
        return f"said {run.stderr.decode()!r}"
    full[re.search(line, run.stderr.decode().strip()).group(1)] += 1
    left = trial.left()
    for name in ("out", "out.rejects.jsonl", "summary", *old):
        allowed = [trial.expected.get(name), Trial.OLD if name in old else None]
        if left.get(name) not in allowed:
            return f"{name} is neither the old nor the new one"
    return None


def fault_of(trial, run, old, make_room):
    if run.returncode != 0:
        fault = fault_in_stopped(trial, run, old)
        if fault:
            return fault
        make_room()
        run = trial.resume()
    return trial.fault_in_whole(run)


def try_disk(folder, source, blank, expected, case):
    kind, pages, inodes = case
    place = folder / str(next(names))
    small = small_folder(kind, place)
    small.mkdir(parents=True)
    old = old_files(kind)
    size = (pages + len(old)) * PAGE
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size or PAGE},nr_inodes={inodes}", "tmpfs", small], check=True)
    try:
        trial = Trial(place, expected=expected[kind], **settings(kind, place, source, blank))
        for name in old:
            (place / name).write_bytes(Trial.OLD)
        run = trial.run()
        return fault_of(trial, run, old, lambda: subprocess.run(
            ["mount", "-o", "remount,size=64m,nr_inodes=1000", small], check=True))
    finally:
        unmount(small)


def unmount(folder):
    """The system may still be closing the files of a program that has just ended: tried for ten seconds."""
    for _ in range(100):
        if subprocess.run(["umount", folder], stderr=subprocess.DEVNULL).returncode == 0:
            return
        time.sleep(0.1)
    subprocess.run(["umount", folder], check=True)


def try_injected(folder, source, expected, point):
    trial = Trial(folder / str(next(names)), source, expected, checkpoint=4096)
    run = trial.run(under=injecting(*point, "error=ENOSPC"))
    return fault_of(trial, run, [], lambda: None)


def main():
    can_mount = os.environ.get("LRO_FAULTS_MOUNTS") == "1"
    if not can_mount and os.geteuid() == 0:
        again = ["unshare", "--mount", "env", "LRO_FAULTS_MOUNTS=1", sys.executable, *sys.argv]
        if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode == 0:
            os.execvp(again[0], again)
    with scratch() as name:
        folder = pathlib.Path(name)
        source = capture(folder / "in.jsonl", 4_000)
        if not can_mount:
            print("full disk: mounting is forbidden here, so strace makes writes fail instead")
            expected = clean_run(folder / "clean", source)
            points = [point for point in calls_of(Trial(folder / "calls", source, checkpoint=4096)) if point[0] in ("write", "fsync")]
            attempt = functools.partial(try_injected, folder, source, expected)
            sys.exit(not try_all("full disk (injected)", "points", spread(points, 200), attempt))
        blank = folder / "blank.jsonl"
        # One reply and many blank lines: a record that grows beside an output that does not.
        reply = b'{"id":"a","name":"b","status":"Succeeded","startTime":"2024-03-05T09:14:02Z"}'
        blank.write_bytes(reply + b"\n" * 50_000)
        expected = {}
        for kind in ("everything", "rejects", "record", "summary"):
            place = folder / kind
            (place / "small").mkdir(parents=True)
            expected[kind] = clean_run(place, **settings(kind, place, source, str(blank)))
        attempt = functools.partial(try_disk, folder, source, str(blank), expected)
        is_right = try_all("full disk", "sizes", CASES, attempt)
        print("full disk: full under", ", ".join(f"{name} {count} times" for name, count in sorted(full.items())))
        sys.exit(not is_right or len(full) < 4)


main()
