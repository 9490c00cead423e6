#!/bin/bash
# Installs the recorder and checks its recording; see README.md.
#
#   Tests/Recorder/run.sh LRO [options of record.py]
set -euo pipefail
lro="$(realpath "$1")"
shift
cd "$(dirname "$0")/../.."
export PYTHONDONTWRITEBYTECODE=1

skip() {
    echo "SKIPPED: $*: no real recording was made"
    exit 77
}

venv=.build/recorder
if [[ ! -x $venv/bin/mitmdump ]]; then
    command -v python3 >/dev/null || skip "there is no python3"
    rm -rf "$venv"
    python3 -m venv "$venv" || skip "python3 has no venv"
    timeout 240 "$venv/bin/pip" install -q --disable-pip-version-check 'mitmproxy>=10.1' || skip "mitmproxy cannot be installed"
fi
timeout 120 "$venv/bin/python" Tests/Recorder/record.py --lro "$lro" --mitmdump "$venv/bin/mitmdump" "$@"
