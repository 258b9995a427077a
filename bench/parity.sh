#!/usr/bin/env bash
# What parity costs: commits in a row with none, with parity behind each commit, and with parity each commit waits for.
#
#   bench/parity.sh
#
# Settings: RUNS (3), COMMITS (6), MIB (256: new bytes of each commit), WORK (a folder on a RAM disk; default /dev/shm).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
reel=$root/reel
RUNS=${RUNS:-3}
COMMITS=${COMMITS:-6}
MIB=${MIB:-256}
work=$(mktemp -d "${WORK:-/dev/shm}/reel-parity.XXXXXX")
trap 'rm -rf "$work"' EXIT
export REEL_USER_NAME=bench REEL_USER_EMAIL=bench@localhost REEL_STORE_PARITY=10%
for i in $(seq "$COMMITS"); do
    openssl enc -aes-128-ctr -K "$(printf '%032x' "$i")" -iv 0 -nosalt -in /dev/zero 2>/dev/null | head -c "${MIB}M" >"$work/clip$i" || true
done
# settle FOLDER: waits until nobody makes parity there any more, then makes what is missing.
settle() { "$reel" -C "$1" -q parity --wait 5m; }
ingest() {
    local when=$1 folder=$work/film start stop
    rm -rf "$folder"; mkdir "$folder"
    "$reel" -C "$folder" -q init
    start=$(date +%s%N)
    for i in $(seq "$COMMITS"); do
        ln "$work/clip$i" "$folder/clip$i"
        REEL_STORE_PARITY_WHEN=$when "$reel" -C "$folder" -q commit -A -m "day $i"
    done
    stop=$(date +%s%N)
    awk "BEGIN { printf \"%.2f\", $COMMITS * $MIB * 1.048576 / (($stop - $start) / 1e6) }"
}
printf '| parity | ingest GB/s, %s commits of %s MiB | after the last commit, until all is under parity, s |\n|---|---|---|\n' "$COMMITS" "$MIB"
for when in later background commit; do
    for _ in $(seq "$RUNS"); do
        speed=$(ingest $when)
        from=$(date +%s%N)
        settle "$work/film"
        to=$(date +%s%N)
        awk "BEGIN { printf \"| %s | %s | %.1f |\n\", \"$when\", \"$speed\", ($to - $from) / 1e9 }"
    done
done
du -sb "$work/film/.reel/repo/packs" "$work/film/.reel/repo/parity" | sed 's/^/# /'
