/// Settings: what the user may choose, and where the choice came from.
///
/// In:  two TOML files, the environment.  Out: typed values, each with its source.
/// Knows: night-config, the JDK.          Must not know: repositories, commands.
/// Start at Settings; the keys are SettingKey.
@NullMarked
package reel.app.settings;

import org.jspecify.annotations.NullMarked;
