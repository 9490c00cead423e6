#!/usr/bin/env python3
"""Continues runs from 500 damaged or outdated progress records: the output is right, or there is a reason why not."""
import functools
import gzip
import itertools
import os
import pathlib
import random
import shutil
import sys

from trial import Trial, capture, clean_run, injecting, is_one_line, scratch, try_all

RECORD = "out.lro-progress"
names = itertools.count()


# ------------------------------------------------------------------------ what befalls the record of a run that was killed

def bit_flip(record, chance):
    record[chance.randrange(len(record))] ^= 1 << chance.randrange(8)


def cut(record, chance):
    del record[chance.randrange(len(record)):]


def zeroes(record, chance):
    start = chance.randrange(len(record))
    record[start:start + 512] = bytes(len(record[start:start + 512]))


def digit(record, chance):
    digits = [place for place, byte in enumerate(record) if chr(byte).isdigit()]
    record[chance.choice(digits)] = ord(chance.choice("0123456789"))


def lines_moved(record, chance):
    lines = record.splitlines(keepends=True)
    one, other = chance.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    record[:] = b"".join(lines)


def line_lost(record, chance):
    lines = record.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    record[:] = b"".join(lines)


def line_doubled(record, chance):
    lines = record.splitlines(keepends=True)
    lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines))
    record[:] = b"".join(lines)


def older_state(record, chance):
    lines = record.splitlines(keepends=True)
    record[:] = b"".join(lines[:chance.randrange(1, len(lines))])


def emptied(record, _):
    record.clear()


DAMAGES = [(bit_flip, 160), (cut, 80), (zeroes, 30), (digit, 50), (lines_moved, 20), (line_lost, 20), (line_doubled, 15),
           (older_state, 20), (emptied, 1)]


# ------------------------------------------------------------------------------------- what befalls the files that it names

def part_cut(part, _, chance):
    os.truncate(part, chance.randrange(part.stat().st_size))


