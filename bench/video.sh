#!/usr/bin/env bash
# Files as videos: size, speed and memory of the presets, and of FFV1 through ffmpeg, on a RAM disk.
#
#   bench/video.sh archive      the archive preset against FFV1 (range coder, gray, the usual lossless choice of ffmpeg)
#
# Settings: MIB (1024: size of the random file), FFV1_MIB (64), RUNS (3), WORK (a folder on a RAM disk; default /dev/shm).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
reel=$root/reel
MIB=${MIB:-1024}
FFV1_MIB=${FFV1_MIB:-64}
RUNS=${RUNS:-3}
work=$(mktemp -d "${WORK:-/dev/shm}/reel-video.XXXXXX")
trap 'rm -rf "$work"' EXIT
random() { openssl enc -aes-128-ctr -K "$(printf '%032x' 7)" -iv 0 -nosalt -in /dev/zero 2>/dev/null | head -c "$1" || true; }

# best COMMAND…: the least seconds of RUNS runs, and the peak of their memory in MiB; `before` is run first each time
best() {
    local least=999999 peak=0 s m
    for _ in $(seq "$RUNS"); do
        before
        /usr/bin/time -f '%e %M' -o "$work/time" "$@" >/dev/null 2>"$work/err" || { tail -3 "$work/err" >&2; exit 1; }
        read -r s m < <(tail -n 1 "$work/time")
        least=$(awk "BEGIN { print ($s < $least) ? $s : $least }")
        peak=$((m > peak ? m : peak))
    done
    echo "$least $((peak / 1024))"
}
row() { # NAME BYTES SECONDS RSS VIDEO-BYTES
    awk -v n="$1" -v b="$2" -v s="$3" -v r="$4" -v v="$5" 'BEGIN { printf "| %s | %.2f (%.3f) | %d | %s |\n", n, s, b / s / 1e9, r, v ? sprintf("%.5f", v / b) : "" }'
}

archive() {
    local bytes=$((MIB << 20)) small=$((FFV1_MIB << 20)) s r
    printf '| what | s (GB/s) | peak RSS MiB | video / file |\n|---|---|---|---|\n'
    random "$bytes" >"$work/file"
    before() { rm -f "$work/video.mp4"; }
    read -r s r < <(best "$reel" -q video encode "$work/file" "$work/video.mp4")
    row "archive, encode, $MIB MiB of noise" "$bytes" "$s" "$r" "$(stat -c %s "$work/video.mp4")"
    before() { rm -rf "$work/out"; }
    read -r s r < <(best "$reel" -q video decode "$work/video.mp4" -o "$work/out")
    row "archive, decode" "$bytes" "$s" "$r" ""
    cmp "$work/file" "$work/out/file"
    rm -rf "$work/out"
    before() { rm -f "$work/video.mp4"; }
    read -r s r < <(best "$reel" -q video encode --parity 5% "$work/file" "$work/video.mp4")
    row "archive with 5 % parity, encode" "$bytes" "$s" "$r" "$(stat -c %s "$work/video.mp4")"
    head -c "$bytes" /dev/zero >"$work/file"
    read -r s r < <(best "$reel" -q video encode --no-compress "$work/file" "$work/video.mp4")
    row "archive, encode, zeros, not compressed" "$bytes" "$s" "$r" "$(stat -c %s "$work/video.mp4")"
    rm -f "$work/video.mp4"
    random "$small" >"$work/file"
    before() { rm -f "$work/ffv1.mkv"; }
    read -r s r < <(best ffmpeg -y -v error -f rawvideo -pix_fmt gray -s 1024x1024 -i "$work/file" -c:v ffv1 -level 3 -coder 1 "$work/ffv1.mkv")
    row "FFV1, encode, $FFV1_MIB MiB of noise" "$small" "$s" "$r" "$(stat -c %s "$work/ffv1.mkv")"
    before() { rm -f "$work/back"; }
    read -r s r < <(best ffmpeg -y -v error -i "$work/ffv1.mkv" -f rawvideo -pix_fmt gray "$work/back")
    row "FFV1, decode" "$small" "$s" "$r" ""
    cmp "$work/file" "$work/back"
}

case ${1:-archive} in
archive) archive ;;
*) sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
