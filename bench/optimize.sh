#!/usr/bin/env bash
# Measures how fast the last of many versions of a file comes back, against the first, before and after `reel optimize`.
#
#   bench/optimize.sh           1 GiB, 50 versions of 20 small edits each (about three minutes, 6 GiB of the work folder)
#   SIZE_MIB=256 VERSIONS=10 bench/optimize.sh
#
# Settings: SIZE_MIB (1024), VERSIONS (50), EDITS (20) of 16 KiB in each, RUNS (3), WORK (a folder on a RAM disk; /dev/shm).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
reel=$root/reel
SIZE_MIB=${SIZE_MIB:-1024} VERSIONS=${VERSIONS:-50} EDITS=${EDITS:-20} RUNS=${RUNS:-3} WORK=${WORK:-/dev/shm}
work=$(mktemp -d "$WORK/reel-optimize.XXXXXX")
trap 'rm -rf "$work"' EXIT
export REEL_USER_NAME=bench REEL_USER_EMAIL=bench@localhost
noise() { head -c "$2" /dev/zero | openssl enc -aes-256-ctr -nosalt -K "$(printf '%064d' "$1")" -iv "$(printf '%032d' 0)" 2>/dev/null; }
mkdir "$work/film"
cd "$work/film"
"$reel" init --quiet >/dev/null
noise 1 $((SIZE_MIB << 20)) >clip.mov
"$reel" add . >/dev/null
"$reel" commit -m 1 >/dev/null
cp clip.mov "$work/first"
RANDOM=7
for ((version = 2; version <= VERSIONS; version++)); do
    noise "$version" $((EDITS << 14)) >"$work/edits"
    for ((edit = 0; edit < EDITS; edit++)); do
        block=$(((RANDOM << 15 | RANDOM) % (SIZE_MIB * 64)))
        dd if="$work/edits" of=clip.mov bs=16k count=1 skip=$edit seek=$block conv=notrunc status=none
    done
    "$reel" add . >/dev/null
    "$reel" commit -m "$version" >/dev/null
done
mv clip.mov "$work/last"

# restore REVISION EXPECTED: MB/s, the median of RUNS
restore() {
    local i start stop
    : >"$work/times"
    for ((i = 0; i < RUNS; i++)); do
        rm -f clip.mov
        start=$(date +%s%N)
        "$reel" restore --force --source "$1" clip.mov >/dev/null
        stop=$(date +%s%N)
        cmp -s clip.mov "$2" || { echo "optimize: $1 came back wrong" >&2; exit 1; }
        echo $((stop - start)) >>"$work/times"
    done
    sort -n "$work/times" | awk -v mib="$SIZE_MIB" '{ t[NR] = $1 } END { printf "%.0f", mib * 1048576 / 1e6 / (t[int((NR + 1) / 2)] / 1e9) }'
}
row() {
    local first last
    first=$(restore "HEAD~$((VERSIONS - 1))" "$work/first")
    last=$(restore HEAD "$work/last")
    echo "| $1 | $first | $last | $((100 * last / first)) % | $(find .reel/repo/packs -type f | wc -l) | $(du -sm .reel/repo | cut -f1) |"
}
echo "$(nproc) processors, $SIZE_MIB MiB, $VERSIONS versions of $EDITS edits of 16 KiB, medians of $RUNS, whole commands on a RAM disk"
echo
echo "| | version 1, MB/s | version $VERSIONS, MB/s | ratio | packs | MiB stored |"
echo "|---|---|---|---|---|---|"
row "before"
start=$(date +%s%N)
"$reel" optimize >"$work/said"
stop=$(date +%s%N)
row "after optimize ($(((stop - start) / 1000000)) ms)"
"$reel" optimize | sed 's/^/Again: /'
"$reel" fsck --data --quiet >/dev/null && echo "fsck --data: clean"
