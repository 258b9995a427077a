#!/usr/bin/env bash
# Compiles and runs the JMH benchmarks whose names match a regular expression.
#
#   bench/run.sh                     all of them (about ten minutes)
#   bench/run.sh Blake3              those of one class
#   bench/run.sh Blake3 -p bytes=65536 -f 3       further words are JMH's own (-h lists them)
set -euo pipefail
cd "$(dirname "$0")/.."
exec ./mvnw -q -pl bench -am -Pjmh process-classes "-Djmh.args=$*"
