#!/usr/bin/env bash
# clang-tidy over our sources and headers, on the clang build's compile commands: `run_clang_tidy.sh [FOLDER]...`, by
# default crypto and core, where a mistake costs most.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
[ $# -gt 0 ] || set -- crypto core
cmake --preset fuzz >/dev/null
mapfile -t sources < <(git ls-files -- "${@/%//*.cpp}")
echo "clang-tidy: ${#sources[@]} files of $*"
printf '%s\0' "${sources[@]}" |
    xargs -0 -n 1 -P "$(nproc)" clang-tidy --quiet -p build/fuzz \
        "--header-filter=$PWD/(crypto|core|discovery|node|cli|gui)/" 2> >(grep -v 'warnings\? generated' >&2)
