#!/bin/bash
# Compiles the C kernels for 64-bit ARM with warnings as errors, and compares NEON with plain C under an emulator; then the
# kernels of this machine in the same way.
#
#   Tests/CrossCompile/run.sh
#
# Exits with 77 where there is no cross compiler or emulator and none can be installed.
set -euo pipefail
cd "$(dirname "$0")/../.."
compiler=aarch64-linux-gnu-gcc
if ! command -v "$compiler" >/dev/null || ! command -v qemu-aarch64 >/dev/null; then
    if ((EUID == 0)) && command -v apt-get >/dev/null; then
        apt-get -qq update && apt-get -qq install --yes --no-install-recommends \
            gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user >&2 || true
    fi
fi
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
sources=(Sources/CJSONKernels/*.c Tests/CrossCompile/kernels.c)
# GCC does not know the words for pointers that may or may not be null.
flags=(-D_Nonnull= -D_Nullable= -std=gnu11 -O2 -Wall -Wextra -Werror -I Sources/CJSONKernels/include)
cc "${flags[@]}" "${sources[@]}" -o "$work/here"
"$work/here"
if ! command -v "$compiler" >/dev/null || ! command -v qemu-aarch64 >/dev/null; then
    echo "SKIPPED: NEON was neither compiled nor run: there is no $compiler or qemu-aarch64"
    exit 77
fi
"$compiler" "${flags[@]}" -static "${sources[@]}" -o "$work/there"
qemu-aarch64 "$work/there"
