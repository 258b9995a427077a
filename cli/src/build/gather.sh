#!/bin/sh
# Puts the backends' jars beside reel.jar, where the program finds them; part of the build (package phase).
set -eu
target=$1
backends=$2
rm -rf "$target/backends"
mkdir -p "$target/backends"
for jar in "$backends"/*/target/reel-*.jar; do
    [ -f "$jar" ] && cp "$jar" "$target/backends/"
done
exit 0
