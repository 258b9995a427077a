#!/usr/bin/env bash
# The presets that survive a re-encode: density, upload, speed, and what each gets through. Random bytes, exact or not.
#
#   bench/video-presets.sh table                the table of presets: size, speed of encode and decode
#   bench/video-presets.sh channels PRESET      re-encodes by x264, VP9, AV1, two generations, caps, loss
#   bench/video-presets.sh resize               resize-proof: 1080p to 720p at 4 Mbit/s, and 4K to 1080p
#
# Settings: BYTES (10000000: of payload; less for presets that need many frames), RUNS (3), FFMPEG (ffmpeg: what plays the platform),
# CHANNELS (which ones, by name), WORK (a folder on a RAM disk; default /dev/shm).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
reel=$root/reel
RUNS=${RUNS:-3}
FFMPEG=${FFMPEG:-ffmpeg}
work=$(mktemp -d "${WORK:-/dev/shm}/reel-presets.XXXXXX")
trap 'rm -rf "$work"' EXIT
random() { openssl enc -aes-128-ctr -K "$(printf '%032x' 7)" -iv 0 -nosalt -in /dev/zero 2>/dev/null | head -c "$1" || true; }
ff() { "$FFMPEG" -nostdin -v error -y "$@" 2>"$work/ff.err" || { tail -2 "$work/ff.err" >&2; return 1; }; }
bytes() { # PRESET: enough for a video of half a minute at least
    case $1 in robust | dense) echo "${BYTES:-10000000}" ;; capped) echo "${BYTES:-4000000}" ;; *) echo "${BYTES:-1000000}" ;; esac
}
seconds() { awk -v a="$1" -v b="$2" 'BEGIN { print b - a }'; }
now() { date +%s.%N; }

encode() { # PRESET VIDEO OPTION…
    local preset=$1 video=$2
    shift 2
    random "$(bytes "$preset")" >"$work/file"
    "$reel" -q video encode --preset "$preset" --force "$@" "$work/file" "$video"
}

# exact VIDEO: whether the payload comes back, and what was healed or lacks
exact() {
    rm -rf "$work/out"
    if "$reel" video decode "$1" -o "$work/out" >"$work/said" 2>&1 && cmp -s "$work/file" "$work/out/file"; then
        echo "exact; $(grep -o 'the video was healed.*' "$work/said" | tail -1 | cut -c24- || true)"
    elif [ -e "$work/out/file" ]; then
        echo "WRONG BYTES"
    else
        echo "refused: $(tail -2 "$work/said" | tr '\n' ' ')"
    fi
}

table() {
    printf '| preset | payload | kB a frame | upload | encode MB/s | decode MB/s |\n|---|---|---|---|---|---|\n'
    for preset in ${PRESETS:-robust dense capped resize-proof paranoid}; do
        local least=999999 back=999999 from s frames n
        n=$(bytes "$preset")
        for _ in $(seq "$RUNS"); do
            from=$(now); encode "$preset" "$work/v.mp4"; s=$(seconds "$from" "$(now)")
            least=$(awk "BEGIN { print ($s < $least) ? $s : $least }")
            rm -rf "$work/out"
            from=$(now); "$reel" -q video decode "$work/v.mp4" -o "$work/out"; s=$(seconds "$from" "$(now)")
            back=$(awk "BEGIN { print ($s < $back) ? $s : $back }")
            cmp "$work/file" "$work/out/file"
        done
        frames=$("$FFMPEG" -nostdin -hide_banner -i "$work/v.mp4" -map 0:v -c copy -f null - 2>&1 | grep -o 'frame= *[0-9]*' | tail -1 | tr -dc 0-9)
        awk -v p="$preset" -v n="$n" -v f="$frames" -v v="$(stat -c %s "$work/v.mp4")" -v e="$least" -v d="$back" \
            'BEGIN { printf "| `%s` | %.0f MB | %.1f | %.2f | %.2f | %.2f |\n", p, n / 1e6, n / f / 1e3, v / n, n / e / 1e6, n / d / 1e6 }'
    done
}

