/// app.
@NullMarked
package reel.app;

import org.jspecify.annotations.NullMarked;
