package reel.transfer;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.backend.Source;
import reel.backend.place.Place;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;

/// A place that has zeros where an earlier process wrote bytes of an unfinished file.
final class ForgetfulPlace extends OtherPlace {
    ForgetfulPlace(Place inner) {
        super(inner);
    }

    @Override
    public Writing create(WriteRequest request) throws IOException {
        Writing writing = inner.create(request);
        if (request.resume() != null) {
            for (long at = 0; at < request.size(); at += 1 << 20) {
                writing.write(at, Source.of(new byte[(int) Math.min(1 << 20, request.size() - at)]));
            }
        }
        return new OtherWriting(writing) {
            @Override
            public boolean readBack(long offset, long length, Reading.Pieces sink) throws IOException {
                for (long at = 0; at < length; at += 1 << 20) {
                    sink.accept(MemorySegment.ofArray(new byte[(int) Math.min(1 << 20, length - at)]));
                }
                return true;
            }
        };
    }
}
