package reel.stream.seal;

class PlainSealerTest extends SealerContract {
    @Override
    Sealer sealer() {
        return Sealer.plain();
    }

    @Override
    int overhead() {
        return 0;
    }

    @Override
    Codec compressed() {
        return Codec.ZSTD;
    }

    @Override
    Codec raw() {
        return Codec.RAW;
    }
}
