#!/usr/bin/env python3
"""Kills a run at every system call that touches a file, then continues it; kills 200 continuations too."""
import itertools
import random
import sys

from trial import Trial, calls_of, capture, clean_run, injecting, scratch, try_all

KILLED = -9
names = itertools.count()


def kill(trial, point, *more):
    """Whether the run was killed at the point."""
    call, when = point
    return trial.run(*more, under=injecting(call, when, "signal=KILL")).returncode in (KILLED, 128 + 9)


def main():
    with scratch() as folder:
        source = capture(f"{folder}/in.jsonl", 20_000)
        expected = clean_run(f"{folder}/clean", source)
        points = calls_of(Trial(f"{folder}/calls", source))

        def new_trial():
            return Trial(f"{folder}/{next(names)}", source, expected)

        def kill_and_resume(point):
            trial = new_trial()
            if not kill(trial, point):
                return "was not killed"
            fault = trial.fault_in_whole(trial.resume())
            trial.remove()
            return fault

        chance = random.Random(7)
        # The calls of a continuation depend on where the run before was killed.
        firsts = [points[len(points) * part // 6] for part in range(1, 6)]
        doubles = []
        for first in firsts:
            trial = new_trial()
            kill(trial, first)
            doubles += [(first, second) for second in chance.sample(calls_of(trial, "--resume"), 40)]
            trial.remove()

        def kill_twice(pair):
            trial = new_trial()
            if not kill(trial, pair[0]) or not kill(trial, pair[1], "--resume"):
                return "was not killed"
            fault = trial.fault_in_whole(trial.resume())
            trial.remove()
            return fault

        ends = [try_all("kill", "points", points, kill_and_resume),
                try_all("kill again while resuming", "points", doubles, kill_twice)]
    sys.exit(not all(ends))


main()
