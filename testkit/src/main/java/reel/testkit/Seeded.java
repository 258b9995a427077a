package reel.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Gives tests a [Seed] or a [java.util.random.RandomGenerator] as parameter: fresh in every run, told when the
/// test fails, and replayed by `-Dreel.seed=…`.
///
/// ```java
/// @Seeded
/// final class ThingTest {
///     @RepeatedTest(20)
///     void thing_ofAnyBytes_roundTrips(RandomGenerator random) { … }
/// }
/// ```
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SeedExtension.class)
public @interface Seeded {}
