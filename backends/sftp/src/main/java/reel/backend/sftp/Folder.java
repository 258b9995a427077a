package reel.backend.sftp;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.PartName;

/// One listing of a folder: several requests for names are under way at once, since a server answers each with a
/// hundred or so.
final class Folder {
    private static final int AHEAD = 8;

    /// Far more than any file system holds in one folder with any joy; an endless listing ends here.
    private static final long MOST_NAMES = 50_000_000;

    private static final int MOST_SHOWN = 300;

    private final SftpPlace place;
    private final Sftp sftp;
    private final String path;
    private final Consumer<Entry> sink;
    private long names;

    private record Child(
            String path, Attributes attributes, @Nullable Call link) {}

    Folder(SftpPlace place, Sftp sftp, String path, Consumer<Entry> sink) {
        this.place = place;
        this.sftp = sftp;
        this.path = path;
        this.sink = sink;
    }

    void list() throws IOException {
        byte[] handle = sftp.handle(sftp.path(Wire.OPENDIR, place.full(path)));
        ArrayDeque<Call> ahead = new ArrayDeque<>();
        try {
            boolean ended = false;
            while (!ended || !ahead.isEmpty()) {
                while (!ended && ahead.size() < AHEAD) {
                    ahead.add(sftp.readFolder(handle));
                }
                Answer answer = sftp.answer(ahead.remove());
                try {
                    tell(answer.expect(Wire.NAME));
                } catch (Said said) {
                    if (!said.is(Wire.EOF)) {
                        throw said;
                    }
                    ended = true;
                }
            }
        } finally {
            ahead.forEach(sftp::forget);
            sftp.forget(sftp.close(handle));
        }
    }

    private void tell(Answer answer) throws IOException {
        int count = answer.u32();
        if (count < 1 || count > Wire.MOST_PACKET || (names += count) > MOST_NAMES) {
            throw answer.wrong("1 to " + MOST_NAMES + " names", Integer.toUnsignedString(count) + " more");
        }
        List<Child> children = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] name = answer.bytes(Wire.MOST_PATH);
            answer.skip();
            Attributes attributes = Attributes.read(answer);
            Child child = child(answer, name, attributes);
            if (child != null) {
                children.add(child);
            }
        }
        place.owners().learn(sftp, children.stream().map(Child::attributes).toList());
        for (Child child : children) {
            sink.accept(entry(child));
        }
    }

    private @Nullable Child child(Answer answer, byte[] bytes, Attributes attributes) throws IOException {
        String name = Answer.text(bytes);
        String prefix = path.isEmpty() ? "" : path + "/";
        if (name == null) {
            return new Child(prefix + shown(bytes), Attributes.NONE, null);
        }
        if (name.equals(".") || name.equals("..") || PartName.is(name)) {
            return null;
        }
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw answer.wrong(
                    "names of files in " + place.full(path),
                    "'" + Answer.clean(name, MOST_SHOWN) + "', which leads out");
        }
        boolean link = attributes.kind() == Entry.Kind.LINK;
        return new Child(prefix + name, attributes, link ? sftp.readLink(place.full(prefix + name)) : null);
    }

    /// What is no text is told so that it can be seen and never be read: as something that is no file.
    private static String shown(byte[] bytes) {
        StringBuilder shown = new StringBuilder();
        for (byte b : Arrays.copyOf(bytes, Math.min(bytes.length, MOST_SHOWN))) {
            boolean plain = b > ' ' - 1 && b < 0x7F && b != '/';
            shown.append(plain ? String.valueOf((char) b) : "\\x%02X".formatted(b & 0xFF));
        }
        return shown.toString();
    }

    private Entry entry(Child child) throws IOException {
        String target = null;
        if (child.link != null) {
            try {
                target = sftp.name(child.link);
            } catch (Said gone) {
                target = null;
            }
        }
        return place.entry(child.path, child.attributes, target);
    }

    /// The entry of a file with what the server tells of it.
    static Meta meta(Attributes attributes, Owners owners, @Nullable String target) {
        return new Meta(
                attributes.permissions() == null || attributes.kind() == Entry.Kind.LINK
                        ? null
                        : attributes.permissions() & Attributes.PERMISSION_BITS,
                owners.user(attributes.user()),
                owners.group(attributes.group()),
                target,
                Map.of(),
                null);
    }
}
