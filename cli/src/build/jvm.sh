# shellcheck shell=sh disable=SC2154
# Sourced by ./reel and by train.sh, which set jar and build (this folder), so that both start exactly the same three JVMs:
#   small: short commands. C1 only, serial collector: half the start-up time.
#   large: commands that compute over bytes. C2 and the vector kernels, whose module costs the start-up cache its linked classes.
#   transfer: commands that move bytes and compute nothing over them but sums. C2 without the vector kernels.
# What the last two have in common is in moving.args. Each has its own ahead-of-time cache; a missing or stale one only makes the start
# slower. That of the large one is an archive of the older kind: beside an incubator module the newer keeps neither linked classes nor
# profiles, and makes every lambda anew, which the older has ready.

# The command word is the first argument that is not an option (or an option's value).
reel_jvm_kind() {
    while [ $# -gt 0 ]; do
        case $1 in
        -C | --memory | --color | --identity) shift 2 2>/dev/null || return 0 ;;
        -*) shift ;;
        add | checkout | switch | restore | reset | merge | undo | gc | optimize | fsck | repair | scrub | parity | demo | cat | stats | protect | recover | video)
            echo large
            return 0
            ;;
        delete | size)
            echo transfer
            return 0
            ;;
        copy | sync | move | check)
            # What hashes or packs whatever passes wants the vector kernels; unsure, they are there.
            for argument; do
                case $argument in
                --verify | --checksum | --encrypt | --decrypt | --compress* | -c* | -[!-]*c*) echo large && return 0 ;;
                esac
            done
            echo transfer
            return 0
            ;;
        commit)
            # Only `commit -a` and `commit -A` read files.
            for argument; do
                case $argument in
                --all | --addremove | -[!-]*[aA]* | -[aA]*) echo large && return 0 ;;
                esac
            done
            break
            ;;
        *) break ;;
        esac
    done
    echo small
}

# The vector incubator makes the JVM print a warning before main starts, for every command. So the JVM's own descriptor 2
# is a log beside the cache, and the program's messages go to the caller's descriptor 2, handed over as descriptor 3.
reel_java() {
    kind=$1
    moving=$build/moving.args
    [ "$kind" = small ] && moving=
    cache=${jar%/*}/reel-$kind.aot
    cache_option=AOTCache
    [ "$kind" = large ] && cache=${jar%/*}/reel-large.jsa cache_option=SharedArchiveFile
    # File names are bytes: a UTF-8 locale lets the JVM keep them.
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]*) ;;
    *) LC_ALL=C.UTF-8 export LC_ALL ;;
    esac
}

# Whether no byte passes through TLS or a digest of the JVM's own: between folders of this machine and servers over ssh, which encrypts in a
# process of its own. A word with a colon is a server; one that is neither over ssh nor the name of a remote that is, counts as another.
reel_without_tls() {
    case " $* " in
    *" copy "* | *" sync "* | *" size "* | *" delete "*) ;;
    *) return 1 ;;
    esac
    for word; do
        case $word in
        sftp://* | ssh://*) ;;
        *:*) reel_remote_is_ssh "${word%%:*}" || return 1 ;;
        esac
    done
}

# Whether a remote of this name is a server over ssh.
reel_remote_is_ssh() {
    case $1 in
    '' | *[!A-Za-z0-9_-]*) return 1 ;;
    esac
    remotes=${REEL_CONFIG_DIR:-${XDG_CONFIG_HOME:-${HOME-}/.config}/reel}/remotes.toml
    [ -r "$remotes" ] || return 1
    case $(sed -n "/^\[$1\]/,/^\[/s/^[[:space:]]*url[[:space:]]*=[[:space:]]*\"\([a-z]*\):.*/\1/p" "$remotes") in
    sftp | ssh) ;;
    *) return 1 ;;
    esac
}

run_reel() {
    reel_java "$(reel_jvm_kind "$@")"
    # Then nothing is worth the optimising compiler: a quarter less time on trees of small files. More than two threads of the quick one would
    # keep ssh from the processors.
    [ "$kind" = transfer ] && reel_without_tls "$@" && REEL_JAVA_OPTS="-XX:TieredStopAtLevel=1 -XX:CICompilerCount=2 ${REEL_JAVA_OPTS:-}"
    log=${jar%/*}/jvm.log
    [ -w "${jar%/*}" ] || log=/dev/null
    # A missing cache is named nowhere; a stale one is refused by the JVM, which then starts without.
    [ -f "$cache" ] && REEL_JAVA_OPTS="-XX:$cache_option=$cache ${REEL_JAVA_OPTS:-}"
    # shellcheck disable=SC2086
    exec "$JAVA_HOME/bin/java" -Dreel.launcher="${REEL_LAUNCHER-${self-}}" "@$build/common.args" ${moving:+"@$moving"} "@$build/$kind.args" ${REEL_JAVA_OPTS:-} -jar "$jar" "$@" 3>&2 2>>"$log"
}
