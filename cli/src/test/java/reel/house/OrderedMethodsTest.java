package reel.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The JVM says nothing of an order for a method that does not exist: a renamed kernel would only be slow.
final class OrderedMethodsTest {
    private static final Path BUILD = TidyTest.root().resolve("cli/src/build");
    private static final Pattern METHOD = Pattern.compile(",([\\w.$]+)::([\\w*]+)");

    static Stream<String> orders() throws IOException {
        try (Stream<Path> files = Files.list(BUILD)) {
            List<Path> lists =
                    files.filter(file -> file.toString().endsWith(".args")).toList();
            Stream.Builder<String> orders = Stream.builder();
            for (Path list : lists) {
                Files.readAllLines(list).stream()
                        .filter(line -> line.startsWith("-XX:CompileCommand=") && line.contains("::"))
                        .forEach(orders);
            }
            return orders.build();
        }
    }

    /// Patterns of classes are left out: they are the JDK's digests and ciphers, which training keeps out all together.
    @ParameterizedTest
    @MethodSource("orders")
    void order_isForAMethodThatIsThere(String order) throws IOException {
        Matcher method = METHOD.matcher(order);
        if (!method.find()) {
            assertThat(order).contains("provider.");
            return;
        }

        List<String> names = methods(method.group(1));

        String pattern = method.group(2).replace("*", ".*");
        assertThat(names).as(order).anyMatch(name -> name.matches(pattern));
    }

    private static List<String> methods(String type) throws IOException {
        try (InputStream bytes = Objects.requireNonNull(
                ClassLoader.getSystemResourceAsStream(type.replace('.', '/') + ".class"), type)) {
            return ClassFile.of().parse(bytes.readAllBytes()).methods().stream()
                    .map(found -> found.methodName().stringValue())
                    .toList();
        }
    }
}
