#!/usr/bin/env bash
# Makes window.png, the picture of the README, anew: the first scene of tests/gui/scenes.cpp, without a display.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
pictures=$(mktemp -d)
trap 'rm -rf "$pictures"' EXIT
# That it differs from the stored one may be just why this is run.
EARSHOT_PICTURES=$pictures "${1:-build/dev/bin}/gui_pictures" "window in light English*" || true
cp "$pictures/chat-light-en.png" docs/pictures/window.png
