package reel.video;

import java.util.List;

/// What is wanted of a video.
///
/// @param names   paths of files and folders in it; none for all
/// @param partial whether to bring back what is whole when something is damaged
public record DecodeJob(List<String> names, boolean partial) {
    public static final DecodeJob ALL = new DecodeJob(List.of(), false);

    public DecodeJob {
        names = List.copyOf(names);
    }
}
