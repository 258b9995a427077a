# shellcheck shell=sh disable=SC2154
# Sourced by ./reel and by train.sh, which set jar and build (this folder), so that both start exactly the same three JVMs:
#   small: short commands. C1 only, serial collector: half the start-up time.
#   large: commands that compute over bytes. C2 and the vector kernels, whose module costs the start-up cache its linked classes.
#   transfer: commands that move bytes and compute nothing over them but sums. C2 without the vector kernels.
# Each has its own ahead-of-time cache; a missing or stale one only makes the start slower.

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
    cache=${jar%/*}/reel-$kind.aot
    # File names are bytes: a UTF-8 locale lets the JVM keep them.
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]*) ;;
    *) LC_ALL=C.UTF-8 export LC_ALL ;;
    esac
}

# Whether nothing but folders of this machine take part: the word is one that sends no byte through TLS then, and no word has a colon.
reel_local_only() {
    case " $* " in
    *" copy "* | *" sync "* | *" size "* | *" delete "*) ;;
    *) return 1 ;;
    esac
    case $* in
    *:*) return 1 ;;
    esac
}

run_reel() {
    reel_java "$(reel_jvm_kind "$@")"
    # Without TLS nothing is worth the optimising compiler: a quarter less time on trees of small files.
    [ "$kind" = transfer ] && reel_local_only "$@" && REEL_JAVA_OPTS="-XX:TieredStopAtLevel=1 ${REEL_JAVA_OPTS:-}"
    log=${jar%/*}/jvm.log
    [ -w "${jar%/*}" ] || log=/dev/null
    # A missing cache is named nowhere; a stale one is refused by the JVM, which then starts without.
    [ -f "$cache" ] && REEL_JAVA_OPTS="-XX:AOTCache=$cache ${REEL_JAVA_OPTS:-}"
    # shellcheck disable=SC2086
    exec "$JAVA_HOME/bin/java" -Dreel.launcher="${REEL_LAUNCHER-${self-}}" "@$build/common.args" "@$build/$kind.args" ${REEL_JAVA_OPTS:-} -jar "$jar" "$@" 3>&2 2>>"$log"
}
