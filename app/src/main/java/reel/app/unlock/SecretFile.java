package reel.app.unlock;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import reel.stream.Missing;
import reel.stream.Refused;

/// A small file that holds a secret, which nobody else may read.
public final class SecretFile {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private SecretFile() {}

    /// The text without a line feed at its end, for the caller to wipe.
    ///
    /// @param maxBytes more is [Refused], as is a file that others may read or write
    public static char[] read(Path path, int maxBytes) throws IOException {
        byte[] bytes = new byte[0];
        try (InputStream in = Files.newInputStream(path)) {
            requirePrivate(path);
            bytes = in.readNBytes(maxBytes + 3);
            int length = bytes.length;
            if (length > 0 && bytes[length - 1] == '\n') {
                length--;
                if (length > 0 && bytes[length - 1] == '\r') {
                    length--;
                }
            }
            if (length > maxBytes) {
                throw new Refused(path.toString(), "is longer than " + maxBytes + " bytes", "Name the right file.");
            }
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            char[] chars = new char[text.remaining()];
            text.get(chars);
            Arrays.fill(text.array(), '\0');
            return chars;
        } catch (CharacterCodingException other) {
            throw new Refused(path.toString(), "is not text in UTF-8", "Name the right file.", other);
        } catch (NoSuchFileException gone) {
            throw new Missing(path.toString(), "there is no such file", "Check its path.", gone);
        } catch (AccessDeniedException denied) {
            throw new Refused(path.toString(), "you may not read it", "Ask its owner, or name another.", denied);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static void requirePrivate(Path path) throws IOException {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(path);
        } catch (UnsupportedOperationException none) {
            return;
        }
        if (permissions.stream().anyMatch(OTHERS::contains)) {
            throw new Refused(
                    path.toString(),
                    "others can read or change it, so it keeps no secret",
                    "Run `chmod 600` on it, and change what is in it if somebody may have seen it.");
        }
    }
}
