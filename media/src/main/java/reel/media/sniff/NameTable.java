package reel.media.sniff;

import java.util.Locale;
import java.util.Map;
import reel.stream.seal.Compressibility;

/// What a file's ending adds where its content is one that several types share, or says nothing.
final class NameTable {
    /// The content's MIME type and the ending, to the narrower type.
    private static final Map<String, MediaType> NARROWER = Map.ofEntries(
            entry("application/zstd blend", "application/x-blender", MediaType.Family.SCENE, Compressibility.NEVER),
            entry("application/x-hdf5 abc", "application/x-alembic", MediaType.Family.SCENE, Compressibility.UNKNOWN),
            entry(
                    "application/x-unreal-asset umap",
                    "application/x-unreal-map",
                    MediaType.Family.GAME,
                    Compressibility.UNKNOWN),
            entry("video/quicktime braw", "video/x-blackmagic-raw", MediaType.Family.VIDEO, Compressibility.NEVER),
            entry("video/quicktime crm", "video/x-canon-raw", MediaType.Family.VIDEO, Compressibility.NEVER),
            entry("image/tiff nef", "image/x-nikon-nef", MediaType.Family.IMAGE, Compressibility.UNKNOWN),
            entry("image/tiff arw", "image/x-sony-arw", MediaType.Family.IMAGE, Compressibility.UNKNOWN),
            entry("image/tiff pef", "image/x-pentax-pef", MediaType.Family.IMAGE, Compressibility.UNKNOWN),
            entry(
                    "application/zip drp",
                    "application/x-davinci-resolve-project",
                    MediaType.Family.PROJECT,
                    Compressibility.NEVER),
            entry("application/zip procreate", "image/x-procreate", MediaType.Family.IMAGE, Compressibility.NEVER),
            entry("application/zip sketch", "image/x-sketch", MediaType.Family.IMAGE, Compressibility.NEVER),
            entry("application/zip jar", "application/java-archive", MediaType.Family.ARCHIVE, Compressibility.NEVER),
            entry(
                    "application/x-7z-compressed sbsar",
                    "application/x-substance-archive",
                    MediaType.Family.GAME,
                    Compressibility.NEVER),
            entry(
                    "application/xml sbs",
                    "application/x-substance-designer+xml",
                    MediaType.Family.GAME,
                    Compressibility.LIKELY),
            entry(
                    "application/vnd.sqlite3 lrcat",
                    "application/x-lightroom-catalog",
                    MediaType.Family.PROJECT,
                    Compressibility.UNKNOWN),
            entry("text/plain json", "application/json", MediaType.Family.TEXT, Compressibility.LIKELY),
            entry("text/plain xml", "application/xml", MediaType.Family.TEXT, Compressibility.LIKELY),
            entry("text/plain obj", "model/obj", MediaType.Family.SCENE, Compressibility.LIKELY),
            entry("text/plain mtl", "model/mtl", MediaType.Family.SCENE, Compressibility.LIKELY),
            entry("text/plain nk", "application/x-nuke-script", MediaType.Family.PROJECT, Compressibility.LIKELY),
            entry("text/plain ale", "application/x-avid-log", MediaType.Family.PROJECT, Compressibility.LIKELY),
            entry("text/plain cube", "application/x-cube-lut", MediaType.Family.PROJECT, Compressibility.LIKELY),
            entry("text/plain meta", "application/x-unity-meta", MediaType.Family.GAME, Compressibility.LIKELY),
            entry("text/plain srt", "application/x-subrip", MediaType.Family.TEXT, Compressibility.LIKELY),
            entry("text/plain vtt", "text/vtt", MediaType.Family.TEXT, Compressibility.LIKELY),
            entry("text/plain csv", "text/csv", MediaType.Family.TEXT, Compressibility.LIKELY),
            entry("text/plain md", "text/markdown", MediaType.Family.TEXT, Compressibility.LIKELY),
            entry(
                    "application/octet-stream uexp",
                    "application/x-unreal-asset",
                    MediaType.Family.GAME,
                    Compressibility.UNKNOWN),
            entry(
                    "application/octet-stream ubulk",
                    "application/x-unreal-asset",
                    MediaType.Family.GAME,
                    Compressibility.UNKNOWN),
            entry(
                    "application/octet-stream pak",
                    "application/x-unreal-pak",
                    MediaType.Family.GAME,
                    Compressibility.UNKNOWN),
            entry("application/octet-stream tga", "image/x-tga", MediaType.Family.IMAGE, Compressibility.UNKNOWN),
            entry("application/octet-stream ari", "image/x-arriraw", MediaType.Family.VIDEO, Compressibility.UNKNOWN),
            entry("application/octet-stream stl", "model/stl", MediaType.Family.SCENE, Compressibility.UNKNOWN),
            entry(
                    "application/octet-stream max",
                    "application/x-3dsmax",
                    MediaType.Family.SCENE,
                    Compressibility.UNKNOWN));

    private NameTable() {}

    /// The narrower type, or the same one.
    static MediaType narrow(MediaType type, String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0
                ? type
                : NARROWER.getOrDefault(
                        type.mime() + " " + name.substring(dot + 1).toLowerCase(Locale.ROOT), type);
    }

    private static Map.Entry<String, MediaType> entry(
            String key, String mime, MediaType.Family family, Compressibility compressibility) {
        return Map.entry(key, new MediaType(mime, family, compressibility));
    }
}
