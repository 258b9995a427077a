/// Tests of the code against the standard's numbers, another program's packets, and itself.
@NullMarked
package reel.raptorq;

import org.jspecify.annotations.NullMarked;
