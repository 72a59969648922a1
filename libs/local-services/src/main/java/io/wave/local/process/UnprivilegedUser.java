package io.wave.local.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A user other than root, as whom programs are run where the tests run as root.
 *
 * @param id of the user and of its group
 * @param options further options of setpriv(1)
 */
public record UnprivilegedUser(int id, List<String> options) {

    private static final String WITH_SUBORDINATE_IDS = "wave-rootless";

    /** A user without any privileges; empty without root: then the other tests run without privileges anyway. */
    public static Optional<UnprivilegedUser> nobody() throws IOException {
        return isRoot() ? Optional.of(new UnprivilegedUser(65534, List.of("--no-new-privs"))) : Optional.empty();
    }

    /**
     * An ordinary user that has subordinate ids (subuid(5)), which is created if it is not there.
     *
     * @return empty without root and where users cannot be created
     */
    public static Optional<UnprivilegedUser> ordinary() throws IOException, InterruptedException {
        if (!isRoot()) {
            return Optional.empty();
        }
        String user = WITH_SUBORDINATE_IDS;
        String[] create = {"useradd", "--user-group", "--no-create-home", "--shell", "/bin/false", user};
        String id = output("id", "-u", user);
        if (id.isEmpty()) {
            output(create);
            id = output("id", "-u", user);
        }
        return id.isEmpty() ? Optional.empty() : Optional.of(new UnprivilegedUser(Integer.parseInt(id), List.of()));
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0 ? output : "";
    }

    /** The command line prefix that runs a program as this user. */
    public List<String> prefix() {
        String number = Integer.toString(id);
        return Stream.of(
                        List.of("setpriv", "--reuid", number, "--regid", number, "--clear-groups"),
                        options,
                        List.of("--"))
                .flatMap(List::stream)
                .toList();
    }

    /** Makes this user the owner of a file or folder. */
    public void own(Path file) throws IOException {
        Files.setAttribute(file, "unix:uid", id);
        Files.setAttribute(file, "unix:gid", id);
    }

    /** The class path of this JVM, copied to where all users can read it. */
    public static String classPath(Path folder) throws IOException {
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