channel() { # NAME IN OUT-BASE: makes $made
    local in=$2 base=$3 vp9="-c:v libvpx-vp9 -b:v 0 -cpu-used 4 -row-mt 1"
    made=$base.mp4
    case $1 in
    x264-crf23) ff -i "$in" -c:v libx264 -crf 23 "$made" ;;
    x264-crf28-veryfast) ff -i "$in" -c:v libx264 -preset veryfast -crf 28 "$made" ;;
    x264-qp51) ff -i "$in" -c:v libx264 -qp 51 "$made" ;;
    x264-vbv8M-10fps) ff -i "$in" -r 10 -c:v libx264 -b:v 8M -maxrate 8M -bufsize 16M "$made" ;;
    x264-vbv4M-10fps) ff -i "$in" -r 10 -c:v libx264 -b:v 4M -maxrate 4M -bufsize 8M "$made" ;;
    vp9-crf35) made=$base.webm; ff -i "$in" $vp9 -crf 35 "$made" ;;
    vp9-q63) made=$base.webm; ff -i "$in" $vp9 -crf 63 -qmin 63 -qmax 63 "$made" ;;
    av1-crf35) ff -i "$in" -c:v libsvtav1 -preset 8 -crf 35 "$made" ;;
    av1-crf45) ff -i "$in" -c:v libsvtav1 -preset 8 -crf 45 "$made" ;;
    av1-q63) ff -i "$in" -c:v libsvtav1 -preset 8 -qp 63 "$made" ;;
    x264-then-vp9) made=$base.webm; ff -i "$in" -c:v libx264 -preset veryfast -crf 28 "$base.first.mp4"; ff -i "$base.first.mp4" $vp9 -crf 35 "$made" ;;
    drop-3-percent) ff -i "$in" -vf "select='gte(random(7),0.03)'" -fps_mode vfr -c:v libx264 -preset veryfast -crf 28 "$made" ;;
    double-10-percent) ff -i "$in" -vf 'fps=fps=source_fps*1.1' -c:v libx264 -preset veryfast -crf 28 "$made" ;;
    30-fps) ff -i "$in" -r 30 -c:v libx264 -preset veryfast -crf 28 "$made" ;;
    halves-swapped)
        local half
        half=$({ "$FFMPEG" -nostdin -hide_banner -i "$in" || true; } 2>&1 | awk -F'[:, ]+' '/Duration/ { print ($3 * 3600 + $4 * 60 + $5) / 2 }')
        ff -i "$in" -filter_complex "[0:v]split[a][b];[a]trim=start=$half,setpts=PTS-STARTPTS[x];[b]trim=end=$half,setpts=PTS-STARTPTS[y];[x][y]concat=n=2:v=1" \
            -c:v libx264 -preset veryfast -crf 28 "$made" ;;
    720p-4M) ff -i "$in" -vf scale=1280:720 -r 10 -c:v libx264 -b:v 4M -maxrate 4M -bufsize 8M "$made" ;;
    720p-4M-and-back) ff -i "$in" -vf scale=1280:720 -r 10 -c:v libx264 -b:v 4M -maxrate 4M -bufsize 8M "$base.first.mp4"; ff -i "$base.first.mp4" -vf scale=1920:1080 -c:v libx264 -crf 23 "$made" ;;
    1080p) ff -i "$in" -vf scale=1920:1080 -c:v libx264 -crf 28 "$made" ;;
    *) echo "no such channel: $1" >&2; return 1 ;;
    esac
}

through() { # VIDEO CHANNEL…
    local video=$1 name said
    shift
    for name in "$@"; do
        channel "$name" "$video" "$work/again"
        said=$(exact "$made")
        printf '| %s | %s kB | %s |\n' "$name" "$(($(stat -c %s "$made") / 1000))" "$said"
        rm -f "$work"/again*
    done
}

channels() {
    local preset=$1
    encode "$preset" "$work/v.mp4"
    printf '`%s`, %s bytes as %s bytes of video\n\n| re-encode | size | |\n|---|---|---|\n' "$preset" "$(bytes "$preset")" "$(stat -c %s "$work/v.mp4")"
    through "$work/v.mp4" ${CHANNELS:-x264-crf23 x264-crf28-veryfast x264-qp51 x264-vbv8M-10fps x264-vbv4M-10fps vp9-crf35 vp9-q63 av1-crf35 av1-crf45 av1-q63 \
        x264-then-vp9 drop-3-percent double-10-percent 30-fps halves-swapped}
}

resize() {
    printf '| resize-proof | size | |\n|---|---|---|\n'
    encode resize-proof "$work/v.mp4"
    through "$work/v.mp4" 720p-4M 720p-4M-and-back
    encode resize-proof "$work/v.mp4" --size 3840x2160
    through "$work/v.mp4" 1080p
}

case ${1:-} in
table | resize) "$1" ;;
channels) channels "${2:?which preset}" ;;
*) sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 1 ;;
esac
