package reel.media.sniff;

import static reel.media.sniff.Magic.magic;
import static reel.media.sniff.MediaType.Family.ARCHIVE;
import static reel.media.sniff.MediaType.Family.AUDIO;
import static reel.media.sniff.MediaType.Family.BINARY;
import static reel.media.sniff.MediaType.Family.DOCUMENT;
import static reel.media.sniff.MediaType.Family.GAME;
import static reel.media.sniff.MediaType.Family.IMAGE;
import static reel.media.sniff.MediaType.Family.PROJECT;
import static reel.media.sniff.MediaType.Family.SCENE;
import static reel.media.sniff.MediaType.Family.VIDEO;
import static reel.stream.seal.Compressibility.LIKELY;
import static reel.stream.seal.Compressibility.NEVER;
import static reel.stream.seal.Compressibility.UNKNOWN;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The signatures of binary types that are told by fixed bytes; the first that matches wins, so longer ones stand
/// before their prefixes. Text is in [TextTable]; containers whose bytes have to be walked have a class of their own.
///
/// `NEVER` stands only where a format always compresses by itself; a container that may hold raw samples or floats is
/// `UNKNOWN` and gets probed.
final class MagicTable {
    private static final List<Magic> SIGNATURES = List.of(
            // Images.
            magic(0, "89504e470d0a1a0a", "image/png", IMAGE, NEVER),
            magic(0, "ffd8ff", "image/jpeg", IMAGE, NEVER),
            magic(0, "'GIF8' *1 'a'", "image/gif", IMAGE, NEVER),
            magic(0, "'RIFF' *4 'WEBP'", "image/webp", IMAGE, NEVER),
            magic(0, "762f3101", "image/x-exr", IMAGE, UNKNOWN),
            magic(0, "'8BPS' 0001", "image/vnd.adobe.photoshop", IMAGE, UNKNOWN),
            magic(0, "'8BPS' 0002", "image/vnd.adobe.photoshop-large", IMAGE, UNKNOWN),
            magic(0, "'SDPX'", "image/x-dpx", IMAGE, UNKNOWN),
            magic(0, "'XPDS'", "image/x-dpx", IMAGE, UNKNOWN),
            magic(0, "802a5fd7", "image/x-cineon", IMAGE, UNKNOWN),
            magic(0, "d75f2a80", "image/x-cineon", IMAGE, UNKNOWN),
            magic(0, "'gimp_xcf'", "image/x-xcf", IMAGE, UNKNOWN),
            magic(0, "'CSFCHUNK'", "image/x-clip-studio", IMAGE, UNKNOWN),
            magic(0, "00ff4b41", "image/x-affinity", IMAGE, NEVER),
            magic(0, "0000000c4a584c200d0a870a", "image/jxl", IMAGE, NEVER),
            magic(0, "ff0a", "image/jxl", IMAGE, NEVER),
            magic(0, "0000000c6a5020200d0a870a", "image/jp2", IMAGE, NEVER),
            magic(0, "ff4fff51", "image/x-jp2-codestream", IMAGE, NEVER),
            magic(0, "'#?RADIANCE'", "image/vnd.radiance", IMAGE, UNKNOWN),
            magic(0, "'DDS_'", "image/vnd-ms.dds", IMAGE, UNKNOWN),
            magic(0, "ab4b5458203131bb0d0a1a0a", "image/ktx", IMAGE, UNKNOWN),
            magic(0, "ab4b5458203230bb0d0a1a0a", "image/ktx2", IMAGE, UNKNOWN),
            magic(0, "13aba15c", "image/x-astc", IMAGE, UNKNOWN),
            magic(0, "'qoif'", "image/qoi", IMAGE, UNKNOWN),
            magic(0, "'FUJIFILMCCD-RAW'", "image/x-fuji-raf", IMAGE, NEVER),
            magic(0, "'FOVb'", "image/x-sigma-x3f", IMAGE, NEVER),
            magic(0, "'BM' *4 00000000", "image/bmp", IMAGE, UNKNOWN),
            magic(0, "00000100 *1 00", "image/vnd.microsoft.icon", IMAGE, UNKNOWN),
            // Video and camera raw.
            magic(4, "'RED1'", "video/x-red-r3d", VIDEO, NEVER),
            magic(4, "'RED2'", "video/x-red-r3d", VIDEO, NEVER),
            magic(0, "'ARRI'", "image/x-arriraw", VIDEO, UNKNOWN),
            magic(0, "060e2b3402050101 0d01020101 *1", "application/mxf", VIDEO, UNKNOWN),
            magic(0, "'RIFF' *4 'AVI_'", "video/x-msvideo", VIDEO, UNKNOWN),
            magic(0, "'RIFF' *4 'AVIX'", "video/x-msvideo", VIDEO, UNKNOWN),
            magic(0, "000001ba", "video/mpeg", VIDEO, NEVER),
            magic(0, "000001b3", "video/mpeg", VIDEO, NEVER),
            magic(0, "47 *187 47", "video/mp2t", VIDEO, NEVER),
            magic(4, "47 *191 47", "video/mp2t", VIDEO, NEVER),
            magic(0, "'FLV' 01", "video/x-flv", VIDEO, NEVER),
            magic(0, "3026b2758e66cf11a6d900aa0062ce6c", "video/x-ms-asf", VIDEO, NEVER),
            magic(0, "'DKIF'", "video/x-ivf", VIDEO, NEVER),
            magic(0, "'YUV4MPEG2_'", "video/x-yuv4mpeg", VIDEO, UNKNOWN),
            magic(4, "'moov'", "video/quicktime", VIDEO, UNKNOWN),
            magic(4, "'mdat'", "video/quicktime", VIDEO, UNKNOWN),
            magic(4, "'wide'", "video/quicktime", VIDEO, UNKNOWN),
            magic(4, "'skip'", "video/quicktime", VIDEO, UNKNOWN),
            // Audio.
            magic(0, "'RIFF' *4 'WAVEbext'", "audio/x-bwf", AUDIO, UNKNOWN),
            magic(0, "'RIFF' *4 'WAVE'", "audio/vnd.wave", AUDIO, UNKNOWN),
            magic(0, "'RF64' *4 'WAVE'", "audio/x-rf64", AUDIO, UNKNOWN),
            magic(0, "'BW64' *4 'WAVE'", "audio/x-rf64", AUDIO, UNKNOWN),
            magic(0, "726966662e91cf11a5d628db04c10000", "audio/x-w64", AUDIO, UNKNOWN),
            magic(0, "'FORM' *4 'AIFF'", "audio/x-aiff", AUDIO, UNKNOWN),
            magic(0, "'FORM' *4 'AIFC'", "audio/x-aiff", AUDIO, UNKNOWN),
            magic(0, "'fLaC'", "audio/flac", AUDIO, NEVER),
            magic(0, "'OggS' *24 '_theora'", "video/ogg", VIDEO, NEVER),
            magic(0, "'OggS'", "audio/ogg", AUDIO, NEVER),
            magic(0, "'ID3' *1 00", "audio/mpeg", AUDIO, NEVER),
            magic(0, "'caff' 0001", "audio/x-caf", AUDIO, UNKNOWN),
            magic(0, "'wvpk'", "audio/x-wavpack", AUDIO, NEVER),
            magic(0, "'MThd' 00000006", "audio/midi", AUDIO, LIKELY),
            // Projects of editing, grading and sound programs.
            magic(0, "'RIFX' *4 'Egg!'", "application/vnd.adobe.aftereffects.project", PROJECT, UNKNOWN),
            magic(0, "d0cf11e0a1b11ae1 'AAFB' 0d00 'OM'", "application/vnd.avid.aaf", PROJECT, UNKNOWN),
            magic(0, "0600 'Domain'", "application/x-avid-bin", PROJECT, UNKNOWN),
            magic(0, "03 '0010111100101011'", "application/x-protools-session", PROJECT, UNKNOWN),
            // Scenes and models.
            magic(0, "'BLENDER-v'", "application/x-blender", SCENE, LIKELY),
            magic(0, "'BLENDER-V'", "application/x-blender", SCENE, LIKELY),
            magic(0, "'BLENDER_'", "application/x-blender", SCENE, LIKELY),
            magic(0, "'BLENDER1'", "application/x-blender", SCENE, LIKELY),
            magic(0, "'QC4DC4D6'", "application/x-cinema4d", SCENE, UNKNOWN),
            magic(0, "'FOR4' *4 'Maya'", "application/x-maya-binary", SCENE, UNKNOWN),
            magic(0, "'FOR8' *12 'Maya'", "application/x-maya-binary", SCENE, UNKNOWN),
            magic(0, "'Kaydara_FBX_Binary__' 00", "application/x-fbx", SCENE, UNKNOWN),
            magic(0, "'glTF' 02000000", "model/gltf-binary", SCENE, UNKNOWN),
            magic(0, "'PXR-USDC'", "model/vnd.usdc", SCENE, UNKNOWN),
            magic(0, "'Ogawa'", "application/x-alembic", SCENE, UNKNOWN),
            magic(0, "20424456 00000000", "application/x-openvdb", SCENE, UNKNOWN),
            magic(0, "'ply' 0a", "model/x-ply", SCENE, UNKNOWN),
            magic(0, "'ply' 0d0a", "model/x-ply", SCENE, UNKNOWN),
            // Game engines.
            magic(0, "c1832a9e", "application/x-unreal-asset", GAME, UNKNOWN),
            magic(0, "9e2a83c1", "application/x-unreal-asset", GAME, UNKNOWN),
            magic(0, "'UnityFS' 00", "application/x-unity-bundle", GAME, NEVER),
            magic(0, "'GDPC'", "application/x-godot-pack", GAME, UNKNOWN),
            magic(0, "'RSRC' *4 00000000", "application/x-godot-resource", GAME, UNKNOWN),
            magic(0, "'RSCC'", "application/x-godot-resource", GAME, NEVER),
            // Archives.
            magic(0, "377abcaf271c", "application/x-7z-compressed", ARCHIVE, NEVER),
            magic(0, "'Rar!' 1a07", "application/vnd.rar", ARCHIVE, NEVER),
            magic(0, "fd377a585a00", "application/x-xz", ARCHIVE, NEVER),
            magic(0, "'BZh'", "application/x-bzip2", ARCHIVE, NEVER),
            magic(0, "28b52ffd", "application/zstd", ARCHIVE, NEVER),
            magic(0, "04224d18", "application/x-lz4", ARCHIVE, NEVER),
            magic(257, "'ustar'", "application/x-tar", ARCHIVE, UNKNOWN),
            // Documents, fonts, programs, data.
            magic(0, "'%PDF-'", "application/pdf", DOCUMENT, UNKNOWN),
            magic(0, "'%!PS'", "application/postscript", DOCUMENT, LIKELY),
            magic(0, "'OTTO' 00", "font/otf", DOCUMENT, UNKNOWN),
            magic(0, "0001000000 *1", "font/ttf", DOCUMENT, UNKNOWN),
            magic(0, "'wOFF'", "font/woff", DOCUMENT, NEVER),
            magic(0, "'wOF2'", "font/woff2", DOCUMENT, NEVER),
            magic(0, "'SQLite_format_3' 00", "application/vnd.sqlite3", BINARY, UNKNOWN),
            magic(0, "894844460d0a1a0a", "application/x-hdf5", BINARY, UNKNOWN),
            magic(0, "7f 'ELF'", "application/x-elf", BINARY, UNKNOWN),
            magic(0, "'MZ' *2 00", "application/vnd.microsoft.portable-executable", BINARY, UNKNOWN),
            magic(0, "cafebabe0000 *1", "application/java-vm", BINARY, UNKNOWN),
            magic(0, "0061736d 01000000", "application/wasm", BINARY, UNKNOWN));

    private MagicTable() {}

    static @Nullable MediaType find(byte[] head) {
        for (Magic magic : SIGNATURES) {
            if (magic.matches(head)) {
                return magic.type();
            }
        }
        return null;
    }
}
