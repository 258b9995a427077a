package reel.testkit;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/// One seed a test, shared by its parameters and those of its `@BeforeEach`; added to the failure if it fails.
final class SeedExtension
        implements ParameterResolver, TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {
    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(SeedExtension.class);

    /// What a failed test carries, so that every report shows it.
    static final class Replay extends Exception {
        private static final long serialVersionUID = 1L;

        Replay(Seed seed) {
            super("replay with " + seed.replay(), null, false, false);
        }
    }

    private record State(Seed seed, RandomGenerator random) {
        static State of(ExtensionContext test) {
            Seed seed = Seed.of(test.getUniqueId());
            return new State(seed, seed.random());
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        return type == Seed.class || type == RandomGenerator.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        State state = state(test);
        return parameter.getParameter().getType() == Seed.class ? state.seed : state.random;
    }

    private static State state(ExtensionContext test) {
        return test.getStore(SPACE).computeIfAbsent(State.class, key -> State.of(test), State.class);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext test, Throwable failure) throws Throwable {
        throw marked(test, failure);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext test, Throwable failure) throws Throwable {
        throw marked(test, failure);
    }

    private static Throwable marked(ExtensionContext test, Throwable failure) {
        State state = test.getStore(SPACE).get(State.class, State.class);
        if (state != null) {
            failure.addSuppressed(new Replay(state.seed));
            System.err.println(test.getDisplayName() + " failed: replay with " + state.seed.replay());
        }
        return failure;
    }
}
