#!/usr/bin/env python3
"""Plants links, folders, pipes and other runs where a run wants to write; no file that is not its own may change."""
import itertools
import os
import pathlib
import re
import subprocess
import sys

from trial import LRO, Trial, capture, clean_run, injecting, is_one_line, scratch, try_all

VICTIM = b"not yours\n"
names = itertools.count()


class Place:
    """A folder with an input, a victim, and a run that nobody has started yet."""

    def __init__(self, folder, content):
        self.folder = folder / str(next(names))
        self.source = self.folder.parent / f"{self.folder.name}.jsonl"
        self.source.write_bytes(content)
        self.victim = self.folder.parent / f"{self.folder.name}.victim"
        self.victim.write_bytes(VICTIM)
        self.content = content
        expected = clean_run(self.folder, str(self.source))
        self.trial = Trial(self.folder, str(self.source), expected, checkpoint=4096)

    def path(self, name):
        return self.folder / name

    def kill(self):
        assert self.trial.run(under=injecting("write", 9, "signal=KILL")).returncode == -9

    def temporary(self, name):
        return next(self.folder.glob(f".{name}.lro-*"))

    def is_whole(self, run):
        return self.trial.fault_in_whole(run) is None and not any(path.is_symlink() for path in self.folder.iterdir())

    def is_refused(self, run, pattern, status=2):
        return run.returncode == status and is_one_line(run, pattern)

    def is_unharmed(self):
        return self.victim.read_bytes() == VICTIM and self.source.read_bytes() == self.content


def link_at(name):
    def case(place):
        place.path(name).symlink_to(place.victim)
        return place.is_whole(place.trial.run())
    return case


def dangling_link_at_the_output(place):
    place.path("out").symlink_to(place.victim.with_name("nowhere"))
    return place.is_whole(place.trial.run()) and not place.victim.with_name("nowhere").exists()


def link_at_the_record(place):
    place.path("out.lro-progress").symlink_to(place.victim)
    return all(place.is_refused(run, "did not end|cannot open", run.returncode) and run.returncode in (2, 3)
               for run in (place.trial.run(), place.trial.resume()))


def hard_link_at_the_record(place):
    os.link(place.victim, place.path("out.lro-progress"))
    return place.is_refused(place.trial.run(), "did not end") and place.is_refused(place.trial.resume(), "is no progress record")


def pipe_at_the_record(place):
    os.mkfifo(place.path("out.lro-progress"))
    return place.is_refused(place.trial.run(), "did not end") and place.is_refused(place.trial.resume(), "is no progress record")


def link_at_the_temporary_name(place):
    place.kill()
    temporary = place.temporary("out")
    temporary.unlink()
    temporary.symlink_to(place.victim)
    return place.trial.resume().returncode in (2, 3) and not place.path("out").exists()


def hard_link_at_the_temporary_name(place):
    place.kill()
    temporary = place.temporary("out")
    temporary.unlink()
    os.link(place.victim, temporary)
    return place.is_refused(place.trial.resume(), "is not the file that the earlier run wrote")


def link_at_the_temporary_name_of_the_summary(place):
    place.kill()
    token = place.temporary("out").name.rpartition("-")[2]
    place.path(f".summary.lro-{token}-summary").symlink_to(place.victim)
    return place.is_whole(place.trial.resume())


def output_is_input(make, option="-o"):
    def case(place):
        target = place.path("target")
        make(place.source, target)
        more = ["-o", str(target)] if option == "-o" else ["-o", str(place.path("out")), option, str(target)]
        run = subprocess.run([LRO, "convert", str(place.source), *more], capture_output=True)
        return place.is_refused(run, "is the input")
    return case


def standard_output_is_input(place):
    with open(place.source, "ab") as output:
        run = subprocess.run([LRO, "convert", str(place.source)], stdout=output, stderr=subprocess.PIPE)
    return place.is_refused(run, "standard output is the input")


def two_outputs_are_one(place):
    place.path("out").write_bytes(Trial.OLD)
    place.path("rejects").symlink_to(place.path("out"))
    run = place.trial.run("--rejects", str(place.path("rejects")))
    return place.is_refused(run, "is named for two outputs") and place.path("out").read_bytes() == Trial.OLD


def mode_of_a_replaced_file(place):
    place.path("out").write_bytes(Trial.OLD)
    place.path("out").chmod(0o600)
    log = place.victim.with_name("log")
    run = place.trial.run(under=["strace", "-f", "-qq", "-o", log, "-e", "trace=openat"])
    # Never more open than the old file, not even before its mode is taken over.
    created = re.findall(r'/\.out\.lro-\w+", .*O_CREAT.*, (0\d+)\)', log.read_text(errors="replace"))
    mode = place.path("out").stat().st_mode & 0o7777
    return place.is_whole(run) and mode == 0o600 and created == ["0600"]


