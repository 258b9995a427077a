#!/bin/sh
# Trains the ahead-of-time caches on real commands over a small project; part of the build (package phase).
# A failure here costs start-up time only, so it is reported and does not fail the build.
set -u
build=$(CDPATH="" cd -- "$(dirname -- "$0")" && pwd)
jar=$1
JAVA_HOME=$2
. "$build/jvm.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/reel-train.XXXXXX") || exit 0
trap 'rm -rf "$work"' EXIT INT TERM

"$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "$build/Freshen.java" "$jar" ||
    echo "reel: the command-line parser stays outside the start-up cache" >&2

# The JVM of the kind in hand, with further options.
java_of() {
    # shellcheck disable=SC2154
    "$JAVA_HOME/bin/java" "@$build/common.args" ${moving:+"@$moving"} "@$build/$kind.args" "$@" >"$work/out" 2>&1
}

# What was recorded becomes the archive; the JVM makes the newer kind of cache by itself.
archive() {
    [ "$cache_option" = AOTCache ] || java_of -Xshare:dump -XX:SharedClassListFile="$work/classes" -XX:SharedArchiveFile="$cache.new" -cp "$jar"
}

train() {
    reel_java "$1"
    recording=-XX:AOTCacheOutput=$cache.new
    # shellcheck disable=SC2154
    [ "$cache_option" = AOTCache ] || recording=-XX:DumpLoadedClassList=$work/classes
    training=
    [ "$kind" = transfer ] && training=$build/training.args
    # shellcheck disable=SC2154
    rm -f "$cache"
    if ! { java_of ${training:+"@$training"} "$recording" -cp "$jar" reel.cli.Training "$kind" "$work/$kind" 3>&2 && archive; }; then
        echo "reel: no start-up cache for $kind commands: $(grep -m 1 -E "Exception|rror" "$work/out" || tail -n 1 "$work/out")" >&2
        return
    fi
    [ -f "$cache.new" ] && mv "$cache.new" "$cache"
}

# What the training's own server of objects is asked with; nobody else hears of it.
unset http_proxy HTTP_PROXY all_proxy ALL_PROXY AWS_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL AWS_ENDPOINT_URL_S3 AWS_CA_BUNDLE
export AWS_ACCESS_KEY_ID=training AWS_SECRET_ACCESS_KEY=training AWS_CONFIG_FILE="$work/none" AWS_SHARED_CREDENTIALS_FILE="$work/none"

train small
train large
train transfer
