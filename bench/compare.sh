#!/usr/bin/env bash
# Compares whole reel commands with restic and borg on the same data in the same run and prints a Markdown table.
#
#   bench/compare.sh            everything (about ten minutes, 12 GiB of the work folder)
#   bench/compare.sh big        only the 2 GiB file     (also: tree, many)
#
# Settings: RUNS (3), WORK (a folder on a RAM disk; default /dev/shm), TREE_V1 and TREE_V2 (two versions of a real tree; default: two
# adjacent Debian versions of the Linux source, about 18 k files of each, fetched with apt-get).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
reel=$root/reel
RUNS=${RUNS:-3}
WORK=${WORK:-/dev/shm}
what=${1:-all}

for tool in restic borg openssl; do
    command -v "$tool" >/dev/null || { echo "compare: $tool is missing; install it (apt-get install restic borgbackup openssl)" >&2; exit 2; }
done
work=$(mktemp -d "$WORK/reel-compare.XXXXXX")
trap 'rm -rf "$work"' EXIT
export RESTIC_PASSWORD=bench RESTIC_CACHE_DIR=$work/restic-cache
export BORG_BASE_DIR=$work/borg BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes BORG_RELOCATED_REPO_ACCESS_IS_OK=yes
export REEL_USER_NAME=bench REEL_USER_EMAIL=bench@localhost
# restic and borg store no parity, so neither does reel here; bench/parity.sh tells what it costs.
export REEL_STORE_PARITY=off

say() { printf '%s\n' "$*" >&2; }
# seconds COMMAND...: wall seconds of one run, with the peak resident MiB of its largest process in $peak
peak=0
seconds() {
    local start stop
    start=$(date +%s%N)
    if [ -x /usr/bin/time ]; then
        /usr/bin/time -f %M -o "$work/rss" "$@" >"$work/out" 2>&1 || { cat "$work/out" >&2; say "compare: failed: $*"; exit 1; }
        peak=$(($(tail -n 1 "$work/rss") / 1024))
    else
        "$@" >"$work/out" 2>&1 || { cat "$work/out" >&2; say "compare: failed: $*"; exit 1; }
    fi
    stop=$(date +%s%N)
    elapsed=$(awk "BEGIN { printf \"%.3f\", ($stop - $start) / 1e9 }")
}
# Touches as much memory as a run will write, so that a virtual machine's first use of a page is nobody's cost.
prime() { head -c $((5 << 29)) /dev/zero >"$work/prime"; rm -f "$work/prime"; }
# median FUNCTION: runs it RUNS times; it leaves its wall seconds in $elapsed and may leave $peak
median() {
    local all=() peaks=() i
    for ((i = 0; i < RUNS; i++)); do
        [ "$what" = many ] || prime
        "$@"
        all+=("$elapsed")
        peaks+=("$peak")
    done
    med=$(printf '%s\n' "${all[@]}" | sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }')
    maxpeak=$(printf '%s\n' "${peaks[@]}" | sort -n | tail -n 1)
}
rate() { awk "BEGIN { printf \"%.2f\", $1 / $2 / 1e9 }"; }
mb() { awk "BEGIN { printf \"%.1f\", $1 / 1e6 }"; }
stored() { du -sb "$1" | cut -f 1; }

# One tool, one way to do each job. $1 is the repository, $2 the tree.
reel_fresh() { rm -rf "$2/.reel"; "$reel" -C "$2" init --quiet; }
reel_save() { seconds "$reel" -C "$2" commit -A --quiet --allow-empty -m save; }
restic_fresh() { rm -rf "$1" "$RESTIC_CACHE_DIR"; restic -r "$1" init -q; }
restic_save() { seconds sh -c 'cd "$2" && restic -r "$1" backup -q --exclude .reel .' sh "$1" "$2"; }
borg_fresh() { rm -rf "$1" "$BORG_BASE_DIR"; borg init -e none "$1" 2>/dev/null; }
borg_save() { borg_count=$((${borg_count:-0} + 1)); seconds sh -c 'cd "$2" && borg create --exclude .reel "$1::a$3" .' sh "$1" "$2" "$borg_count"; }
# The same at reel's own compression level; borg's default is lz4.
borgz_fresh() { borg_fresh "$@"; }
borgz_save() { borg_count=$((${borg_count:-0} + 1)); seconds sh -c 'cd "$2" && borg create --compression zstd,3 --exclude .reel "$1::a$3" .' sh "$1" "$2" "$borg_count"; }

ingest_once() { "$1_fresh" "$2" "$3"; "$1_save" "$2" "$3"; }
touch_again() { find "$3" -path "$3/.reel" -prune -o -type f -exec touch {} +; "$1_save" "$2" "$3"; }

