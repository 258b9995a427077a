/// cli.
@NullMarked
package reel.cli;

import org.jspecify.annotations.NullMarked;
