#!/usr/bin/env python3
"""Puts 1,500 strings that act on terminals everywhere a string can come from; none may reach a terminal raw.

Messages and pages for people spell out more characters than canonical lines do: also those without a width, which deceive
a reader but no terminal.
"""
import functools
import json
import os
import pathlib
import pty
import random
import re
import subprocess
import sys
import threading

from trial import LRO, scratch, try_all

CONTROLS = [*range(0x20), *range(0x7F, 0xA0)]
IN_LINES = {*CONTROLS, 0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A)}
FOR_PEOPLE = IN_LINES | {0xAD, 0x180E, *range(0x200B, 0x2010), *range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC),
                         *range(0xE0000, 0xE0080)}
SEQUENCES = ["[2J", "[31m", "[1A[2K", "]0;title\a", "]8;;http://a\x1b\\b\x1b]8;;\x1b\\", "]52;c;Zm9v\a", "P+q\x1b\\", "c",
             "_a\x1b\\", "^b\x1b\\", "X\x1b\\", "[?1049h", "[6n", "(0", "7", "#8", "N", "O", "\r\n", "%G", "[20h"]
MAPPING = pathlib.Path(__file__).resolve().parents[2] / "Mappings/services/aws-glue/mapping.json"


def strings(count):
    """All characters alone, all sequences with both introducers, then mixtures by seed."""
    found = [chr(value) for value in sorted(FOR_PEOPLE)]
    found += [lead + rest for rest in SEQUENCES for lead in ("\x1b", "\x9b", "\x9d", "\x90", "\r\n", "\u202e")]
    chance = random.Random(11)
    characters = found[:]
    while len(found) < count:
        found.append("".join(chance.choice(characters) + chance.choice(["", "a", " "]) for _ in range(chance.randint(2, 4))))
    return found[:count]


def raw(output, forbidden, is_terminal=False):
    """What of an output would act on a terminal; bytes that are no UTF-8 do on some."""
    try:
        text = output.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"a byte that is no UTF-8: {error}"
    found = sorted({ord(character) for character in text} & forbidden - {10} - ({13} if is_terminal else set()))
    return "raw " + " ".join(f"U+{value:04X}" for value in found) if found else None


def scan(arguments, is_json=False, statuses=(0,), says=True, **keywords):
    """Runs lro and looks at both its streams."""
    run = subprocess.run([LRO, *arguments], capture_output=True, timeout=60, env={**os.environ, "NO_COLOR": "1"}, **keywords)
    if run.returncode not in statuses:
        return f"{arguments[0]}: exit {run.returncode}: {run.stderr[:200]!r}"
    if says and not run.stdout + run.stderr:
        return f"{arguments[0]} said nothing"
    return raw(run.stdout, IN_LINES if is_json else FOR_PEOPLE) or raw(run.stderr, FOR_PEOPLE)


def scan_on_terminal(arguments):
    """Runs lro with both streams on a terminal, where it shows tables that nobody else gets to see."""
    master, slave = pty.openpty()
    received = []

    def read():
        try:
            while data := os.read(master, 65536):
                received.append(data)
        except OSError:
            pass

    reader = threading.Thread(target=read)
    reader.start()
    environment = {**os.environ, "NO_COLOR": "1", "TERM": "xterm"}
    subprocess.run([LRO, *arguments], stdout=slave, stderr=slave, env=environment, timeout=60, check=False)
    os.close(slave)
    reader.join()
    os.close(master)
    return raw(b"".join(received), IN_LINES, True) if received else "said nothing"


def documents(text):
    """Replies with the string as name, word, time, error, member, name of a member inside, and damaged ones."""
    inner = {"code": text, "message": text, "target": text, "details": [{"code": text, text: text}], "innererror": {"code": text}}
    yield json.dumps({"id": text, "name": text, "status": "Failed", "startTime": text, "error": inner, text: {text: [text]}})
    yield json.dumps({"id": "a", "name": "b", "status": text, "startTime": "2024-03-05T09:14:02Z", text: 1}, ensure_ascii=False)
    yield json.dumps({text: text})
    yield '{"id":"' + text.replace("\n", "") + '"'
    yield json.dumps({"id": "a", "name": text, "status": "Running", "startTime": text}, ensure_ascii=False) + text.replace("\n", "")


