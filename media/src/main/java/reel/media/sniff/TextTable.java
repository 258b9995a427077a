package reel.media.sniff;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reel.stream.seal.Compressibility;

/// The signatures of types that are text. The first character that is not a space says which ones are tried: markup and
/// JSON name themselves somewhere near the start, everything else at the very start. So a tree of source files costs
/// a few microseconds a file.
///
/// Patterns are possessive or bounded, so that no head makes them slow.
final class TextTable {
    private record Signature(Pattern pattern, MediaType type) {}

    /// Tried anywhere in the first [#NEAR_START_BYTES] of what begins with `<`.
    private static final List<Signature> MARKUP = List.of(
            text("<fcpxml(?= version|>)", "application/x-fcpxml+xml", MediaType.Family.PROJECT),
            text("<xmeml(?= version|>)", "application/x-fcp7+xml", MediaType.Family.PROJECT),
            text("<PremiereData ", "application/x-premiere-project", MediaType.Family.PROJECT),
            text("<Ableton ", "application/x-ableton-live", MediaType.Family.PROJECT),
            text("\\A<REAPER_PROJECT ", "application/x-reaper-project", MediaType.Family.PROJECT),
            text("<COLLADA ", "model/vnd.collada+xml", MediaType.Family.SCENE),
            text("<svg[\\s>]", "image/svg+xml", MediaType.Family.IMAGE),
            text("<!DOCTYPE html|<html[\\s>]", "text/html", MediaType.Family.TEXT),
            text("<\\?xml ", "application/xml", MediaType.Family.TEXT));

    /// Tried anywhere in the first [#NEAR_START_BYTES] of what begins with `{`.
    private static final List<Signature> JSON = List.of(
            text("\"OTIO_SCHEMA\"\\s{0,8}+:", "application/x-otio+json", MediaType.Family.PROJECT),
            text("\"asset\"\\s{0,8}+:\\s{0,8}+\\{[^}]{0,400}?\"version\"", "model/gltf+json", MediaType.Family.SCENE));

    /// Tried at the first character that is not a space.
    private static final List<Signature> OTHER = List.of(
            text("%YAML 1\\.1\\s{1,4}%TAG !u! tag:unity3d\\.com", "application/x-unity-yaml", MediaType.Family.GAME),
            text("\\[gd_(scene|resource) ", "application/x-godot-text", MediaType.Family.GAME),
            text("//Maya ASCII ", "application/x-maya-ascii", MediaType.Family.SCENE),
            text("#usda 1\\.", "model/vnd.usda", MediaType.Family.SCENE),
            text("; FBX \\d", "application/x-fbx-ascii", MediaType.Family.SCENE),
            text("solid [^\\n]{0,200}+\\n\\s{0,80}+facet normal", "model/stl", MediaType.Family.SCENE),
            text("(TITLE:|FCM:)[^\\n]{0,300}+\\n", "application/x-edl", MediaType.Family.PROJECT),
            text(
                    "\\d{3,6}\\s+\\S{1,64}+\\s+\\S{1,8}+\\s+[CDWK]\\S{0,4}+\\s",
                    "application/x-edl",
                    MediaType.Family.PROJECT),
            text("#!", "text/x-script", MediaType.Family.TEXT));

    private static final Pattern UTF_16 = Pattern.compile("[^\\x00-\\x08\\ufffd\\ufffe]*+");

    private static final int NEAR_START_BYTES = 2048;

    private TextTable() {}

    /// The type of text that begins with these bytes, null where no signature is in them.
    static @Nullable MediaType find(byte[] head) {
        int length = Math.min(head.length, NEAR_START_BYTES);
        String decoded = new String(head, 0, length, isWide(head) ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
        String text = (decoded.startsWith("\ufeff") ? decoded.substring(1) : decoded).stripLeading();
        if (text.isEmpty()) {
            return null;
        }
        return switch (text.charAt(0)) {
            case '<' ->
                first(MARKUP, signature -> signature.pattern.matcher(text).find());
            case '{' -> first(JSON, signature -> signature.pattern.matcher(text).find());
            default -> first(OTHER, signature -> signature.pattern.matcher(text).lookingAt());
        };
    }

    private static @Nullable MediaType first(List<Signature> signatures, Predicate<Signature> matches) {
        for (Signature signature : signatures) {
            if (matches.test(signature)) {
                return signature.type;
            }
        }
        return null;
    }

    private static boolean isWide(byte[] head) {
        return head.length >= 2 && (head[0] == -1 && head[1] == -2 || head[0] == -2 && head[1] == -1);
    }

    /// Whether these bytes are text: UTF-16 with its mark, or UTF-8 (perhaps cut inside a character) or another
    /// superset of ASCII, without control characters that text does not have.
    static boolean isText(byte[] head) {
        if (isWide(head)) {
            return head.length % 2 == 0
                    && UTF_16.matcher(new String(head, StandardCharsets.UTF_16)).matches();
        }
        int high = 0;
        for (byte b : head) {
            if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1b || b == 0x7f) {
                return false;
            }
            high += b < 0 ? 1 : 0;
        }
        return high == 0
                || new String(head, 0, head.length, StandardCharsets.UTF_8).indexOf('\ufffd') < 0
                || isCutUtf8(head)
                || 10 * high < head.length;
    }

    private static boolean isCutUtf8(byte[] head) {
        int end = head.length;
        while (end > 0 && end > head.length - 4 && head[end - 1] < 0) {
            end--;
        }
        return new String(head, 0, end, StandardCharsets.UTF_8).indexOf('\ufffd') < 0;
    }

    private static Signature text(String pattern, String mime, MediaType.Family family) {
        return new Signature(Pattern.compile(pattern), new MediaType(mime, family, Compressibility.LIKELY));
    }
}
