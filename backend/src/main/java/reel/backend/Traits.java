package reel.backend;

import org.jspecify.annotations.Nullable;

/// What a backend is and can do beyond the contract; an ability that is null is not there, and callers have
/// another way.
///
/// @param name      for messages: `local /path`, `memory`
/// @param spooling  writing an object piece by piece before its name is known
/// @param mapping   reading an object as memory
/// @param locking   locks that die with their process
/// @param replacing putting an object's right bytes in the place of damaged ones
public record Traits(
        String name,
        @Nullable Spooling spooling,
        @Nullable Mapping mapping,
        @Nullable Locking locking,
        @Nullable Replacing replacing) {}
