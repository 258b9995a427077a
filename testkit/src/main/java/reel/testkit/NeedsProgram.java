package reel.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Leaves tests out, saying why, where a program that they start is not installed; with
/// `-Dreel.test.servers=required` its absence fails them instead.
///
/// ```java
/// @NeedsProgram({"sshd", "ssh"})
/// final class SftpPlaceTest { … }
/// ```
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ProgramCondition.class)
public @interface NeedsProgram {
    /// Names to be found on the `PATH` or among the system's own programs; see [Programs].
    String[] value();
}
