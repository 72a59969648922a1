package io.wave.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Paths of build output of this checkout. */
public final class Checkout {

    private static final String EXECUTABLE_JAR = "-exec.jar";

    private Checkout() {}

    /** The folder with the parent's pom, found by searching upwards from the working directory. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isRegularFile(folder.resolve("common-model/pom.xml"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException(
                    "not inside a checkout: " + Path.of("").toAbsolutePath());
        }
        return folder;
    }

    /** The runnable jar of a module. */
    public static Path executableJar(String module) {
        return executableJar(root(), module);
    }

    private static Path executableJar(Path checkout, String module) {
        Path target = checkout.resolve(module).resolve("target");
        try (Stream<Path> files = Files.isDirectory(target) ? Files.list(target) : Stream.empty()) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(EXECUTABLE_JAR))
                    .toList();
            if (jars.size() != 1) {
                throw new IllegalStateException(
                        "one runnable jar expected in %s, not %s; run 'mvn package'".formatted(target, jars));
            }
            return jars.getFirst();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * The runnable jar of a module, extracted: a jar beside its libraries, which starts in half the time. It is extracted once for
     * each build of the module.
     *
     * @param checkout the folder of this checkout or of another one
     */
    public static Path extractedJar(Path checkout, String module) {
        Path jar = executableJar(checkout, module);
        try {
            Path folder = jar.resolveSibling(
                    "extracted-" + Files.getLastModifiedTime(jar).toMillis());
            if (!Files.isDirectory(folder)) {
                extract(jar, folder);
            }
            return folder.resolve(jar.getFileName());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Extracts beside the folder and renames: another JVM may do the same. */
    private static void extract(Path jar, Path folder) throws IOException {
        Path extracted = Files.createTempDirectory(jar.getParent(), "extracting");
        Command.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djarmode=tools",
                        "-jar",
                        jar.toString(),
                        "extract",
                        "--force",
                        "--destination",
                        extracted.toString())
                .run()
                .orThrow();
        try {
            Files.move(extracted, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException exists) {
            if (!Files.isDirectory(folder)) {
                throw exists;
            }
            Command.of("rm", "-rf", extracted.toString()).run().orThrow();
        }
    }

    /** The output folder of {@code scripts/go-clients}. */
    public static Path builtClients() {
        String folder = System.getenv("WAVE_CLIENTS_DIR");
        if (folder != null && !folder.isEmpty()) {
            return Path.of(folder);
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return base.resolve("wave").resolve("bin");
    }
}
