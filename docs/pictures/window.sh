#!/usr/bin/env bash
# Makes the pictures of the window anew, for README and manual: scenes of tests/gui/scenes.cpp, without a display.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
pictures=$(mktemp -d)
trap 'rm -rf "$pictures"' EXIT
# That they differ from the stored ones may be just why this is run.
EARSHOT_PICTURES=$pictures "${1:-build/dev/bin}/gui_pictures" "window in *" || true
cp "$pictures/chat-light-en.png" docs/pictures/window.png
cp "$pictures/chat-dark-ru.png" docs/pictures/window-dark.png
for scene in first-run search; do
    cp "$pictures/$scene-light-en.png" "docs/pictures/window-$scene.png"
done
