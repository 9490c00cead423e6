#!/bin/bash
# Builds the fuzz targets and runs them; stops with an error at the first find.
#
#   run.sh build                 builds all targets
#   run.sh replay                runs the seeds, what earlier long runs kept, and every past find
#   run.sh quick [SECONDS]       replays, then runs each target from its seeds alone (20 s), which must find new code
#   run.sh long TARGET N         runs one target N times and keeps what it finds in .corpus/TARGET, for the next run
#
# A find is left in this folder; give it a name, move it to Finds/TARGET, and fix it.

set -euo pipefail
cd "$(dirname "$0")"
command -v swift >/dev/null || PATH="/opt/swift/usr/bin:$PATH"

targets=(walker converter layouts splitters envelopes fields mappings redaction)
# How long an input may be: most of the shapes that matter fit, and short ones run faster.
declare -A longest=([walker]=256 [converter]=1024 [layouts]=1024 [splitters]=192 [envelopes]=1024 [fields]=64 [mappings]=4096 [redaction]=256)

# Short stacks of allocations and little memory kept back, for speed; enough of both to name what goes wrong.
export ASAN_OPTIONS=quarantine_size_mb=8:malloc_context_size=8
export LSAN_OPTIONS=suppressions=$PWD/leaks.txt:print_suppressions=0
# The runtime's own report of a crash reads memory as the address sanitizer does not like it.
export SWIFT_BACKTRACE=enable=no

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

build() {
    local log="$work/build"
    # The linker warns of a symbol of the sanitizer; what else it says matters only where it fails.
    swift build -c release --sanitize=address --sanitize=fuzzer --scratch-path .build-fuzz >"$log" 2>&1 || {
        cat "$log" >&2
        exit 1
    }
    ./seed.py "$work/seeds"
}

fuzz() {
    local target="$1"
    shift
    ".build-fuzz/release/Fuzz${target^}" -max_len="${longest[$target]}" -timeout=5 -rss_limit_mb=512 \
        -print_final_stats=1 "$@" 2>&1
}

# What libFuzzer says behind a name at the end.
statistic() {
    sed -n "s/^stat::$1: *//p" "$2"
}

# What a run that ended at a find says but its progress and statistics, and its input.
show() {
    local target="$1" log="$2" unit
    {
        grep -vE '^(#[0-9]|INFO:|stat::)' "$log" | tail -n 80
        unit="$(found_unit "$log")"
        if [[ -n $unit ]]; then
            echo "$target ended at this input, in Base64:"
            base64 -w 0 "$unit"
            echo
        fi
        echo "error: $target: $(grep -E '^SUMMARY|ERROR:' "$log" | tail -n 1)"
    } >&2
}

# The file to which a run wrote the input that it ended at.
found_unit() {
    sed -n 's/.*Test unit written to //p' "$1" | tail -n 1
}

# Whether a run ended because an input took too long that takes no time when it is alone: then the machine stood still.
is_machine_fault() {
    local target="$1" log="$2" unit
    unit="$(found_unit "$log")"
    grep -q '^SUMMARY: libFuzzer: timeout' "$log" && [[ -n $unit ]] || return 1
    fuzz "$target" "$unit" -timeout=1 >"$log.alone" || return 1
    rm "$unit"
    echo "note: $target stopped at an input that takes less than a second alone: the machine stood still" >&2
}

# A run whose report goes to a file; it is begun again where only the machine was at fault, with what it kept.
run() {
    local target="$1" log="$2" attempt
    shift 2
    for attempt in 1 2 3; do
        fuzz "$target" "$@" >"$log" && return
        is_machine_fault "$target" "$log" || return 1
    done
    return 1
}

replay() {
    local target folders log
    for target in "${targets[@]}"; do
        folders=("$work/seeds/$target" "Finds/$target")
        [[ ! -d .corpus/$target ]] || folders+=(".corpus/$target")
        log="$work/$target.replay"
        run "$target" "$log" "${folders[@]}" -runs=0 -seed=1 || {
            show "$target" "$log"
            exit 1
        }
        printf '%-10s %6d inputs replayed\n' "$target" "$(find "${folders[@]}" -type f ! -name '.*' | wc -l)"
    done
}

# One target for some seconds, from its seeds.
explore() {
    local target="$1" seconds="$2" log="$work/$1.quick"
    mkdir "$work/$target"
    run "$target" "$log" "$work/$target" "$work/seeds/$target" -max_total_time="$seconds" -seed=1 || return 1
    printf '%-10s %8d runs, %6d a second, %5d new units, %3d MB\n' "$target" \
        "$(statistic number_of_executed_units "$log")" "$(statistic average_exec_per_sec "$log")" \
        "$(statistic new_units_added "$log")" "$(statistic peak_rss_mb "$log")"
}

quick() {
    local target running=() failed=0
    replay
    for target in "${targets[@]}"; do
        # As many at a time as there are processors.
        if ((${#running[@]} >= $(nproc))); then
            wait "${running[0]}" || true
            running=("${running[@]:1}")
        fi
        { explore "$target" "$1" || touch "$work/$target.found"; } &
        running+=($!)
    done
    wait
    # Last, where nobody overlooks it.
    for target in "${targets[@]}"; do
        if [[ -e $work/$target.found ]]; then
            show "$target" "$work/$target.quick"
        elif (($(statistic new_units_added "$work/$target.quick") == 0)); then
            echo "error: $target found no new code; it does not explore" >&2
        else
            continue
        fi
        failed=1
    done
    return "$failed"
}

long() {
    local target="$1" log="$work/long" status=0
    [[ -n ${longest[$target]-} ]] || {
        echo "error: no target '$target'; one of ${targets[*]}" >&2
        exit 2
    }
    mkdir -p ".corpus/$target"
    fuzz "$target" ".corpus/$target" "$work/seeds/$target" "Finds/$target" -runs="$2" -seed="$(date +%s)" >"$log" || status=$?
    if ((status == 0)); then grep '^stat::' "$log"; else show "$target" "$log"; fi
    return "$status"
}

case ${1-} in
build) build ;;
replay) build && replay ;;
quick) build && quick "${2:-20}" ;;
long) build && long "${2:?which target?}" "${3:?how many times?}" ;;
*)
    sed -n '2,/^$/s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
