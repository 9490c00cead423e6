#!/bin/sh
# Counts the instructions of the row `lines` on a small corpus and compares them with the committed figure.
#
#   Benchmarks/instructions.sh            fails where a record costs over 3 % more than Benchmarks/instructions.txt says
#   Benchmarks/instructions.sh --update   writes the new figure there; the commit says why it grew
#
# Counts do not depend on what else the machine does. They depend on the compiler and on the kernel that is chosen:
# callgrind shows the program a processor with AVX2 and without AVX-512, so every newer x86-64 machine counts alike.
set -eu
cd "$(dirname "$0")/.."
committed=Benchmarks/instructions.txt
scratch=${SCRATCH_PATH:-.build}
if [ "$(uname -m)" != x86_64 ] || ! command -v valgrind >/dev/null; then
    echo "instructions: skipped: needs valgrind on x86-64"
    exit 0
fi
swift build -c release --scratch-path "$scratch" --product operation-benchmarks >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Older valgrinds cannot read the compiler's debug information and give up.
cp "$scratch/release/operation-benchmarks" "$work/benchmarks"
strip --strip-debug "$work/benchmarks"
if ! valgrind --tool=callgrind --callgrind-out-file="$work/profile" --toggle-collect='*countedPass*' \
    "$work/benchmarks" --counted >"$work/output" 2>"$work/log"; then
    cat "$work/log" >&2
    exit 1
fi
records=$(awk '$1 == "records" { print $2 }' "$work/output")
total=$(awk '$1 == "summary:" || $1 == "totals:" { print $2; exit }' "$work/profile")
if [ -z "$total" ] || [ "$total" -eq 0 ]; then
    echo "instructions: the counted pass was not found" >&2
    exit 1
fi
found=$((total / records))
if [ "${1:-}" = --update ]; then
    echo "$found" >"$committed"
    echo "instructions: $found a record, written to $committed"
    exit 0
fi
expected=$(cat "$committed")
limit=$((expected + expected * 3 / 100))
echo "instructions: $found a record (committed: $expected, at most $limit)"
if [ "$found" -gt "$limit" ]; then
    echo "instructions: over 3 % more than committed; if that is meant, run $0 --update and say why in the commit" >&2
    exit 1
fi
