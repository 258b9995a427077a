#!/usr/bin/env bash
# Measures `reel protect` as whole commands on a RAM disk and prints a Markdown table.
#
#   bench/protect.sh            4 GiB, container, 20 % (about two minutes, 14 GiB of the work folder)
#   SIZE_MIB=512 MEMORY=low bench/protect.sh
#
# Settings: SIZE_MIB (4096), WORK (/dev/shm), MEMORY (default), LAYOUT (container), RUNS (3). The copy in the first row is what the machine
# itself takes to write as many bytes.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
reel=$root/reel
SIZE_MIB=${SIZE_MIB:-4096} WORK=${WORK:-/dev/shm} MEMORY=${MEMORY:-default} LAYOUT=${LAYOUT:-container} RUNS=${RUNS:-3}
work=$(mktemp -d "$WORK/reel-protect.XXXXXX")
trap 'rm -rf "$work"' EXIT
size=$((SIZE_MIB << 20))
"$reel" version >/dev/null
head -c $size /dev/zero | openssl enc -aes-256-ctr -nosalt -K "$(printf '%064d' 1)" -iv "$(printf '%032d' 0)" >"$work/source" 2>/dev/null
# Touches as much memory as a run will write, just before it, so that a virtual machine's first use of a page is nobody's cost.
prime() {
    head -c $((size * 13 / 10)) /dev/zero >"$work/prime"
    rm -f "$work/prime"
}

# row NAME PREPARE COMMAND...: the median of RUNS runs, and the largest resident memory
row() {
    local name=$1 prepare=$2 i; shift 2
    : >"$work/times"
    for ((i = 0; i < RUNS; i++)); do
        eval "$prepare"
        prime
        /usr/bin/time -f '%e %U %S %M' -a -o "$work/times" "$@" >/dev/null
    done
    sort -n "$work/times" | awk -v name="$name" -v size=$size '
        { e[NR] = $1; u[NR] = $2; s[NR] = $3; if ($4 > most) most = $4 }
        END { m = int((NR + 1) / 2); printf "| %s | %.2f | %.2f | %.1f | %.1f | %d |\n", name, e[m], size / e[m] / 1e9, u[m], s[m], most / 1024 }'
}

echo "$(nproc) × $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $SIZE_MIB MiB, $LAYOUT, --memory $MEMORY, medians of $RUNS"
echo
echo "| what | s | GB/s of source | user s | system s | peak RSS MiB |"
echo "|---|---|---|---|---|---|"
row "cp" 'rm -f "$work/copy"' cp "$work/source" "$work/copy"
rm -f "$work/copy"
row "encode, 20 % overhead" 'rm -rf "$work/symbols"' "$reel" protect encode "$work/source" "$work/symbols" --layout "$LAYOUT" --memory "$MEMORY" --quiet
row "verify" : "$reel" protect verify "$work/symbols" --memory "$MEMORY" --quiet
row "decode, nothing lost" 'rm -f "$work/back"' "$reel" protect decode "$work/symbols" -o "$work/back" --memory "$MEMORY" --quiet
rm -f "$work/back"
if [ "$LAYOUT" = container ]; then
    # Two of sixteen parts, and holes of 16 KiB in the others, at another place in each: 15 % of the symbols.
    rm "$work/symbols/part-001.rqs" "$work/symbols/part-009.rqs"
    part=0
    for file in "$work/symbols/"*.rqs; do
        kib=$(($(stat -c %s "$file") / 1024))
        holes=$((kib * 28 / 1000 / 16)) part=$((part + 1))
        for ((i = 0; i < holes; i++)); do
            dd if=/dev/zero of="$file" bs=1k count=16 seek=$((kib / holes * i + part * 131)) conv=notrunc status=none
        done
    done
else
    find "$work/symbols" -mindepth 2 -type f | awk 'NR % 20 < 3' | xargs rm
fi
row "decode, 15 % of the symbols lost" 'rm -f "$work/back"' "$reel" protect decode "$work/symbols" -o "$work/back" --memory "$MEMORY" --quiet
cmp "$work/source" "$work/back"
