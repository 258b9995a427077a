package reel.store.fsck;

/// Something that is not as it should be, in one object.
public sealed interface Finding {
    /// The object's handle, or `index` for all runs together.
    String object();

    /// What is wrong, for people.
    String detail();

    /// Chunks that cannot be read because of it and have no other copy known to be good.
    ChunkIds lost();

    Remedy remedy();

    /// Whether bytes or answers are wrong; a mere leftover is not damage.
    default boolean isDamage() {
        return true;
    }

    /// What helps.
    enum Remedy {
        /// `reel fsck --repair-index`: everything needed is in the packs.
        REPAIR_INDEX,
        /// The bytes must come from elsewhere: parity, a remote, a backup, or adding the same files again.
        RESTORE,
        /// `reel gc` removes it.
        COLLECT,
        /// Nobody of ours made it; look at it, then delete it by hand.
        LOOK
    }

    /// A pack without a readable footer. What its frames hold may be saved by `--repair-index`.
    record UnreadablePack(String object, String detail, ChunkIds lost) implements Finding {
        @Override
        public Remedy remedy() {
            return Remedy.REPAIR_INDEX;
        }
    }

    /// A pack whose header, frame headers or footer hash are wrong although its chunks may be right.
    record DamagedStructure(String object, String detail, ChunkIds lost) implements Finding {
        @Override
        public Remedy remedy() {
            return Remedy.REPAIR_INDEX;
        }
    }

    /// Chunks of a pack that are not what their ids say.
    record DamagedChunks(String object, String detail, long offset, ChunkIds lost) implements Finding {
        @Override
        public Remedy remedy() {
            return Remedy.RESTORE;
        }
    }

    /// A pack that runs name and that is not there.
    record MissingPack(String object, String detail, ChunkIds lost) implements Finding {
        @Override
        public Remedy remedy() {
            return Remedy.RESTORE;
        }
    }

    /// A run that cannot be read.
    record DamagedRun(String object, String detail) implements Finding {
        @Override
        public ChunkIds lost() {
            return ChunkIds.NONE;
        }

        @Override
        public Remedy remedy() {
            return Remedy.REPAIR_INDEX;
        }
    }

    /// The runs do not say of a pack what its footer says.
    record WrongIndex(String object, String detail) implements Finding {
        @Override
        public ChunkIds lost() {
            return ChunkIds.NONE;
        }

        @Override
        public Remedy remedy() {
            return Remedy.REPAIR_INDEX;
        }
    }

    /// A whole pack that no run names: left by a session that did not end, or its run was lost.
    record UnlistedPack(String object, String detail, long bytes) implements Finding {
        @Override
        public ChunkIds lost() {
            return ChunkIds.NONE;
        }

        @Override
        public Remedy remedy() {
            return Remedy.COLLECT;
        }

        @Override
        public boolean isDamage() {
            return false;
        }
    }

    /// An object whose name is none of ours.
    record StrayObject(String object, String detail) implements Finding {
        @Override
        public ChunkIds lost() {
            return ChunkIds.NONE;
        }

        @Override
        public Remedy remedy() {
            return Remedy.LOOK;
        }

        @Override
        public boolean isDamage() {
            return false;
        }
    }
}
