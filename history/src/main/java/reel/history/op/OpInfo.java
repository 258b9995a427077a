package reel.history.op;

import java.nio.charset.StandardCharsets;
import reel.history.commit.Signature;

/// Who did it, when, from which workspace, by which command.
///
/// @param command the command line as typed, or a summary; what is longer than 2,000 characters is cut off
public record OpInfo(Signature who, String workspace, String command) {
    static final int MAX_COMMAND_CHARS = 2000;
    static final int MAX_COMMAND_BYTES = 3 * MAX_COMMAND_CHARS + 3;

    public OpInfo {
        if (!View.isWorkspaceId(workspace)) {
            throw new IllegalArgumentException("unusable workspace id: " + workspace);
        }
        if (command.length() > MAX_COMMAND_CHARS) {
            int end = Character.isHighSurrogate(command.charAt(MAX_COMMAND_CHARS - 1))
                    ? MAX_COMMAND_CHARS - 1
                    : MAX_COMMAND_CHARS;
            command = command.substring(0, end);
        }
        // Unpaired surrogates become `?`, so that what is stored is what is shown.
        command = new String(command.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
