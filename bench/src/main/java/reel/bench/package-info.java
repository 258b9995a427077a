/// bench.
@NullMarked
package reel.bench;

import org.jspecify.annotations.NullMarked;
