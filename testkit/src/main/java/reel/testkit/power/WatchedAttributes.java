package reel.testkit.power;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Notes changes of a file's times and mode.
record WatchedAttributes(FileAttributeView view, WatchedProvider provider, Path path) {
    FileAttributeView wrapped() {
        return switch (view) {
            case PosixFileAttributeView posix -> new Posix(posix, provider, path);
            case BasicFileAttributeView basic -> new Basic(basic, provider, path);
            default -> throw new UnsupportedOperationException("not recorded: attributes of kind " + view.name());
        };
    }

    private record Basic(BasicFileAttributeView real, WatchedProvider provider, Path path)
            implements BasicFileAttributeView {
        @Override
        public String name() {
            return real.name();
        }

        @Override
        public BasicFileAttributes readAttributes() throws IOException {
            return real.readAttributes();
        }

        @Override
        public void setTimes(@Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created)
                throws IOException {
            provider.timed(path, modified, () -> real.setTimes(modified, accessed, created));
        }
    }

    private record Posix(PosixFileAttributeView real, WatchedProvider provider, Path path)
            implements PosixFileAttributeView {
        @Override
        public String name() {
            return real.name();
        }

        @Override
        public PosixFileAttributes readAttributes() throws IOException {
            return real.readAttributes();
        }

        @Override
        public void setTimes(@Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created)
                throws IOException {
            provider.timed(path, modified, () -> real.setTimes(modified, accessed, created));
        }

        @Override
        public void setPermissions(Set<PosixFilePermission> mode) throws IOException {
            provider.moded(path, mode.contains(PosixFilePermission.OWNER_EXECUTE), () -> real.setPermissions(mode));
        }

        @Override
        public void setGroup(GroupPrincipal group) throws IOException {
            real.setGroup(group);
        }

        @Override
        public UserPrincipal getOwner() throws IOException {
            return real.getOwner();
        }

        @Override
        public void setOwner(UserPrincipal owner) throws IOException {
            real.setOwner(owner);
        }
    }
}