big() {
    say "the 2 GiB file"
    local tree=$work/big size=$((2 << 30)) tool
    mkdir -p "$tree"
    head -c $size /dev/zero | openssl enc -aes-256-ctr -nosalt -K "$(printf '%064d' 1)" -iv "$(printf '%032d' 0)" >"$tree/clip.bin" 2>/dev/null
    echo "| 2 GiB incompressible file | first save s (GB/s) | touched, saved again s (GB/s) | restore s (GB/s) | peak RSS MiB |"
    echo "|---|---|---|---|---|"
    for tool in reel restic borg; do
        local repo=$work/$tool-big first again back rss
        median ingest_once $tool "$repo" "$tree"; first=$med rss=$maxpeak
        median touch_again $tool "$repo" "$tree"; again=$med
        median "restore_$tool" "$repo" "$tree"; back=$med
        [ "$maxpeak" -gt "$rss" ] && rss=$maxpeak
        echo "| $tool | $first ($(rate $size "$first")) | $again ($(rate $size "$again")) | $back ($(rate $size "$back")) | $rss |"
        [ $tool = reel ] || rm -rf "$repo"
    done
    rm -rf "$tree"
}
restore_reel() { rm -f "$2/clip.bin"; seconds "$reel" -C "$2" restore --quiet clip.bin; }
restore_restic() { rm -rf "$work/back"; seconds restic -r "$1" restore latest -q --target "$work/back"; rm -rf "$work/back"; }
restore_borg() { rm -rf "$work/back"; mkdir "$work/back"; seconds sh -c 'cd "$3" && borg extract "$1::a$2"' sh "$1" "$borg_count" "$work/back"; rm -rf "$work/back"; }

fetch_tree() {
    local cache=${XDG_CACHE_HOME:-$HOME/.cache}/reel-bench versions v
    mkdir -p "$cache"
    mapfile -t versions < <(apt-cache madison linux-source-6.1 | awk '{ print $3 }' | sort -rV | awk -F- '!seen[$1]++' | head -n 2)
    [ ${#versions[@]} -eq 2 ] || { say "compare: no two versions of linux-source-6.1 on offer; set TREE_V1 and TREE_V2"; return 1; }
    for v in "${versions[@]}"; do
        [ -d "$cache/$v" ] && continue
        say "fetching linux-source-6.1 $v"
        (cd "$cache" && apt-get download -q "linux-source-6.1=$v" >/dev/null 2>&1 && dpkg-deb -x linux-source-6.1_"$v"_all.deb "unpack-$v" &&
            mkdir "part-$v" && tar -xJf "unpack-$v"/usr/src/linux-source-6.1.tar.xz -C "part-$v" --strip-components=1 \
                linux-source-6.1/{fs,sound,net,mm,kernel,include} linux-source-6.1/drivers/{net,media,usb} &&
            mv "part-$v" "$v" && rm -rf "unpack-$v" linux-source-6.1_"$v"_all.deb)
    done
    TREE_V1=$cache/${versions[1]} TREE_V2=$cache/${versions[0]}
}

tree() {
    [ -n "${TREE_V1:-}" ] || fetch_tree || return 0
    say "the real tree: $TREE_V1, then $TREE_V2"
    local tree=$work/tree tool size
    cp -a "$TREE_V1" "$tree"
    size=$(stored "$tree")
    echo "| real tree, $(find "$tree" -type f | wc -l) files, $(mb "$size") MB, then its next version | first save s | second save s | stored MB after one | after two | peak RSS MiB |"
    echo "|---|---|---|---|---|---|"
    for tool in reel restic borg borgz; do
        local repo=$work/$tool-tree first second one two rss kept
        median ingest_once $tool "$repo" "$tree"; first=$med rss=$maxpeak
        kept=$repo; [ $tool = reel ] && kept=$tree/.reel
        one=$(stored "$kept")
        # The next version arrives as a user's copy would: same folder, new files.
        cp -a "$TREE_V2" "$work/next"
        [ $tool = reel ] && mv "$tree/.reel" "$work/next/.reel"
        rm -rf "$tree"; mv "$work/next" "$tree"
        "${tool}_save" "$repo" "$tree"; second=$elapsed
        two=$(stored "$kept")
        echo "| ${tool/borgz/borg, zstd level 3} | $first | $second | $(mb "$one") | $(mb "$two") | $rss |"
        rm -rf "$tree" "$repo"; cp -a "$TREE_V1" "$tree"
    done
    rm -rf "$tree"
}

many() {
    say "60 000 files"
    local tree=$work/many d f
    mkdir -p "$tree"
    for ((d = 0; d < 600; d++)); do
        mkdir "$tree/d$d"
        for ((f = 0; f < 100; f++)); do echo "file $d/$f of a large project" >"$tree/d$d/f$f.txt"; done
    done
    reel_fresh "" "$tree"
    reel_save "" "$tree"
    local add=$elapsed
    sleep 2; "$reel" -C "$tree" status >/dev/null
    median seconds "$reel" -C "$tree" status; local status=$med
    median seconds "$reel" version; local version=$med
    echo "| 60 000 small files | seconds |"
    echo "|---|---|"
    echo "| first add and commit | $add |"
    echo "| \`status\`, nothing changed | $status |"
    echo "| \`version\` | $version |"
    rm -rf "$tree"
}

echo "$(nproc) × $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(awk '/MemTotal/ { printf "%d GB", $2 / 1e6 }' /proc/meminfo), work folder on $(stat -f -c %T "$work"), medians of $RUNS runs, $(restic version | cut -d ' ' -f 1,2), $(borg --version)"
echo
case $what in
all) big; echo; tree; echo; many ;;
big | tree | many) "$what" ;;
*) say "compare: big, tree, many or nothing, not '$what'"; exit 2 ;;
esac
