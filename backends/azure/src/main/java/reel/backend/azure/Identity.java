package reel.backend.azure;

/// Who calls.
sealed interface Identity {
    /// @param key decoded
    record SharedKey(byte[] key) implements Identity {
        @Override
        public String toString() {
            return "account key";
        }
    }

    /// @param query a shared access signature, encoded, without its `?`
    record Sas(String query) implements Identity {
        @Override
        public String toString() {
            return "shared access signature";
        }
    }

    /// An OAuth 2.0 token.
    record Bearer(String token) implements Identity {
        @Override
        public String toString() {
            return "token";
        }
    }

    /// Nobody: a public container.
    record Nobody() implements Identity {}
}
