package io.wave.job.engine.process;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** A user without any privileges, as whom programs are run where the tests run as root. */
final class UnprivilegedUser {

    private static final String ID = "65534";
    private static final List<String> PREFIX =
            List.of("setpriv", "--reuid", ID, "--regid", ID, "--clear-groups", "--no-new-privs", "--");

    private UnprivilegedUser() {}

    /** Skips the test if another user cannot be chosen: without root, the other tests run without privileges anyway. */
    static void assumeAvailable() throws IOException {
        assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("only root can choose another user")
                .isEqualTo(0);
    }

    /** The command line prefix that runs a program as this user. */
    static List<String> prefix() {
        return PREFIX;
    }

    /** Makes this user the owner of a folder. */
    static void own(Path folder) throws IOException {
        Files.setAttribute(folder, "unix:uid", Integer.valueOf(ID));
        Files.setAttribute(folder, "unix:gid", Integer.valueOf(ID));
    }

    /** The class path of this JVM, copied to where this user can read it. */
    static String classPath(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        int number = 0;
        StringBuilder copies = new StringBuilder();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path original = Path.of(entry);
            if (Files.exists(original)) {
                Path copy = folder.resolve("%d-%s".formatted(number++, original.getFileName()));
                copy(original, copy);
                copies.append(copies.isEmpty() ? "" : File.pathSeparator).append(copy);
            }
        }
        return copies.toString();
    }

    private static void copy(Path original, Path copy) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(original)) {
            files = walk.toList();
        }
        for (Path file : files) {
            Path target = copy.resolve(original.relativize(file).toString());
            Files.copy(file, target);
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwxr-xr-x" : "r--r--r--"));
        }
    }
}