def part_edited(part, _, chance):
    content = bytearray(part.read_bytes())
    content[chance.randrange(len(content) // 2)] ^= 1
    part.write_bytes(content)


def part_grown(part, _, chance):
    part.write_bytes(part.read_bytes() + chance.randbytes(100))


def part_gone(part, _, __):
    part.unlink()


def part_linked(part, place, _):
    part.rename(place / "elsewhere")
    part.symlink_to(place / "elsewhere")


def part_with_two_names(part, place, _):
    os.link(part, place / "elsewhere")


PART_DAMAGES = [(part_cut, 20), (part_edited, 20), (part_grown, 10), (part_gone, 2), (part_linked, 2),
                (part_with_two_names, 2)]


# ----------------------------------------------------------------------------------------------- what befalls the input

def appended(path, _):
    path.write_bytes(path.read_bytes() + b'{"id":"new","name":"new","status":"Succeeded"}\n')


def shortened(path, chance):
    os.truncate(path, chance.randrange(path.stat().st_size))


def edited(path, chance):
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1
    with open(path, "r+b") as file:
        file.write(content)


def edited_with_its_time_put_back(path, chance):
    status = path.stat()
    edited(path, chance)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def replaced(path, chance):
    path.with_name("new").write_bytes(capture_bytes(path.parent, chance.randrange(1 << 30)))
    os.replace(path.with_name("new"), path)


def emptied_input(path, _):
    os.truncate(path, 0)


INPUT_CHANGES = [(appended, 6), (shortened, 8), (edited, 8), (edited_with_its_time_put_back, 8), (replaced, 8),
                 (emptied_input, 1)]
OTHER_OPTIONS = [["--service", "azure-core"], ["--envelope", "lines"], ["--envelope", "documents"], ["--rejects", "drop"],
                 ["--rejects", "inline"], ["--redact"], ["--provenance"], ["--to", "azure-core"],
                 ["--to", "azure-core", "--losses"], ["--payload", "/a"], ["--range", "0:1000"]]


def capture_bytes(folder, seed):
    path = pathlib.Path(capture(folder / f"capture-{seed}", 2_000, seed))
    content = path.read_bytes()
    path.unlink()
    return content


def fault_of(trial, run):
    """The output is right, or the run is refused with a line and the old output is still there."""
    left = trial.left()
    if run.returncode in (2, 3):
        if not is_one_line(run, r"\S"):
            return f"refused with {run.stderr.decode()!r}"
        return None if left["out"] == Trial.OLD else "refused, and the old output changed"
    wanted = {name: left.get(name) for name in trial.expected}
    return None if run.returncode == 0 and wanted == trial.expected else f"exit {run.returncode}, other output"


def killed(folder, source, expected, when=40, **settings):
    """The folder of a run that was killed at its Nth write."""
    trial = Trial(folder / str(next(names)), source, expected, checkpoint=4096, **settings)
    trial.output.write_bytes(Trial.OLD)
    run = trial.run(under=injecting("write", when, "signal=KILL"))
    assert run.returncode == -9, run
    return trial


def try_damage(folder, template, expected, refusals, case):
    damage, seed = case
    place = folder / str(next(names))
    shutil.copytree(template.folder, place)
    trial = Trial(place, template.arguments[2], expected, checkpoint=4096)
    chance = random.Random(seed)
    record = place / RECORD
    if damage in [damage for damage, _ in DAMAGES]:
        content = bytearray(record.read_bytes())
        damage(content, chance)
        record.write_bytes(content)
    else:
        parts = sorted(path for path in place.iterdir() if path.name.startswith(".out"))
        damage(chance.choice(parts), place, chance)
    run = trial.resume()
    refusals.append(run.returncode)
    fault = fault_of(trial, run)
    trial.remove()
    return fault


def try_change(folder, case):
    """The input, an option or the mappings change between a run and its continuation."""
    change, seed = case
    place = folder / str(next(names))
    place.mkdir()
    source = place / "in.jsonl"
    source.write_bytes(capture_bytes(place, 1))
    trial = killed(place, str(source), None)
    if isinstance(change, list):
        run = trial.run("--resume", *change)
    else:
        change(source, random.Random(seed))
        run = trial.resume()
    # Whatever the output of the new input would be: half of this is from the old one.
    is_refused = run.returncode == 2 and is_one_line(run, "the input changed|the options differ|the mappings changed")
    fault = None if is_refused else f"exit {run.returncode}: {run.stderr.decode()!r}"
    if trial.output.read_bytes() != Trial.OLD:
        fault = "the old output changed"
    shutil.rmtree(place)
    return fault


def other_mapping(folder):
    """A folder with one mapping of the library, a word of which means something else."""
    original = pathlib.Path(__file__).parents[2] / "Mappings/services/aws-glue"
    place = folder / "mappings/aws-glue"
    place.mkdir(parents=True)
    text = (original / "mapping.json").read_text(encoding="utf-8")
    assert '["SUCCEEDED"]' in text
    (place / "mapping.json").write_text(text.replace('["SUCCEEDED"]', '["FINISHED"]'), encoding="utf-8")
    return ["--mappings", str(folder / "mappings")]


def main():
    with scratch() as name:
        folder = pathlib.Path(name)
        source = capture(folder / "in.jsonl", 2_000)
        pathlib.Path(source + ".gz").write_bytes(gzip.compress(pathlib.Path(source).read_bytes()))
        expected = clean_run(folder / "clean", source)
        refusals = []
        attempt = functools.partial(try_damage, folder, killed(folder, source, expected), expected, refusals)
        cases = [(damage, seed) for damage, count in DAMAGES + PART_DAMAGES for seed in range(count)]
        ends = [try_all("damaged records", "records", cases, attempt)]
        print(f"damaged records: {refusals.count(0)} continued, {len(refusals) - refusals.count(0)} refused")
        changes = [(change, seed) for change, count in INPUT_CHANGES for seed in range(count)]
        changes += [(options, 0) for options in OTHER_OPTIONS + [other_mapping(folder)]]
        ends.append(try_all("outdated records", "changes", changes, functools.partial(try_change, folder)))
    sys.exit(not all(ends))


main()
