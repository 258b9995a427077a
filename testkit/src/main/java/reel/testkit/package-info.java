/// testkit.
@NullMarked
package reel.testkit;

import org.jspecify.annotations.NullMarked;
