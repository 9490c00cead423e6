#!/usr/bin/env python3
"""Reads the calls of runs for what would be on disk if the power failed, and continues from that at 100 places.

On disk are the bytes of a file that were there when fsync was last called on it, and the names of a folder that were
there when fsync was last called on the folder. The rules: a record names only bytes and files on disk; what is renamed is
on disk, and so is its new name before the record goes; after an fsync that failed nothing is recorded.
"""
import functools
import itertools
import os
import pathlib
import re
import shutil
import sys

from trial import Trial, capture, clean_run, scratch, spread, try_all

CALL = re.compile(r'\d+ +(\w+)\((.*)\) += (\d+)(?:<(.*)>)?(?: .*)?$')
TRACE = ["strace", "-f", "-qq", "-y", "-s", "0", "-e", "trace=openat,write,fsync,fdatasync,ftruncate,rename,unlink"]
names = itertools.count()


class Disk:
    """What is in the files of a run, and what of that is on disk."""

    def __init__(self, folder):
        self.folder = str(folder)
        self.length, self.synced, self.unsynced_names = {}, {}, {}
        self.record = None
        self.checks, self.faults = 0, []

    def check(self, is_right, fault):
        self.checks += 1
        if not is_right:
            self.faults.append(fault)

    def apply(self, line):
        match = CALL.match(line)
        if not match or self.folder not in line:
            return
        call, words, _, opened = match.groups()
        of_descriptor = re.match(r"\d+<([^>]*)>", words)
        path = of_descriptor.group(1) if of_descriptor else None
        quoted = re.findall(r'"([^"]*)"', words)
        if call == "openat" and "O_CREAT" in words:
            self.length[opened] = self.synced[opened] = 0
            self.change_name(opened)
            self.record = opened if opened.endswith(".lro-progress") else self.record
        elif call == "write" and path in self.length:
            if path == self.record and self.length[path]:
                self.check_all_on_disk("the record names")
            self.length[path] += int(match.group(3))
        elif call in ("fsync", "fdatasync"):
            if path in self.length:
                self.synced[path] = self.length[path]
            self.unsynced_names.pop(path, None)
        elif call == "rename":
            self.rename(*quoted)
        elif call == "unlink":
            if quoted[0] == self.record:
                self.check(not self.unsynced_names, "the record goes before the names are on disk")
                self.check_all_on_disk("the run ends with")
            self.change_name(quoted[0])

    def rename(self, old, new):
        self.check(self.synced[old] == self.length[old], f"{new} is renamed before its bytes are on disk")
        is_on_record = self.synced[self.record] == self.length[self.record]
        self.check(is_on_record, f"{new} is renamed before the record is on disk")
        self.length[new], self.synced[new] = self.length.pop(old), self.synced.pop(old)
        self.change_name(old)
        self.change_name(new)

    def check_all_on_disk(self, what):
        for path, length in self.length.items():
            self.check(path == self.record or self.synced[path] == length, f"{what} bytes of {path} that are not on disk")
            self.check(path not in self.unsynced_names.get(os.path.dirname(path), ()), f"{what} {path}, not on disk")

    def change_name(self, path):
        self.unsynced_names.setdefault(os.path.dirname(path), set()).add(path)


def log_of(trial, *more, inject=()):
    path = trial.folder.parent / (trial.folder.name + ".log")
    run = trial.run(*more, under=[*TRACE, *inject, "-o", path])
    return run, path.read_text(errors="replace").splitlines()


def fault_in_order(folder, source, case):
    """Reads the log of a run, or of one whose Nth fsync fails."""
    kind, number = case
    place = folder / str(next(names))
    (place / "elsewhere").mkdir(parents=True)
    rejects = f"{place}/elsewhere/rejects"
    trial = Trial(place, source, files=("out", "elsewhere/summary"), checkpoint=4096, options=["--rejects", rejects])
    disk = Disk(place)
    if kind == "fsync fails":
        _, lines = log_of(trial, inject=["-e", f"inject=fsync:error=EIO:when={number}"])
        after = lines[next(index for index, line in enumerate(lines) if "(INJECTED)" in line):]
        written = [line for line in after if " write(" in line and ".lro-progress>" in line]
        return "a state was recorded after an fsync that failed" if written else None
    run, lines = log_of(trial)
    for line in lines:
        disk.apply(line)
    if run.returncode or disk.checks < 500 or disk.unsynced_names:
        return f"exit {run.returncode}, {disk.checks} checks, names not on disk: {disk.unsynced_names}"
    print(f"power loss: {disk.checks} rules checked in the log of one run")
    return "; ".join(sorted(set(disk.faults))) or None


def try_cut(folder, source, expected, whole, events, cut):
    """Makes a folder as the power would have left it after so many calls, and continues the run in it."""
    place = folder / str(next(names))
    place.mkdir()
    disk = Disk(folder / "whole")
    for line in events[:cut]:
        disk.apply(line)
    lost = set().union(*disk.unsynced_names.values())
    for path, length in disk.synced.items():
        name = os.path.basename(path)
        if path not in lost and name in whole:
            (place / name).write_bytes(whole[name][:length])
    trial = Trial(place, source, expected)
    fault = trial.fault_in_whole(trial.resume())
    shutil.rmtree(place)
    return fault


def main():
    with scratch() as name:
        folder = pathlib.Path(name)
        source = capture(folder / "in.jsonl", 8_000)
        expected = clean_run(folder / "clean", source)
        cases = [("run", 0)] + [("fsync fails", number) for number in range(1, 60)]
        is_ordered = try_all("power loss: order of calls", "logs", cases, functools.partial(fault_in_order, folder, source))
        # The files with all that is ever in them: stopped before the renames, the record whole.
        trial = Trial(folder / "whole", source)
        _, lines = log_of(trial, inject=["-e", "inject=rename:signal=KILL:when=1"])
        whole = {path.name: path.read_bytes() for path in trial.folder.iterdir()}
        events = [line for line in lines if str(trial.folder) in line]
        cuts = spread(list(range(1, len(events) + 1)), 100)
        attempt = functools.partial(try_cut, folder, source, expected, whole, events)
        is_continued = try_all("power loss: continued", "places", cuts, attempt)
    sys.exit(not (is_ordered and is_continued))


main()
