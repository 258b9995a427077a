package reel.media.sniff;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reel.stream.seal.Compressibility;

/// The signatures of types that are text: a pattern that matches somewhere near the start.
///
/// Patterns are possessive or bounded, so that no head makes them slow.
final class TextTable {
    private record Signature(Pattern pattern, MediaType type) {}

    private static final List<Signature> SIGNATURES = List.of(
            text("\\A%YAML 1\\.1\\s{1,4}%TAG !u! tag:unity3d\\.com", "application/x-unity-yaml", MediaType.Family.GAME),
            text("\\A\\[gd_(scene|resource) ", "application/x-godot-text", MediaType.Family.GAME),
            text("\\A//Maya ASCII ", "application/x-maya-ascii", MediaType.Family.SCENE),
            text("\\A#usda 1\\.", "model/vnd.usda", MediaType.Family.SCENE),
            text("\\A; FBX \\d", "application/x-fbx-ascii", MediaType.Family.SCENE),
            text("\\Asolid [^\\n]{0,200}+\\n\\s{0,80}+facet normal", "model/stl", MediaType.Family.SCENE),
            text("\"OTIO_SCHEMA\"\\s{0,8}+:", "application/x-otio+json", MediaType.Family.PROJECT),
            text("<fcpxml(?= version|>)", "application/x-fcpxml+xml", MediaType.Family.PROJECT),
            text("<xmeml(?= version|>)", "application/x-fcp7+xml", MediaType.Family.PROJECT),
            text("<PremiereData ", "application/x-premiere-project", MediaType.Family.PROJECT),
            text("<Ableton ", "application/x-ableton-live", MediaType.Family.PROJECT),
            text("\\A<REAPER_PROJECT ", "application/x-reaper-project", MediaType.Family.PROJECT),
            text("\\A\\s{0,8}+(TITLE:|FCM:)[^\\n]{0,300}+\\n", "application/x-edl", MediaType.Family.PROJECT),
            text(
                    "\\A\\d{3,6}\\s+\\S{1,64}+\\s+\\S{1,8}+\\s+[CDWK]\\S{0,4}+\\s",
                    "application/x-edl",
                    MediaType.Family.PROJECT),
            text("\"asset\"\\s{0,8}+:\\s{0,8}+\\{[^}]{0,400}?\"version\"", "model/gltf+json", MediaType.Family.SCENE),
            text("<COLLADA ", "model/vnd.collada+xml", MediaType.Family.SCENE),
            text("<svg[\\s>]", "image/svg+xml", MediaType.Family.IMAGE),
            text("\\A<!DOCTYPE html|\\A\\s{0,80}+<html[\\s>]", "text/html", MediaType.Family.TEXT),
            text("\\A\\ufeff?<\\?xml ", "application/xml", MediaType.Family.TEXT),
            text("\\A#!", "text/x-script", MediaType.Family.TEXT));

    private TextTable() {}

    /// The type of text that begins with these bytes, null where no signature is in them.
    static @Nullable MediaType find(byte[] head) {
        boolean wide = head.length >= 2 && (head[0] == -1 && head[1] == -2 || head[0] == -2 && head[1] == -1);
        String text = new String(head, wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
        for (Signature signature : SIGNATURES) {
            if (signature.pattern.matcher(text).find()) {
                return signature.type;
            }
        }
        return null;
    }

    /// Whether these bytes are text: UTF-16 with its mark, or UTF-8 (perhaps cut inside a character) or another
    /// superset of ASCII, without control characters that text does not have.
    static boolean isText(byte[] head) {
        if (head.length >= 2 && (head[0] == -1 && head[1] == -2 || head[0] == -2 && head[1] == -1)) {
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

    private static final Pattern UTF_16 = Pattern.compile("[^\\x00-\\x08\\ufffd\\ufffe]*+");

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
