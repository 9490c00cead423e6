#!/bin/sh
# Runs the peers and writes Benchmarks/results/table.md and chart.svg.
#
#   Benchmarks/peers/run.sh [options of run_peers.py]
#
# Peers come by package name: jq and gojq from apt (where this may install), orjson, duckdb and polars from pip into a
# virtual environment, simdjson's sources from pysimdjson's source distribution. What is missing is named and left out.
set -eu
cd "$(dirname "$0")/../.."
export PYTHONDONTWRITEBYTECODE=1
scratch=${SCRATCH_PATH:-.build}
work=$scratch/peers
mkdir -p "$work"

for tool in jq gojq; do
    command -v "$tool" >/dev/null || apt-get install -y -q "$tool" >/dev/null 2>&1 || echo "skipped: no package $tool"
done
[ -x "$work/venv/bin/python" ] || python3 -m venv "$work/venv"
for package in orjson duckdb polars; do
    "$work/venv/bin/pip" install -q --disable-pip-version-check "$package" || echo "skipped: no package $package"
done
simdjson=$work/simdjson_converter
if [ ! -x "$simdjson" ] || [ Benchmarks/peers/simdjson_converter.cpp -nt "$simdjson" ]; then
    version=pysimdjson-7.0.2
    if [ ! -d "$work/$version" ]; then
        "$work/venv/bin/pip" download -q --disable-pip-version-check --no-deps --no-binary :all: -d "$work" \
            pysimdjson==7.0.2 && tar -xzf "$work/$version.tar.gz" -C "$work"
    fi
    ${CXX:-g++} -O3 -DNDEBUG -std=c++20 -I"$work/$version/simdjson" Benchmarks/peers/simdjson_converter.cpp \
        "$work/$version/simdjson/simdjson.cpp" -o "$simdjson" || echo "skipped: simdjson does not build"
fi

swift build -c release --scratch-path "$scratch" --product operation-benchmarks
swift build -c release --scratch-path "$scratch" --product lro
"$work/venv/bin/python" Benchmarks/peers/run_peers.py --build "$scratch/release" --work "$work" "$@"
