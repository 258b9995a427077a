# shellcheck shell=sh disable=SC2154
# Sourced by ./mvnw and ./reel: find_jdk sets JAVA_HOME to a JDK that is new enough, or says in one line what to install.
# Looked at in this order: REEL_JAVA_HOME, JAVA_HOME, the java on the PATH, the folders where packages put JDKs.
REEL_JDK_MIN=25

# The release file beside every JDK carries its version; reading it is forty times cheaper than starting the JVM.
jdk_version() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r line; do
        case $line in
        JAVA_VERSION=*)
            line=${line#JAVA_VERSION=\"}
            echo "${line%%[!0-9]*}"
            return 0
            ;;
        esac
    done <"$1/release"
    return 1
}

jdk_fits() {
    [ -n "$1" ] || return 1
    fits_version=$(jdk_version "$1") || return 1
    [ "${fits_version:-0}" -ge "$REEL_JDK_MIN" ]
}

find_jdk() {
    for candidate in "${REEL_JAVA_HOME:-}" "${JAVA_HOME:-}"; do
        if jdk_fits "$candidate"; then
            JAVA_HOME=$candidate
            return 0
        fi
    done
    if found=$(command -v java 2>/dev/null); then
        found=$(readlink -f "$found" 2>/dev/null || echo "$found")
        found=${found%/bin/java}
        if jdk_fits "$found"; then
            JAVA_HOME=$found
            return 0
        fi
    fi
    for candidate in \
        /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
        "${HOME:-/nonexistent}"/.jdks/* \
        "${HOME:-/nonexistent}"/.asdf/installs/java/*; do
        if jdk_fits "$candidate"; then
            JAVA_HOME=$candidate
            return 0
        fi
    done
    echo "reel: no JDK $REEL_JDK_MIN or newer found; install one (for example the package temurin-$REEL_JDK_MIN-jdk or openjdk-$REEL_JDK_MIN-jdk) or set JAVA_HOME to it" >&2
    return 1
}
