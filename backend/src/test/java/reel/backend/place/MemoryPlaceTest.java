package reel.backend.place;

import org.junit.jupiter.api.Nested;

/// The twin, in each of its shapes.
final class MemoryPlaceTest {
    @Nested
    final class AsDisk extends OfShape {
        AsDisk() {
            super(MemoryShape.DISK);
        }

        @Override
        protected boolean keepsMeta() {
            return true;
        }
    }

    @Nested
    final class AsBucket extends OfShape {
        AsBucket() {
            super(MemoryShape.BUCKET);
        }
    }

    @Nested
    final class AsPlainServer extends OfShape {
        AsPlainServer() {
            super(MemoryShape.PLAIN);
        }
    }

    private abstract static class OfShape extends PlaceContract {
        private final MemoryShape shape;
        private MemoryPlace last = MemoryPlace.create();

        OfShape(MemoryShape shape) {
            this.shape = shape;
        }

        @Override
        protected Place open() {
            last = MemoryPlace.create(shape);
            return last;
        }

        @Override
        protected Place openAgain() {
            return last.again();
        }
    }
}
