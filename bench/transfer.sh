#!/usr/bin/env bash
# Compares `reel copy` and `reel sync` with the tools of each protocol on the same data in the same run; prints Markdown tables.
#
#   bench/transfer.sh            everything
#   bench/transfer.sh local      one of: local sftp lossy http s3
#
# Needs cp, rsync, rclone, sftp and sshd, lftp, nginx, curl, aria2c, s3cmd as far as they are compared (what is missing is left out and told);
# S3 is a server of the tests, started from Maven's repository. Settings: JAVA (java 17 or newer), RUNS (3), WORK (a RAM disk; default
# /dev/shm), DISK (a real disk, for cold reads; default: a folder beside the build), GIB (4 locally, 2 over protocols), LOSSY_MIB (64).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
reel=$root/reel
RUNS=${RUNS:-3}
WORK=${WORK:-/dev/shm}
DISK=${DISK:-$root/bench/target}
what=${1:-all}
java=${JAVA:-java}
mkdir -p "$DISK"
work=$(mktemp -d "$WORK/reel-transfer.XXXXXX")
disk=$(mktemp -d "$DISK/reel-transfer.XXXXXX")
pids=()
near=reel-near-$$ far=reel-far-$$
ends() {
    [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
    for name in "$near" "$far"; do ip netns delete "$name" 2>/dev/null || true; done
    rm -rf "$work" "$disk"
}
trap ends EXIT
export REEL_CONFIG_DIR=$work/config XDG_CACHE_HOME=$work/cache RCLONE_CONFIG=$work/rclone.conf
mkdir -p "$REEL_CONFIG_DIR"
: >"$RCLONE_CONFIG"

say() { printf '%s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null || { say "transfer: no $1 here, left out"; return 1; }; }
seconds() {
    local start stop
    start=$(date +%s%N)
    /usr/bin/time -f %M -o "$work/rss" "$@" >"$work/out" 2>&1 || { tail -n 20 "$work/out" >&2; say "transfer: failed: $*"; elapsed=failed; return 0; }
    stop=$(date +%s%N)
    peak=$(($(tail -n 1 "$work/rss") / 1024))
    elapsed=$(awk "BEGIN { printf \"%.3f\", ($stop - $start) / 1e9 }")
}
# Touches as much memory as a run will write, so that a virtual machine's first use of a page is nobody's cost.
prime() { head -c $((${GIB:-2} << 29)) /dev/zero >"$work/prime"; head -c $((${GIB:-2} << 29)) /dev/zero >"$work/prime2"; rm -f "$work/prime" "$work/prime2"; }
# A table's commands run in turns, RUNS rounds of all, so that a slow minute of the machine falls on each of them.
# head_of TITLE begins a table; row NAME BEFORE COMMAND... adds one to it (BEFORE is evaluated before each run, untimed); table_ends runs it.
names=() befores=() commands=()
head_of() { names=() befores=() commands=(); title=$1; }
row() {
    names+=("$1") befores+=("$2")
    shift 2
    commands+=("$(printf '%q ' "$@")")
}
table_ends() {
    local i round all=() most=() argv
    for ((round = 0; round < RUNS; round++)); do
        for i in "${!names[@]}"; do
            eval "${befores[$i]}"
            prime
            eval "argv=(${commands[$i]})"
            seconds "${argv[@]}"
            all[i]+="$elapsed "
            [ "${peak:-0}" -le "${most[i]:-0}" ] || most[i]=$peak
        done
    done
    printf '\n| %s | s | peak RSS MiB |\n|---|---|---|\n' "$title"
    for i in "${!names[@]}"; do
        # shellcheck disable=SC2086
        echo "| ${names[$i]} | $(printf '%s\n' ${all[i]} | sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }') | ${most[i]} |"
    done
}
random() { head -c "$1" /dev/zero | openssl enc -aes-256-ctr -nosalt -K "$(printf '%064d' "$2")" -iv "$(printf '%032d' 0)" 2>/dev/null; }
# small FOLDER COUNT: files of 0 to 16 KiB, a hundred a folder
small() {
    local i
    for ((i = 0; i < $2; i++)); do
        [ $((i % 100)) -eq 0 ] && mkdir -p "$1/d$((i / 100))"
        head -c $(((i * 7919) % 16384)) "$work/seed" >"$1/d$((i / 100))/f$i.bin"
    done
}
random $((1 << 20)) 9 >"$work/seed"

local_() {
    local size=$((${GIB:-4} << 30)) kind
    random "$size" 1 >"$disk/clip.bin"
    head_of "${GIB:-4} GiB on one disk, warm"
    cat "$disk/clip.bin" >/dev/null
    row "reel copy" "rm -f $disk/to.bin; sync" "$reel" copy "$disk/clip.bin" "$disk/to.bin"
    row "cp" "rm -f $disk/to.bin; sync" cp "$disk/clip.bin" "$disk/to.bin"
    have rsync && row "rsync -W" "rm -f $disk/to.bin; sync" rsync -W "$disk/clip.bin" "$disk/to.bin"
    have rclone && row "rclone" "rm -f $disk/to.bin; sync" rclone copyto "$disk/clip.bin" "$disk/to.bin"
    table_ends
    if [ -w /proc/sys/vm/drop_caches ]; then
        kind="rm -f $disk/to.bin; sync; echo 3 >/proc/sys/vm/drop_caches"
        head_of "${GIB:-4} GiB on one disk, cold"
        row "reel copy" "$kind" "$reel" copy "$disk/clip.bin" "$disk/to.bin"
        row "cp" "$kind" cp "$disk/clip.bin" "$disk/to.bin"
        have rsync && row "rsync -W" "$kind" rsync -W "$disk/clip.bin" "$disk/to.bin"
        table_ends
    fi
    rm -f "$disk"/*.bin
    small "$work/many" 20000
    head_of "20 000 small files, RAM disk"
    row "reel copy" "rm -rf $work/to" "$reel" copy "$work/many" "$work/to"
    row "cp -a" "rm -rf $work/to" cp -a "$work/many" "$work/to"
    have rsync && row "rsync -a" "rm -rf $work/to" rsync -a "$work/many/" "$work/to"
    have rclone && row "rclone" "rm -rf $work/to" rclone copy "$work/many" "$work/to" --transfers 8
    table_ends
    head_of "the same again, nothing to do"
    rm -rf "$work/to"; cp -a "$work/many" "$work/to"
    row "reel sync" : "$reel" sync "$work/many" "$work/to"
    have rsync && row "rsync -a" : rsync -a "$work/many/" "$work/to"
    have rclone && row "rclone sync" : rclone sync "$work/many" "$work/to"
    table_ends
    if [ -w /proc/sys/vm/drop_caches ]; then
        cp -a "$work/many" "$disk/many"
        kind="rm -rf $disk/to; sync; echo 3 >/proc/sys/vm/drop_caches"
        head_of "20 000 small files on one disk, cold"
        row "reel copy" "$kind" "$reel" copy "$disk/many" "$disk/to"
        row "cp -a" "$kind" cp -a "$disk/many" "$disk/to"
        have rsync && row "rsync -a" "$kind" rsync -a "$disk/many/" "$disk/to"
        table_ends
    fi
    rm -rf "$work/many" "$work/to" "$disk/many" "$disk/to"
}

# A host 50 ms away: a relay on port $1 to port $2 that keeps every byte back for 25 ms each way, with a window of 4 MiB a connection and way.
# (Delays of the kernel's own need a module that many machines lack.)
far() {
    "$java" "$root/bench/peers/Distance.java" "$1" "$2" 25 $((4 << 20)) >"$work/far.$1" &
    pids+=($!)
    until grep -q listening "$work/far.$1"; do sleep 0.1; done
}

# A host 50 ms away on a line that loses one packet of a hundred each way: both ends are namespaces of their own, $near and $far.
lossy() {
    python3 "$root/bench/peers/lossy.py" "$near" 192.0.2.1 "$far" 192.0.2.2 25 0.01 >"$work/lossy" &
    pids+=($!)
    until grep -q listening "$work/lossy"; do sleep 0.1; done
}

sshd_at() { # [PREFIX...]: starts sshd on port 2298, by the command PREFIX
    mkdir -p /run/sshd "$work/ssh"
    [ -f "$work/ssh/key" ] || {
        ssh-keygen -q -t ed25519 -N '' -f "$work/ssh/key"; ssh-keygen -q -t ed25519 -N '' -f "$work/ssh/host"
        cp "$work/ssh/key.pub" "$work/ssh/authorized"
        printf '%s\n' "Port 2298" "HostKey $work/ssh/host" "AuthorizedKeysFile $work/ssh/authorized" "StrictModes no" "UsePAM no" \
            "PidFile none" "MaxStartups 100" "MaxSessions 100" "PermitRootLogin yes" "Subsystem sftp internal-sftp" >"$work/ssh/sshd_config"
        for p in '[127.0.0.1]:2298' '[127.0.0.1]:2299' '[192.0.2.2]:2298'; do echo "$p $(cut -d' ' -f1,2 "$work/ssh/host.pub")"; done >"$work/ssh/known"
        printf '%s\n' "Host *" "User $(id -un)" "IdentityFile $work/ssh/key" "IdentitiesOnly yes" "UserKnownHostsFile $work/ssh/known" >"$work/ssh/config"
    }
    : >"$work/ssh/log"
    "$@" "$(command -v sshd)" -D -e -f "$work/ssh/sshd_config" 2>"$work/ssh/log" &
    pids+=($!)
    until grep -q listening "$work/ssh/log"; do sleep 0.1; done
}
sftp_one() { # PORT LABEL SIZE [HOST [PREFIX...]]: the clients are started by the command PREFIX
    local p=$1 h=${4:-127.0.0.1} by=("${@:5}") there=$work/there here=$work/here ssh="-F $work/ssh/config -c aes128-gcm@openssh.com -o Port=$1"
    rm -rf "$there" "$here"; mkdir -p "$there" "$here"
    random "$3" 2 >"$here/clip.bin"; cp "$here/clip.bin" "$there/got.bin"
    "$reel" remote remove bench >/dev/null 2>&1 || true
    "$reel" remote add bench "sftp://$(id -un)@$h:$p/" config="$work/ssh/config" >/dev/null
    printf 'put %s %s\n' "$here/clip.bin" "$there/clip.bin" >"$work/put"; printf 'get %s %s\n' "$there/got.bin" "$here/got.bin" >"$work/get"
    local rc=":sftp,host=$h,port=$p,user=$(id -un),key_file=$work/ssh/key:"
    head_of "SFTP $2, put"
    row "reel copy" "rm -f $there/clip.bin" "${by[@]}" "$reel" copy "$here/clip.bin" "bench:$there/clip.bin"
    # shellcheck disable=SC2086
    row "sftp, aes-gcm" "rm -f $there/clip.bin" "${by[@]}" sftp $ssh -b "$work/put" "$h"
    have rclone && row "rclone" "rm -f $there/clip.bin" "${by[@]}" rclone copyto "$here/clip.bin" "$rc$there/clip.bin"
    have lftp && row "lftp" "rm -f $there/clip.bin" "${by[@]}" lftp -e "set sftp:connect-program 'ssh -a -x $ssh'; open sftp://$h; put -O $there $here/clip.bin; exit"
    table_ends
    head_of "SFTP $2, get"
    row "reel copy" "rm -f $here/got.bin" "${by[@]}" "$reel" copy "bench:$there/got.bin" "$here/got.bin"
    # shellcheck disable=SC2086
    row "sftp, aes-gcm" "rm -f $here/got.bin" "${by[@]}" sftp $ssh -b "$work/get" "$h"
    have rclone && row "rclone" "rm -f $here/got.bin" "${by[@]}" rclone copyto "$rc$there/got.bin" "$here/got.bin"
    have lftp && row "lftp pget -n 8" "rm -f $here/got.bin" "${by[@]}" lftp -e "set sftp:connect-program 'ssh -a -x $ssh'; open sftp://$h; pget -n 8 -c $there/got.bin -o $here/got.bin; exit"
    table_ends
    rm -rf "$there" "$here"
}
sftp_small() {
    local there=$work/there here=$work/here ssh="-F $work/ssh/config -c aes128-gcm@openssh.com -o Port=2298"
    rm -rf "$there" "$here"; mkdir -p "$there" "$here"
    small "$here/many" 2000; cp -a "$here/many" "$there/got"
    "$reel" remote remove bench >/dev/null 2>&1 || true
    "$reel" remote add bench "sftp://$(id -un)@127.0.0.1:2298/" config="$work/ssh/config" >/dev/null
    printf 'put -r %s %s\n' "$here/many" "$there/many" >"$work/put"; printf 'get -r %s %s\n' "$there/got" "$here/got" >"$work/get"
    head_of "SFTP, 2 000 small files, put"
    row "reel copy" "rm -rf $there/many" "$reel" copy "$here/many" "bench:$there/many"
    # shellcheck disable=SC2086
    row "sftp -r" "rm -rf $there/many" sftp $ssh -b "$work/put" 127.0.0.1
    have rsync && row "rsync -a" "rm -rf $there/many" rsync -a -e "ssh $ssh" "$here/many/" "127.0.0.1:$there/many"
    table_ends
    head_of "SFTP, 2 000 small files, get"
    row "reel copy" "rm -rf $here/got" "$reel" copy "bench:$there/got" "$here/got"
    # shellcheck disable=SC2086
    row "sftp -r" "rm -rf $here/got" sftp $ssh -b "$work/get" 127.0.0.1
    have rsync && row "rsync -a" "rm -rf $here/got" rsync -a -e "ssh $ssh" "127.0.0.1:$there/got/" "$here/got"
    table_ends
    rm -rf "$there" "$here"
}
sftp_() {
    have sshd || return 0
    sshd_at
    sftp_one 2298 "${GIB:-2} GiB, loopback" $((${GIB:-2} << 30))
    sftp_small
    far 2299 2298
    sftp_one 2299 "1 GiB, 50 ms" $((1 << 30))
}
# On a lossy line the slowest rival takes minutes for 64 MiB where a loss halves the speed (reno, cubic), not where it does not (bbr).
lossy_() {
    have sshd && have ip && have python3 || return 0
    [ -w /dev/net/tun ] || { say "transfer: no /dev/net/tun to make a lossy line with, left out"; return 0; }
    lossy
    sshd_at ip netns exec "$far"
    sftp_one 2298 "${LOSSY_MIB:-64} MiB, 50 ms, 1 % of the packets lost, $(cat /proc/sys/net/ipv4/tcp_congestion_control)" $((${LOSSY_MIB:-64} << 20)) 192.0.2.2 ip netns exec "$near"
}

nginx_at() { # starts nginx on port 8298
    mkdir -p "$work/nginx/tmp" "$work/www"
    printf '%s\n' "worker_processes 2; pid $work/nginx/pid; error_log $work/nginx/error; events { worker_connections 512; }" \
        "http { access_log off; sendfile on; client_body_temp_path $work/nginx/tmp; proxy_temp_path $work/nginx/tmp; fastcgi_temp_path $work/nginx/tmp;" \
        "uwsgi_temp_path $work/nginx/tmp; scgi_temp_path $work/nginx/tmp; server { listen 8298; root $work/www; } }" >"$work/nginx/conf"
    chmod 755 "$work" "$work/www"
    "$(command -v nginx)" -g 'daemon off; user root;' -c "$work/nginx/conf" -e "$work/nginx/error" 2>/dev/null &
    pids+=($!)
    sleep 1
}
http_one() { # PORT LABEL SIZE
    local here=$work/here
    rm -rf "$here"; mkdir -p "$here"
    random "$3" 3 >"$work/www/clip.bin"
    head_of "HTTP $2"
    row "reel copy" "rm -f $here/clip.bin" "$reel" copy "http://127.0.0.1:$1/clip.bin" "$here/clip.bin"
    have curl && row "curl" "rm -f $here/clip.bin" curl -s -o "$here/clip.bin" "http://127.0.0.1:$1/clip.bin"
    have aria2c && row "aria2 -x16" "rm -f $here/clip.bin" aria2c -q -x16 -s16 --file-allocation=none -d "$here" "http://127.0.0.1:$1/clip.bin"
    table_ends
    rm -rf "$here" "$work/www/clip.bin"
}
http_() {
    have nginx || return 0
    nginx_at
    http_one 8298 "${GIB:-2} GiB, loopback" $((${GIB:-2} << 30))
    far 8299 8298
    http_one 8299 "${GIB:-2} GiB, 50 ms" $((${GIB:-2} << 30))
}

# S3Proxy over a folder; it is a test dependency of the s3 module.
s3_() {
    local here=$work/here key=bench-key secret=bench-secret rc
    (cd "$root" && ./mvnw -q -pl backends/s3 -am test-compile dependency:build-classpath -Dmdep.includeScope=test "-Dmdep.outputFile=$work/classpath")
    "$java" -Xmx2g -cp "$(cat "$work/classpath")" "$root/bench/peers/LocalS3.java" 8297 "$work/bucket" $key $secret films >"$work/s3.log" 2>&1 &
    pids+=($!)
    until grep -q listening "$work/s3.log"; do sleep 0.1; done
    unset AWS_CA_BUNDLE
    export AWS_ACCESS_KEY_ID=$key AWS_SECRET_ACCESS_KEY=$secret
    "$reel" remote add bucket s3://films endpoint=http://127.0.0.1:8297 region=us-east-1 path-style=true >/dev/null
    rc=":s3,provider=Other,env_auth=true,region=us-east-1,endpoint='http://127.0.0.1:8297':films"
    mkdir -p "$here"
    random $((${GIB:-2} << 30)) 4 >"$here/clip.bin"
    head_of "S3 ${GIB:-2} GiB, up"
    row "reel copy" "rm -rf $work/bucket/films/*" "$reel" copy "$here/clip.bin" bucket:clip.bin
    have rclone && row "rclone" "rm -rf $work/bucket/films/*" rclone copyto "$here/clip.bin" "$rc/clip.bin"
    have s3cmd && row "s3cmd" "rm -rf $work/bucket/films/*" s3cmd -q --host=127.0.0.1:8297 --host-bucket=127.0.0.1:8297 --no-ssl \
        --access_key=$key --secret_key=$secret put "$here/clip.bin" s3://films/clip.bin
    table_ends
    head_of "S3 ${GIB:-2} GiB, down"
    "$reel" -q copy "$here/clip.bin" bucket:ours.bin
    rclone copyto "$here/clip.bin" "$rc/theirs.bin"
    row "reel copy, of its own object" "rm -f $here/got.bin" "$reel" copy bucket:ours.bin "$here/got.bin"
    row "reel copy, of rclone's" "rm -f $here/got.bin" "$reel" copy bucket:theirs.bin "$here/got.bin"
    have rclone && row "rclone, of its own" "rm -f $here/got.bin" rclone copyto "$rc/theirs.bin" "$here/got.bin"
    table_ends
    rm -rf "$here" "$work/bucket/films"/*
    small "$here/many" 2000
    head_of "S3, 2 000 small objects, up"
    row "reel copy" "rm -rf $work/bucket/films/*" "$reel" copy "$here/many" bucket:many
    have rclone && row "rclone" "rm -rf $work/bucket/films/*" rclone copy "$here/many" "$rc/many"
    have rclone && row "rclone --transfers 16" "rm -rf $work/bucket/films/*" rclone copy --transfers 16 "$here/many" "$rc/many"
    table_ends
    head_of "S3, 2 000 small objects, down"
    row "reel copy" "rm -rf $here/got" "$reel" copy bucket:many "$here/got"
    have rclone && row "rclone" "rm -rf $here/got" rclone copy "$rc/many" "$here/got"
    have rclone && row "rclone --transfers 16" "rm -rf $here/got" rclone copy --transfers 16 "$rc/many" "$here/got"
    table_ends
    rm -rf "$here" "$work/bucket"
}

echo "machine: $(nproc) processors, $(uname -r); medians of $RUNS rounds"
case $what in
all) local_; sftp_; lossy_; http_; s3_ ;;
local | sftp | lossy | http | s3) "${what}_" ;;
*) say "transfer: local, sftp, lossy, http or s3"; exit 2 ;;
esac
