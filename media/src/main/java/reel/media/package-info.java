/// media.
@NullMarked
package reel.media;

import org.jspecify.annotations.NullMarked;
