package reel.app.protect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import reel.app.Caller;
import reel.app.Workspace;
import reel.app.settings.MemoryProfile;
import reel.app.settings.Settings;
import reel.protect.ProtectSession;
import reel.protect.model.ProtectConfig;

/// A session with the memory that the caller and the settings allow. It needs no workspace, but obeys the settings of
/// the one around.
public final class Protection {
    private Protection() {}

    /// @param wishes what the command line asks for besides memory
    public static ProtectSession open(Caller caller, UnaryOperator<ProtectConfig> wishes) throws IOException {
        Path root = Workspace.find(caller.folder());
        Settings settings =
                Settings.load(caller.environment(), caller.home(), root == null ? null : Workspace.configFile(root));
        MemoryProfile memory = settings.memory(caller.memory());
        return new ProtectSession(wishes.apply(ProtectConfig.DEFAULT
                .withMemoryBytes(memory.bufferBytes())
                .withBesideBytes(memory.processBytes() - memory.bufferBytes())));
    }
}