def mode_and_owner_after_resuming(place):
    place.path("out").write_bytes(Trial.OLD)
    place.path("out").chmod(0o640)
    if os.geteuid() == 0:
        os.chown(place.path("out"), 65534, 65534)
    old = place.path("out").stat()
    place.kill()
    is_whole = place.is_whole(place.trial.resume())
    new = place.path("out").stat()
    return is_whole and (old.st_mode, old.st_uid, old.st_gid) == (new.st_mode, new.st_uid, new.st_gid)


def two_runs(place):
    """The first waits for its input; the second must not touch its files, by whatever way it comes to them."""
    pipe = place.victim.with_name(place.folder.name + ".pipe")
    os.mkfifo(pipe)
    arguments = [LRO, "convert", str(pipe), *place.trial.arguments[3:]]
    with subprocess.Popen(arguments, stderr=subprocess.PIPE) as first:
        with open(pipe, "wb") as writer:
            while not place.path("out.lro-progress").exists():
                pass
            other = place.victim.with_name(place.folder.name + ".other")
            other.symlink_to(place.folder)
            runs = [place.trial.run(), place.trial.resume(), place.trial.run("-o", str(other / "out"))]
            writer.write(place.content)
        first.stderr.read()
        is_first_right = first.wait() == 0 and place.path("out").read_bytes() == place.trial.expected["out"]
    other.unlink()
    return is_first_right and all(place.is_refused(run, "another run is writing") for run in runs)


def many_runs_at_once(place):
    """Of eight runs that start together each is whole or refused."""
    runs = [subprocess.Popen(place.trial.arguments, stderr=subprocess.PIPE) for _ in range(8)]
    said = [(run.communicate()[1], run.returncode)[::-1] for run in runs]
    is_each_right = all(
        status == 0 or status == 2 and (b"another run" in line or b"did not end" in line) for status, line in said)
    return is_each_right and place.trial.left() == place.trial.expected


def bad_output(path, status):
    def case(place):
        return place.is_refused(place.trial.run("-o", path(place)), r"\S", status)
    return case


def device_stays_a_device(place):
    os.mkfifo(place.path("pipe"))
    with subprocess.Popen(["cat", place.path("pipe")], stdout=subprocess.PIPE) as reader:
        run = place.trial.run("-o", str(place.path("pipe")), "--rejects", "drop")
        received = reader.stdout.read()
    return run.returncode == 0 and received == place.trial.expected["out"] and place.path("pipe").is_fifo()


def long_name(place):
    """A name of 240 bytes leaves room for the record's, but not for a temporary one that is longer by more."""
    name = "ü" * 120
    run = place.trial.run("-o", str(place.path(name)))
    return run.returncode == 0 and place.path(name).read_bytes() == place.trial.expected["out"]


CASES = {
    "link at the output": link_at("out"), "link at the rejects": link_at("out.rejects.jsonl"),
    "link at the summary": link_at("summary"), "dangling link at the output": dangling_link_at_the_output,
    "link at the record": link_at_the_record, "hard link at the record": hard_link_at_the_record,
    "pipe at the record": pipe_at_the_record, "link at the temporary name": link_at_the_temporary_name,
    "hard link at the temporary name": hard_link_at_the_temporary_name,
    "link at the summary's temporary name": link_at_the_temporary_name_of_the_summary,
    "output is the input": output_is_input(lambda source, target: os.rename(source, target) or os.symlink(target, source)),
    "output is a link to the input": output_is_input(os.symlink), "output is a hard link": output_is_input(os.link),
    "rejects are a hard link": output_is_input(os.link, "--rejects"),
    "summary is a link": output_is_input(os.symlink, "--summary"), "standard output is the input": standard_output_is_input,
    "two outputs are one": two_outputs_are_one, "mode of a replaced file": mode_of_a_replaced_file,
    "mode and owner after resuming": mode_and_owner_after_resuming, "two runs": two_runs,
    "many runs at once": many_runs_at_once,
    "output in a folder that nobody may write": bad_output(lambda _: "/sys/out", 3),
    "output in no folder": bad_output(lambda place: str(place.path("no/out")), 3),
    "output is a folder": bad_output(lambda place: str(place.folder), 2), "output is a pipe": device_stays_a_device,
    "long name": long_name,
}


def main():
    with scratch() as name:
        folder = pathlib.Path(name)
        content = pathlib.Path(capture(folder / "in.jsonl", 400)).read_bytes()

        def attempt(case):
            place = Place(folder, content)
            if not CASES[case](place):
                return "wrong"
            return None if place.is_unharmed() else "a file that is not the run's own changed"

        is_right = try_all("file safety", "cases", list(CASES), attempt)
    sys.exit(not is_right)


main()
