#!/bin/sh
# Runs the benchmark with a counter before the C library's allocator (Linux with glibc).
#
#   Benchmarks/allocations.sh [options of operation-benchmarks]
#
# Fails where a row that writes lines allocates: more than 3 calls in 1000 records, which leaves room for a buffer that
# grows and for the places of the line feeds of each window of 256 KiB. Rejects allocate their messages, and a corpus of huge documents has few records, so those rows are only shown.
set -eu
cd "$(dirname "$0")/.."
scratch=${SCRATCH_PATH:-.build}
swift build -c release --scratch-path "$scratch" --product operation-benchmarks >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
${CC:-cc} -O2 -shared -fPIC -o "$work/counter.so" Benchmarks/allocations/allocation_counter.c
LD_PRELOAD="$work/counter.so" "$scratch/release/operation-benchmarks" --repeat 1 --megabytes 20 "$@" >"$work/table"
cat "$work/table"
awk '
    $1 ~ /^lines/ && $1 !~ /huge|damaged/ && NF == 6 && $6 + 0 > 0.003 { print "allocates: " $1; bad = 1 }
    END { exit bad }
' "$work/table"
