#!/usr/bin/env bash
# What encryption costs: saves and restores one incompressible file in a plain and in an encrypted repository, turn by turn, and asks for
# the status of both. Prints medians.
#
#   bench/encrypted.sh
#
# Settings: RUNS (5), BYTES (2 GiB), WORK (a folder on a RAM disk; default /dev/shm), REEL (the launcher; default this checkout's).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
reel=${REEL:-$root/reel}
RUNS=${RUNS:-5}
BYTES=${BYTES:-$((2 << 30))}
work=$(mktemp -d "${WORK:-/dev/shm}/reel-encrypted.XXXXXX")
trap 'rm -rf "$work"' EXIT
export REEL_USER_NAME=bench REEL_USER_EMAIL=bench@localhost XDG_RUNTIME_DIR=$work/run
mkdir -m 700 "$XDG_RUNTIME_DIR"
(umask 077 && printf 'bench passphrase' >"$work/passphrase")
export REEL_PASSPHRASE_FILE=$work/passphrase

seconds() {
    local start stop
    start=$(date +%s%N)
    "$@" >"$work/out" 2>&1 || { cat "$work/out" >&2; exit 1; }
    stop=$(date +%s%N)
    awk "BEGIN { printf \"%.3f\n\", ($stop - $start) / 1e9 }"
}
median() { sort -n "$work/$1" | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }

mkdir "$work/plain" "$work/encrypted"
openssl enc -aes-256-ctr -pass pass:noise -nosalt -pbkdf2 -in /dev/zero 2>/dev/null | head -c "$BYTES" >"$work/plain/clip.bin" || true
ln "$work/plain/clip.bin" "$work/encrypted/clip.bin"
for ((run = 0; run < RUNS; run++)); do
    for kind in plain encrypted; do
        folder=$work/$kind
        rm -rf "$folder/.reel"
        if [ $kind = plain ]; then "$reel" -C "$folder" init --quiet; else "$reel" -C "$folder" init --quiet --encrypt; fi
        [ $kind = plain ] || "$reel" -C "$folder" key unlock --quiet
        seconds "$reel" -C "$folder" add . >>"$work/add-$kind"
        "$reel" -C "$folder" commit -m save --quiet
        seconds "$reel" -C "$folder" status >>"$work/status-$kind"
        mv "$folder/clip.bin" "$work/aside"
        seconds "$reel" -C "$folder" restore clip.bin --force >>"$work/restore-$kind"
        cmp -s "$folder/clip.bin" "$work/aside" || { echo "encrypted: the restored file differs" >&2; exit 1; }
        mv "$work/aside" "$folder/clip.bin"
    done
done
echo "| $((BYTES >> 20)) MiB, median of $RUNS | plain s | encrypted s | encrypted speed / plain speed |"
echo "|---|---|---|---|"
for job in add restore status; do
    plain=$(median $job-plain)
    encrypted=$(median $job-encrypted)
    echo "| $job | $plain | $encrypted | $(awk "BEGIN { printf \"%.2f\", $plain / $encrypted }") |"
done
