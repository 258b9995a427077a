import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.constantpool.ConstantPoolBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/// Gives the classes of a jar that were compiled for Java 5 the stack maps of newer ones, so that the JVM's start-up
/// cache takes them: it refuses every class older than version 50, and the command-line parser's are 49.
///
/// Run by the build: `java Freshen.java reel.jar`. Nothing but the version and the stack maps changes.
final class Freshen {
    /// The first version whose classes must carry stack maps, and the one after it that every JVM of interest reads.
    private static final int FIRST_WITH_STACK_MAPS = 50;

    private static final int JAVA_8 = 52;

    public static void main(String[] args) throws IOException {
        Path jar = Path.of(args[0]);
        Path fresh = jar.resolveSibling(jar.getFileName() + ".fresh");
        try (JarFile in = new JarFile(jar.toFile());
                OutputStream file = Files.newOutputStream(fresh);
                JarOutputStream out = new JarOutputStream(file)) {
            ClassFile classes = ClassFile.of(
                    ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(type -> {
                                String name = type.packageName().isEmpty()
                                        ? type.displayName()
                                        : type.packageName().replace('.', '/') + "/" + type.displayName();
                                JarEntry entry = in.getJarEntry(name + ".class");
                                try {
                                    return entry == null ? null : in.getInputStream(entry);
                                } catch (IOException unreadable) {
                                    return null;
                                }
                            })
                            .orElse(ClassHierarchyResolver.defaultResolver())));
            Enumeration<JarEntry> entries = in.entries();
            while (entries.hasMoreElements()) {
                JarEntry entry = entries.nextElement();
                byte[] bytes = in.getInputStream(entry).readAllBytes();
                if (entry.getName().endsWith(".class") && version(bytes) < FIRST_WITH_STACK_MAPS) {
                    ClassModel old = classes.parse(bytes);
                    bytes = classes.build(
                            old.thisClass(), ConstantPoolBuilder.of(old), builder -> rebuild(old, builder));
                }
                JarEntry copy = new JarEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                out.write(bytes);
                out.closeEntry();
            }
        }
        Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void rebuild(ClassModel old, ClassBuilder builder) {
        builder.withVersion(JAVA_8, 0);
        ClassTransform bodies = ClassTransform.transformingMethodBodies((code, element) -> code.with(element));
        builder.transform(
                old, ClassTransform.dropping(ClassFileVersion.class::isInstance).andThen(bodies));
    }

    private static int version(byte[] bytes) {
        return (bytes[6] & 0xff) << 8 | bytes[7] & 0xff;
    }
}
