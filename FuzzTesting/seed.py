#!/usr/bin/env python3
"""Writes seed corpora for the fuzz targets from the samples, mappings and vectors of the package: seed.py FOLDER."""
import json
import pathlib
import sys

root = pathlib.Path(__file__).resolve().parent.parent
target = pathlib.Path(sys.argv[1])


def folder(name):
    path = target / name
    path.mkdir(parents=True, exist_ok=True)
    return path


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


# The first byte of a document says of which service it is; 0 detects.
ids = sorted(path.parent.name for path in root.glob("Mappings/*/*/mapping.json"))
converter = folder("converter")
for sample in sorted(root.glob("Mappings/*/*/samples/*.json")):
    service = sample.parent.parent.name
    document = sample.read_bytes().rstrip()
    for number in (ids.index(service) + 1, 0):
        (converter / f"{service}-{sample.stem}-{number}").write_bytes(bytes([number]) + document)

mappings = folder("mappings")
for mapping in sorted(root.glob("Mappings/*/*/mapping.json")):
    (mappings / mapping.parent.name).write_bytes(mapping.read_bytes())
for mapping in sorted(root.glob("Mappings/invalid/*.json")):
    (mappings / f"invalid-{mapping.stem}").write_bytes(mapping.read_bytes())

fields = folder("fields")
for file in sorted(root.glob("Tests/Vectors/*.json")):
    for number, text in enumerate(sorted(set(strings(json.loads(file.read_bytes()))))):
        (fields / f"{file.stem}-{number}").write_bytes(text.encode("utf-8", "surrogatepass"))
for number, text in enumerate(["50%", " 33.3 %", "3/4", "100.0", "1e2", "1700000000.123", "1726650000803", "0e9"]):
    (fields / f"number-{number}").write_bytes(text.encode())
