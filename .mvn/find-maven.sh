# shellcheck shell=sh disable=SC2154
# Sourced by ./mvnw: find_maven sets MAVEN to a Maven that is new enough: the one on the PATH, else the distribution
# named in wrapper/maven-wrapper.properties, fetched once, checked against its SHA-512 and kept under ~/.m2/wrapper.
MAVEN_MIN_MAJOR=3
MAVEN_MIN_MINOR=8

maven_fits() {
    fits_version=$("$1" -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\.[0-9]*\).*/\1/p')
    fits_major=${fits_version%%.*}
    fits_minor=${fits_version#*.}
    [ "${fits_major:-0}" -gt "$MAVEN_MIN_MAJOR" ] ||
        { [ "${fits_major:-0}" -eq "$MAVEN_MIN_MAJOR" ] && [ "${fits_minor:-0}" -ge "$MAVEN_MIN_MINOR" ]; }
}

wrapper_property() {
    sed -n "s/^$1=//p" "$root/.mvn/wrapper/maven-wrapper.properties"
}

find_maven() {
    if found=$(command -v mvn 2>/dev/null) && maven_fits "$found"; then
        MAVEN=$found
        return 0
    fi
    url=$(wrapper_property distributionUrl)
    sum=$(wrapper_property distributionSha512Sum)
    name=${url##*/}
    name=${name%-bin.tar.gz}
    home=${MAVEN_USER_HOME:-$HOME/.m2}/wrapper/dists/$name
    if [ ! -x "$home/bin/mvn" ]; then
        echo "mvnw: fetching $name, once" >&2
        work=$(mktemp -d)
        trap 'rm -rf "$work"' EXIT INT TERM
        if command -v curl >/dev/null 2>&1; then
            curl -fsSL -o "$work/maven.tar.gz" "$url" || { echo "mvnw: could not fetch $url; install Maven $MAVEN_MIN_MAJOR.$MAVEN_MIN_MINOR or newer instead" >&2; return 1; }
        else
            wget -q -O "$work/maven.tar.gz" "$url" || { echo "mvnw: could not fetch $url; install Maven $MAVEN_MIN_MAJOR.$MAVEN_MIN_MINOR or newer instead" >&2; return 1; }
        fi
        if [ -n "$sum" ] && ! printf '%s  %s\n' "$sum" "$work/maven.tar.gz" | sha512sum -c - >/dev/null 2>&1; then
            echo "mvnw: $url does not have the expected SHA-512; nothing was installed" >&2
            return 1
        fi
        mkdir -p "${home%/*}"
        tar -xzf "$work/maven.tar.gz" -C "$work"
        mv "$work/$name" "$home"
    fi
    MAVEN=$home/bin/mvn
}