def in_file_name(folder, text):
    """A file that is not there, one that is, and the same words as other arguments."""
    name = text.replace("\0", "")
    missing = f"{folder}/no/{name}"
    number = sum(name.encode("utf-8", "surrogatepass"))
    commands = [(["convert", missing], 3), (["explain", missing], 3), (["coverage", missing], 3), (["check", missing], 3),
                (["services", "a" + name], 2), (["convert", "--mappings", missing, missing], 3),
                (["convert", missing, "-o", missing], 3), (["convert", folder, "--service", "a" + name], 2)]
    arguments, status = commands[number % len(commands)]
    return scan(arguments, statuses=(status,))


def in_bytes(folder, number):
    """A name of bytes that are no UTF-8."""
    name = os.fsencode(folder) + b"/\x9b" + bytes([number]) + b"31m"
    command = ["convert", "explain", "coverage", "check"][number % 4]
    return scan([command, name], statuses=(2, 3))


def in_existing_file_name(folder, text):
    name = f"{folder}/files/a{text.translate({0: None, 0x2F: None})}"
    pathlib.Path(name).write_text("{}\n{\n", encoding="utf-8")
    return (scan(["convert", name], is_json=True) or scan(["convert", name, "-o", name + "out", "--summary", name + "sum"])
            or scan(["coverage", name]) or scan(["explain", name]) or scan(["convert", name, "-o", name], statuses=(2,)))


def in_mapping(folder, case):
    """A mapping with the string as title, word, member or name of a member: refused, or used, and shown."""
    number, text = case
    mapping = json.loads(MAPPING.read_text(encoding="utf-8"))
    state = mapping["shapes"][0]["state"]
    [lambda: mapping.update(title=text), lambda: state["words"]["Failed"].append(text), lambda: mapping.update({text: 1}),
     lambda: mapping["shapes"][0].update(id=text), lambda: mapping["references"][0].update(title=text, url=text),
     lambda: state["words"].update({text: ["x"]}), lambda: mapping.update(service=text)][number % 7]()
    place = pathlib.Path(folder, "mappings", str(number))
    place.mkdir(parents=True)
    (place / "aws-glue.json").write_text(json.dumps(mapping, ensure_ascii=number % 2 == 0), encoding="utf-8", newline="")
    return (scan(["check", str(place / "aws-glue.json")], statuses=(0, 1))
            or scan(["services", "--mappings", str(place)], statuses=(0, 2))
            or scan(["services", "aws-glue", "--mappings", str(place)], statuses=(0, 2)))


def in_documents(path, case):
    kind, words = case
    if kind == "terminal":
        return scan_on_terminal([*words, path])
    return scan([*words, path], is_json=kind == "json", statuses=(0, 1))


def main():
    with scratch() as folder:
        texts = strings(1500)
        os.mkdir(f"{folder}/files")
        path = f"{folder}/documents.jsonl"
        with open(path, "wb") as file:
            for text in texts:
                for line in documents(text):
                    file.write(re.sub("[\ud800-\udfff]", "", line).encode() + b"\n")
            file.writelines(b'{"id":"' + bytes([byte]) + b'31m"}\n' for byte in range(0x80, 0x100))
        runs = [("json", ["convert"]), ("json", ["convert", "--fail-on-unknown"]), ("json", ["convert", "--redact"]),
                ("json", ["convert", "--to", "azure-core", "--losses"]), ("json", ["coverage", "--json"]),
                ("people", ["coverage"]), ("terminal", ["convert", "--no-progress"]), ("terminal", ["coverage"]),
                ("terminal", ["convert", "--no-progress", "--fail-on-unknown"])]
        ends = [try_all(f"hostile text: {len(texts)} strings in values and names of members", "runs over all of them", runs,
                        functools.partial(in_documents, path))]

        # Explaining reads a file up to the record, so each has one of its own.
        records = [line for text in texts[::20] for line in documents(text)]

        def explain(record):
            record = re.sub("[\ud800-\udfff]", "", record).encode()
            return (scan(["explain", "--envelope", "lines"], input=record)
                    or scan(["explain", "--json", "--envelope", "lines"], is_json=True, input=record))

        ends += [
            try_all("hostile text: explained", "records", records, explain),
            try_all("hostile text: in names of files that are not there", "strings", texts,
                    functools.partial(in_file_name, folder)),
            try_all("hostile text: in names that are no UTF-8", "names", list(range(0x80, 0x100)),
                    functools.partial(in_bytes, folder)),
            try_all("hostile text: in names of files", "strings", texts[::15],
                    functools.partial(in_existing_file_name, folder)),
            try_all("hostile text: in mappings", "strings", list(enumerate(texts))[::5],
                    functools.partial(in_mapping, folder)),
        ]
    sys.exit(not all(ends))


main()
