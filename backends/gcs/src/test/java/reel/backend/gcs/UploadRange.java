package reel.backend.gcs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `Content-Range` of a call of a session.
///
/// @param from  -1 for a status query or an end without bytes
/// @param total -1 where it is not known yet
record UploadRange(long from, long to, long total) {
    private static final Pattern FORM = Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(\\d+|\\*)");

    static UploadRange parse(String header) {
        Matcher told = FORM.matcher(header);
        if (!told.matches()) {
            throw new GcsObjects.Refusal(400, "badRequest", "Invalid Content-Range");
        }
        long total = told.group(3).equals("*") ? -1 : Long.parseLong(told.group(3));
        return told.group(1) == null
                ? new UploadRange(-1, -1, total)
                : new UploadRange(Long.parseLong(told.group(1)), Long.parseLong(told.group(2)), total);
    }
}
