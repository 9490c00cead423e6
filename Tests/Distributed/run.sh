#!/bin/bash
# Installs Spark and runs the command inside a small cluster; see README.md.
#
#   Tests/Distributed/run.sh RELEASE
set -euo pipefail
release="$(realpath "$1")"
cd "$(dirname "$0")/../.."
export PYTHONDONTWRITEBYTECODE=1

skip() {
    echo "SKIPPED: $*: nothing ran inside a distributed engine"
    exit 77
}

java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
command -v "$java" >/dev/null || skip "there is no Java"
version="$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')"
((${version:-0} >= 17)) || skip "Spark needs Java 17, and this is Java ${version:-unknown}"

venv=.build/distributed
if [[ ! -x $venv/bin/spark-submit ]]; then
    command -v python3 >/dev/null || skip "there is no python3"
    rm -rf "$venv"
    python3 -m venv "$venv" || skip "python3 has no venv"
    timeout 300 "$venv/bin/pip" install -q --disable-pip-version-check 'pyspark>=4' || skip "pyspark cannot be installed"
fi
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
"$release/operation-benchmarks" --megabytes 210 --write-corpus "$work/corpus.jsonl"
timeout -k 10 280 "$venv/bin/python" Tests/Distributed/distribute.py \
    --lro "$release/lro" --corpus "$work/corpus.jsonl" --work "$work/cluster"
