"""Times the library and its peers on the same corpus, compares what they answer, writes the table and the chart."""

import argparse
import datetime
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time

from chart import draw

HERE = pathlib.Path(__file__).parent
RESULTS = HERE.parent / "results"
COMPARED = ["service", "reply", "id", "state", "createdTime", "startTime", "lastUpdatedTime", "endTime"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True, help="folder of the release binaries")
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder for corpora and peers")
    parser.add_argument("--rounds", type=int, default=5, help="rounds in which the fast ones take turns")
    parser.add_argument("--output", type=pathlib.Path, default=RESULTS, help="folder of the table and the chart")
    return parser.parse_args()


def essence(record):
    """What every converter must agree on."""
    error = record.get("error") or {}
    return [record.get(name) for name in COMPARED] + [error.get("code", error.get("Type"))]


def check(name, path, expected):
    with open(path, encoding="utf-8") as lines:
        found = [essence(json.loads(line)) for line in lines]
    if len(found) != len(expected):
        sys.exit(f"{name}: {len(found)} records, not {len(expected)}")
    for number, (ours, theirs) in enumerate(zip(expected, found), 1):
        if ours != theirs:
            sys.exit(f"{name}: record {number} differs:\n  ours   {ours}\n  theirs {theirs}")


def run(command, **options):
    """The seconds a whole process takes."""
    environment = {**os.environ, "POLARS_MAX_THREADS": "1"}
    start = time.perf_counter()
    subprocess.run([str(part) for part in command], check=True, env=environment, **options)
    return time.perf_counter() - start


def in_memory(options, corpus):
    """The library and simdjson in turns; then Foundation, which is slow and needs none."""
    benchmarks = options.build / "operation-benchmarks"
    simdjson = options.work / "simdjson_converter"
    speeds = {"lines": [], "simdjson": []}
    for _ in range(options.rounds):
        command = [benchmarks, "--corpus", corpus, "--filter", "lines", "--repeat", "3", "--json"]
        report = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        speeds["lines"].append(report["rows"][0]["mbPerSecond"])
        if simdjson.exists():
            found = subprocess.run([simdjson, corpus, "3"], check=True, capture_output=True).stdout
            speeds["simdjson"].append(float(found))
    rows = [("**this library**, canonical lines", "in memory", statistics.median(speeds["lines"]))]
    if speeds["simdjson"]:
        rows.append(("C++, simdjson On-Demand", "in memory", statistics.median(speeds["simdjson"])))
    report = json.loads(subprocess.run([benchmarks, "--json", "--repeat", "3"], check=True, capture_output=True).stdout)
    names = {
        "values": "**this library**, Swift values",
        "foundation-decode": "Foundation `JSONDecoder`, decoding only",
        "foundation-convert": "Foundation `JSONDecoder` and `JSONEncoder`",
        "memcpy": "`memcpy`",
    }
    found = {row["name"]: row["mbPerSecond"] for row in report["rows"]}
    return rows + [(title, "in memory", found[name]) for name, title in names.items() if name in found]


def whole_processes(options, corpus, slice_, expected):
    """Everything else, from file to file, start-up included."""
    rows = []
    output = options.work / "output.jsonl"
    python = sys.executable

    def add(title, name, command, source, to_standard_output=False):
        missing = not shutil.which(str(command[0]))
        if missing:
            print(f"skipped: {name} is not here")
            return
        times = []
        try:
            for _ in range(3 if source == corpus else 1):
                if to_standard_output:
                    with open(output, "wb") as target:
                        times.append(run(command + [source], stdout=target, stderr=subprocess.PIPE))
                else:
                    times.append(run(command + [source, output] + (["-"] if name == "simdjson" else []),
                                     stderr=subprocess.PIPE))
        except subprocess.CalledProcessError as failure:
            reason = (failure.stderr or b"").decode(errors="replace").strip().splitlines()
            print(f"skipped: {name} failed: {reason[-1] if reason else failure.returncode}")
            return
        check(name, output, expected[source])
        rows.append((title, "whole process", os.path.getsize(source) / statistics.median(times) / 1e6))

    add("**`lro convert -j 1`**", "lro", [options.build / "lro", "convert", "-j", "1"], corpus, True)
    add("C++, simdjson On-Demand", "simdjson", [options.work / "simdjson_converter"], corpus)
    add("Python with orjson", "orjson", [python, HERE / "orjson_converter.py"], corpus)
    add("DuckDB ¹", "duckdb", [python, HERE / "duckdb_converter.py"], corpus)
    add("Polars ¹", "polars", [python, HERE / "polars_converter.py"], corpus)
    add("gojq", "gojq", ["gojq", "-c", "-f", HERE / "converter.jq"], slice_, True)
    add("jq", "jq", ["jq", "-c", "-f", HERE / "converter.jq"], slice_, True)
    add("jaq", "jaq", ["jaq", "-c", "-f", HERE / "converter.jq"], slice_, True)
    return rows


def processor():
    try:
        for line in open("/proc/cpuinfo", encoding="utf-8"):
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def main():
    options = arguments()
    benchmarks = options.build / "operation-benchmarks"
    corpus = options.work / "corpus.jsonl"
    slice_ = options.work / "slice.jsonl"
    lines = options.work / "lines.jsonl"
    run([benchmarks, "--write-corpus", corpus, "--write-lines", lines])
    with open(corpus, "rb") as source, open(slice_, "wb") as target:
        count = 0
        for line in source:
            if target.tell() > 8_000_000:
                break
            target.write(line)
            count += 1
    with open(lines, encoding="utf-8") as source:
        all_lines = [essence(json.loads(line)) for line in source]
    expected = {corpus: all_lines, slice_: all_lines[:count]}

    rows = in_memory(options, corpus) + whole_processes(options, corpus, slice_, expected)
    rows.sort(key=lambda row: -row[2])
    machine = f"{processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    date = datetime.date.today().isoformat()
    ours = next(speed for title, how, speed in rows if title.startswith("**this library**, canonical"))
    table = ["| what | how | MB/s | of canonical lines |", "|---|---|---:|---:|"]
    table += [f"| {title} | {how} | {speed:,.0f} | {speed / ours:.3g} |" for title, how, speed in rows]
    size = os.path.getsize(corpus)
    table += [
        "",
        f"One core, {len(all_lines):,} records of five vocabularies, {size / 1e6:.0f} MB (jq, gojq, jaq and Foundation: "
        f"the first 8 MB), {machine}, {date}. Every converter agreed on "
        f"{', '.join(f'`{name}`' for name in COMPARED)} and the error's code of every record.",
        "",
        "¹ The error is passed as it is, without its chain made uniform.",
    ]
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / "table.md").write_text("\n".join(table) + "\n", encoding="utf-8")
    (options.output / "chart.svg").write_text(draw(rows, f"{machine}, {date}"), encoding="utf-8")
    print("\n".join(table))


main()
