/// Power loss: what a command asks of a file system is recorded, and every disk it may leave is rebuilt.
///
/// In:  a command's work on a folder.     Out: the folders a power cut at any moment may leave, one by one.
/// Knows: JUnit, the JDK.                 Must not know: any room of the product.
/// Start at Recording, then PowerLoss; what a disk may forget is Disk's. DeniedFiles denies instead.
@NullMarked
package reel.testkit.power;

import org.jspecify.annotations.NullMarked;
