/// A made-up film project: sound, pictures, clips, thousands of small files, and a day of edits.
///
/// In:  a size and a seed.                Out: files that real programs open, the same every time.
/// Knows: the use cases of reel.app.      Must not know: how it is printed.
/// Start at Demo; DemoProject makes the files.
@NullMarked
package reel.app.demo;

import org.jspecify.annotations.NullMarked;
