#!/usr/bin/env python3
"""Fills every place of every envelope with as much as a document may hold; no run may take more memory than the design allows.

The places are those of the examples in `lro convert --help`, also inside of bodies that are strings. So are whole
inputs, with documents of a byte or two that are all rejected. Of all places and fillings 60 are tried, spread evenly, or as many
as a second argument says.
"""
import functools
import json
import os
import re
import subprocess
import sys

from trial import LRO, scratch, spread, try_all

# The default limit of a document is 16 MiB.
LENGTH = 16 << 20
# 64 MiB, what a thread needs, and eight times the largest document.
ALLOWED = (64 << 20) + (8 << 20) + 8 * LENGTH
FAILURE = json.loads('{"operationId":"1","status":"Failed","error":{"code":"a","message":"b","target":"c","details":'
                     '[{"code":"d","message":"e"}],"innererror":{"code":"f"},"occurredDateTime":"2031-05-01T08:00:00Z"},'
                     '"createdDateTime":"2031-05-01T08:00:00Z","resourceLocation":"/a","etag":"x","other":{"y":1}}')
REDIRECTION = {"url": "https://x.example/a", "status": 202, "headers": {"Location": "/b", "Retry-After": "1", "x-ms-request-id": "c"}}
# Inputs of nothing but short documents: what they begin with, and what follows again and again.
STREAMS = {"lines": ("", "x\n"), "documents": ("{\n", "{\n"), "array": ("[1", ",1")}
# How a value begins, what it goes on with, how it ends.
FILLINGS = {
    "numbers": ("[0", ",0", "]"),
    "texts": ('[""', ',""', "]"),
    "objects": ("[{}", ",{}", "]"),
    "errors": ('[{"code":"a"}', ',{"code":"a"}', "]"),
    "fields": ('[{"name":"a","value":"b"}', ',{"name":"a","value":"b"}', "]"),
    "pairs": ('[["a","b"]', ',["a","b"]', "]"),
    "members": ('{"a":"b"', ',"a":"b"', "}"),
    "letters": ('"', "a", '"'),
    "escapes": ('"', "\\u0001", '"'),
    "segments": ('"https://x.example', "/a", '"'),
    "secrets": ('"?', "&sig=a", '"'),
    "backslashes": ('"', "\\\\", '"'),
    "beyond ASCII": ('"', "\u20ac", '"'),
    "digits": ("1", "0", ""),
}
MARK = "<here>"


def examples():
    """The envelopes' examples, by name."""
    text = subprocess.run([LRO, "convert", "--help"], capture_output=True, text=True, check=True).stdout
    part = text.split("\nEnvelopes, each with a smallest capture:\n")[1].split("\n\nExamples:")[0]
    for piece in re.split(r"\n(?=  \S)", "\n" + part):
        if piece.strip():
            example = "".join(line for line in piece.split("\n") if line.startswith("    "))
            yield piece.split()[0], json.loads(re.search(r"[\[{].*", example).group())


def marked(value):
    """The value with a mark in each of its places, one at a time: in texts that are JSON, at the places inside, too."""
    yield MARK
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from ({**value, name: spoiled} for spoiled in marked(inner))
    elif isinstance(value, list) and value:
        yield from ([spoiled, *value[1:]] for spoiled in marked(value[0]))
    elif isinstance(value, str) and value.startswith("{"):
        yield from (json.dumps(spoiled) for spoiled in marked(json.loads(value)) if spoiled != MARK)


def cases():
    """Envelope, document with a mark, and filling."""
    shapes = [*examples(), ("lines", FAILURE), ("exchange", REDIRECTION)]
    for envelope, example in shapes:
        for document in marked(example):
            if document == MARK:
                continue
            text = json.dumps(document)
            for name in FILLINGS:
                yield envelope, text, name


def filled(text, name):
    """What stands before the filling, a piece of it, and what stands behind it."""
    before, after = text.split(MARK, 1)
    # The more backslashes before its quote, the more strings the mark is in: as many times is the filling escaped.
    quote = re.search(r'(\\*)"$', before).group()
    start, piece, end = FILLINGS[name]
    for _ in range(len(quote).bit_length() - 1):
        start, piece, end = (json.dumps(part, ensure_ascii=False)[1:-1] for part in (start, piece, end))
    return before[:-len(quote)] + start, piece, end + after[len(quote):] + "\n"


def attempt(folder, case):
    envelope, text, name = case
    return convert(folder, envelope, LENGTH, *filled(text, name))


def attempt_stream(folder, envelope):
    # What each document is turned into takes longer than to write the document.
    return convert(folder, envelope, LENGTH // 8, *STREAMS[envelope], "")


def convert(folder, envelope, length, *parts):
    before, piece, after = (part.encode() for part in parts)
    count = (length - len(before) - len(after)) // len(piece)
    path = f"{folder}/{abs(hash(parts))}"
    with open(path, "wb") as file:
        # In parts: what this process holds counts for the one that it starts.
        file.write(before)
        for _ in range(count // 4096):
            file.write(piece * 4096)
        file.write(piece * (count % 4096) + after)
    try:
        for options in ([], ["--redact", "--provenance"]):
            fault = run(["convert", "--quiet", "-j", "1", "--envelope", envelope, *options, path])
            if fault:
                return fault
    finally:
        os.unlink(path)
    return None


def run(arguments):
    """Runs lro and looks at the most memory that it had."""
    with open(os.devnull, "wb") as nothing:
        process = subprocess.Popen([LRO, *arguments], stdout=nothing, stderr=nothing)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        return f"exit {process.returncode}"
    memory = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    # Without a document that was converted nothing may depend on its length.
    allowed = ALLOWED if os.path.getsize(arguments[-1]) > LENGTH // 2 else ALLOWED - 8 * LENGTH
    return f"{' '.join(arguments[5:-1])}: {memory >> 20} MiB" if memory > allowed else None


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    title = f"hostile memory: at most {ALLOWED >> 20} MiB"
    with scratch() as folder:
        ends = [
            try_all("hostile memory: streams of rejects", "streams", list(STREAMS), functools.partial(attempt_stream, folder)),
            try_all(title, "places filled", spread(list(cases()), count), functools.partial(attempt, folder)),
        ]
    sys.exit(not all(ends))


main()
