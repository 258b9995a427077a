/// Tests of places on web servers: a real nginx, and servers that lie.
@NullMarked
package reel.backend.http;

import org.jspecify.annotations.NullMarked;
