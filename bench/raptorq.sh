#!/usr/bin/env bash
# RaptorQ as tables: speed in CPU time, and how often a block cannot be decoded.
#
#   bench/raptorq.sh speed          three seconds for each operation
#   bench/raptorq.sh failures       ten seconds for each block size, receivers at K, K + 1 and K + 2 symbols
#   bench/raptorq.sh failures 60 7  a minute each, seed 7
#   bench/raptorq.sh ceiling        blocks as containers have them: all that encode and decode could do, were there no files
set -euo pipefail
cd "$(dirname "$0")/.."
case ${1:-} in
speed) main=RaptorqTable ;;
failures) main=RaptorqFailures ;;
ceiling) main=RaptorqCeiling ;;
*)
    sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
shift
./mvnw -q -pl bench -am process-classes
. .mvn/find-jdk.sh
find_jdk
exec "$JAVA_HOME/bin/java" -Xms3g -Xmx3g -XX:+UseG1GC --add-modules jdk.incubator.vector \
    -cp "bench/target/classes:raptorq/target/classes:$(find ~/.m2 -name 'jmh-core-1.*.jar' | head -n 1)" "reel.bench.$main" "$@"
