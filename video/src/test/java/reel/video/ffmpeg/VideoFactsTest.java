package reel.video.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import reel.stream.Refused;

final class VideoFactsTest {
    @Test
    void parse_ofOrdinaryVideo_tellsAll() throws Refused {
        VideoFacts facts = VideoFacts.parse("""
                Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'v.mp4':
                  Duration: 00:01:05.50, start: 0.000000, bitrate: 17 kb/s
                  Stream #0:0[0x1](und): Video: h264 (High) (avc1 / 0x31637661), yuv420p(tv), 1920x1080 [SAR 1:1 DAR 16:9], 12 kb/s, 29.97 fps, 30 tbr
                """);

        assertThat(facts).isEqualTo(new VideoFacts("h264", new FrameShape(1920, 1080), 65.5, 29.97));
    }

    @Test
    void parse_ofVideoWithoutDurationAndRate_saysSo() throws Refused {
        VideoFacts facts = VideoFacts.parse("  Stream #0:1: Video: vp9 (Profile 0), yuv420p, 854x480, 1k tbr\n");

        assertThat(facts).isEqualTo(new VideoFacts("vp9", new FrameShape(854, 480), -1, 0));
    }

    @Test
    void parse_ofSoundOnly_isNull() throws Refused {
        assertThat(VideoFacts.parse("  Stream #0:0: Audio: aac (LC), 48000 Hz\n"))
                .isNull();
    }

    @Test
    void parse_ofHugeFrames_isRefused() {
        assertThatThrownBy(() -> VideoFacts.parse("Stream #0:0: Video: h264, yuv420p, 99999x99999, 5 fps\n"))
                .isInstanceOf(Refused.class);
    }
}
