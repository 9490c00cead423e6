"""One `lro convert -o` in a folder of its own, to be spoiled, continued and compared with a run that nothing spoiled."""
import concurrent.futures
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
LRO = str(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / ".build/release/lro").resolve())

# Calls that change a file or a name, or bring bytes of one: between any two of them the disk stays as it is.
CALLS = ("openat", "read", "pread64", "write", "pwrite64", "lseek", "fsync", "fdatasync", "ftruncate", "fchmod", "fchown",
         "flock", "close", "rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat")
CAUSES = "No space left on device|Input/output error|File too large|Interrupted system call"


def scratch():
    """A folder in memory where there is one, for a run on record writes to disk hundreds of times."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    return tempfile.TemporaryDirectory(prefix="lro-faults-", dir=memory)


def capture(path, lines, seed=1):
    """Writes operations; one line in 40 is damaged, which makes a reject or a blank, and one word in six is unknown."""
    chance = random.Random(seed)
    states = ["NotStarted", "Running", "Succeeded", "Failed", "Canceled", "Pending\\u202e"]
    with open(path, "w", encoding="utf-8") as file:
        for number in range(lines):
            state = chance.choice(states)
            line = f'{{"id":"op-{number}","name":"op-{number}","status":"{state}","startTime":"2024-03-05T09:14:02Z"}}'
            if chance.random() < 0.025:
                line = line[:chance.randrange(len(line))]
            file.write(line + "\n")
    return str(path)


class Trial:
    """A folder, the arguments of its run, and what the run should leave in it."""

    OLD = b'{"an":"earlier output"}\n'

    def __init__(self, folder, source, expected=None, checkpoint=16384, options=(), files=("out", "summary")):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.expected = expected
        self.output, self.summary = (self.folder / name for name in files)
        self.arguments = [LRO, "convert", source, "-o", str(self.output), "--summary", str(self.summary),
                          "--checkpoint", str(checkpoint), "-j", "1", "--quiet", *options]

    def run(self, *more, under=(), **keywords):
        return subprocess.run([*under, *self.arguments, *more], capture_output=True, timeout=60, **keywords)

    def resume(self, under=()):
        return self.run("--resume", under=under)

    def left(self):
        """The files of the folder by name, without the seconds in the summary."""
        return {
            str(path.relative_to(self.folder)): re.sub(rb'"seconds":[0-9.]+', b'"seconds":0', path.read_bytes())
            for path in sorted(self.folder.rglob("*")) if path.is_file()
        }

    def fault_in_whole(self, run):
        """What is wrong with a run that should have ended well and left exactly what the clean one leaves."""
        if run.returncode != 0:
            return f"exit {run.returncode}: {run.stderr.decode(errors='replace').strip()}"
        left = self.left()
        if left == self.expected:
            return None
        names = {name for name in left.keys() | self.expected.keys() if left.get(name) != self.expected.get(name)}
        return f"differs from the clean run in {sorted(names)}"

    def remove(self):
        shutil.rmtree(self.folder)


def clean_run(folder, source, **settings):
    """What a run leaves that nothing spoils."""
    trial = Trial(folder, source, **settings)
    run = trial.run()
    assert run.returncode == 0, run.stderr
    left = trial.left()
    assert left["out"] and not any("lro-" in name for name in left), sorted(left)
    trial.remove()
    return left


def injecting(call, when, fault):
    """The words before a command that make its Nth call of a kind fail, or end in a signal before it is made."""
    return ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}",
            "-e", f"inject={call}:{fault}:when={when}"]


def calls_of(trial, *more):
    """The calls of a run that have to do with its files: (name, which one of that name), from the first that names one."""
    log = trial.folder.parent / (trial.folder.name + ".log")
    run = trial.run(*more, under=["strace", "-f", "-qq", "-o", log, "-e", "trace=" + ",".join(CALLS)])
    assert run.returncode == 0, run.stderr
    points, count, has_begun = [], {}, False
    for line in log.read_text(errors="replace").splitlines():
        match = re.match(r"\d+ +(\w+)\(", line)
        if not match:
            continue
        name = match.group(1)
        count[name] = count.get(name, 0) + 1
        has_begun = has_begun or str(trial.folder.parent) in line
        if has_begun:
            points.append((name, count[name]))
    log.unlink()
    return points


def spread(points, count):
    """So many of the points, evenly over all."""
    return [points[index * len(points) // count] for index in range(count)] if len(points) > count else points


def is_one_line(run, pattern=CAUSES):
    """Whether a run said one line, which fits the pattern."""
    text = run.stderr.decode(errors="replace")
    return text.count("\n") == 1 and text.startswith("lro convert: ") and re.search(pattern, text) is not None


def try_all(title, unit, cases, attempt):
    """Tries cases two at a time; prints how many there were and which went wrong, and says whether none did."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        faults = [(case, fault) for case, fault in zip(cases, pool.map(attempt, cases)) if fault]
    for case, fault in faults[:10]:
        shown = re.sub("<function ([a-z_]+) [^>]*>", r"\1", ascii(case))
        print(f"  {title}: {shown}: {fault}")
    print(f"{title}: {len(cases)} {unit}, {len(faults)} wrong", flush=True)
    return not faults and bool(cases)
