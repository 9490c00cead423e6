#!/bin/sh
# Measures what two cores give: one thread, two threads, and two processes of one thread each, in turns.
#
#   Benchmarks/cores.sh [ROUNDS]    21 rounds unless told, over 1 GB of the corpus
#
# Two processes share nothing but the machine, each with a file of its own: no program gets more of its two cores. Where
# memory or neighbours slow both of them, that is less than twice one thread.
set -eu
cd "$(dirname "$0")/.."
rounds=${1:-21}
scratch=${SCRATCH_PATH:-.build}
swift build -c release --scratch-path "$scratch" --product operation-benchmarks >&2
swift build -c release --scratch-path "$scratch" --product lro >&2
lro=$scratch/release/lro
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$scratch/release/operation-benchmarks" --megabytes 1000 --write-corpus "$work/one"
cp "$work/one" "$work/other"

now() { date +%s%N; }
convert() { "$lro" convert --quiet -j "$1" "$2" >/dev/null; }
# How many nanoseconds a command takes.
timed() {
    start=$(now)
    "$@"
    echo $(($(now) - start))
}
both() {
    convert 1 "$work/one" &
    convert 1 "$work/other"
    wait $!
}

both
round=0
while [ "$round" -lt "$rounds" ]; do
    echo "$(timed convert 1 "$work/one") $(timed convert 2 "$work/one") $(timed both)"
    round=$((round + 1))
done >"$work/times"
# The median, the least and the most of a column of seconds or ratios.
show() { sort -n | awk -v name="$1" '{ v[NR] = $1 } END { printf "%-44s median %.3f  least %.3f  most %.3f\n", name, v[int((NR + 1) / 2)], v[1], v[NR] }'; }
awk '{ print $1 / 1e9 }' "$work/times" | show "one thread, s"
awk '{ print $2 / 1e9 }' "$work/times" | show "two threads, s"
awk '{ print $3 / 2e9 }' "$work/times" | show "two processes, s for each file"
awk '{ print $1 / $2 }' "$work/times" | show "two threads, times one"
awk '{ print 2 * $1 / $3 }' "$work/times" | show "two processes, times one"
