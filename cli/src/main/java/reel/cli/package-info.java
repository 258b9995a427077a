/// The command line: arguments in, text or JSON out.
///
/// In:  arguments, the environment, signals.   Out: results on stdout, messages on stderr, an exit code.
/// Knows: reel.app.                            Must not know: stores, packs, trees; how anything is done.
/// Start at Main; `Catalog` lists the commands, `ExitCode` what each kind of failure answers.
@NullMarked
package reel.cli;

import org.jspecify.annotations.NullMarked;
