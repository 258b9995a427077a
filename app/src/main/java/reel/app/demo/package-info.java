/// A film project made up for the demonstration: sound, pictures, clips, thousands of small files, and an edit of it.
///
/// In:  a size and a seed.                Out: a folder of files that real programs open; the same bytes every time.
/// Knows: the JDK.                        Must not know: repositories, commands.
/// Start at DemoProject.
@NullMarked
package reel.app.demo;

import org.jspecify.annotations.NullMarked;
