#!/usr/bin/env bash
# clang-tidy over our sources, on the clang build's compile commands: `tests/tidy/run_clang_tidy.sh [FOLDER]...`, by
# default crypto and core, where a mistake costs most.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
[ $# -gt 0 ] || set -- crypto core
[ -f build/fuzz/compile_commands.json ] || cmake --preset fuzz
git ls-files -z -- "${@/%//*.cpp}" |
    xargs -0 -r -n 1 -P "$(nproc)" clang-tidy --quiet -p build/fuzz 2> >(grep -v 'warnings\? generated' >&2)
