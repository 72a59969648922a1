package io.wave.job.engine.guard;

import io.wave.job.engine.tool.SearchPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * User namespaces (user_namespaces(7)) for a worker that is not root. A program in one is root there and may create all other
 * namespaces; for the machine it has the rights of the worker's user and of the subordinate ids of that user (subuid(5)).
 */
public final class UserNamespace {

    private static final List<String> MAPPED = List.of("unshare", "--user", "--map-root-user", "--map-auto");
    private static final List<Path> RANGES = List.of(Path.of("/etc/subuid"), Path.of("/etc/subgid"));
    private static final int TIMEOUT_SECONDS = 5;

    private UserNamespace() {}

    /** The command line that runs a program as root of a new namespace. */
    public static List<String> inNew(List<String> command) {
        return join(MAPPED, List.of("--"), command);
    }

    /**
     * The command line that runs a program as root in the namespace of a process.
     *
     * @param network whether it runs in the network namespace of the process too
     */
    public static List<String> inThatOf(long process, boolean network, List<String> command) {
        String namespaces = "/proc/%d/ns/".formatted(process);
        return join(
                List.of("nsenter", "--user=" + namespaces + "user"),
                network ? List.of("--net=" + namespaces + "net") : List.of(),
                List.of("--"),
                command);
    }

    /** The command line prefix of a guard that is process 1 of a process namespace, as {@link Isolation#PROCESS_NAMESPACE}. */
    static List<String> guard(boolean network) {
        List<String> isolation = Isolation.PROCESS_NAMESPACE.prefix();
        return join(MAPPED, network ? List.of("--net") : List.of(), isolation.subList(1, isolation.size()));
    }

    /** What this machine or the user of this process lacks, and what to do; empty if a guard works in a namespace. */
    public static Optional<String> missing() {
        List<String> probe = join(guard(true), Isolation.PROCESS_NAMESPACE.prefix(), List.of("true"));
        try {
            ProcessBuilder builder = new ProcessBuilder(probe).redirectErrorStream(true);
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of("unshare did not exit in time");
            }
            return process.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of(reason(
                            new String(process.getInputStream().readNBytes(1024), StandardCharsets.UTF_8),
                            SearchPath.ours(),
                            RANGES));
        } catch (IOException absent) {
            return Optional.of("unshare not found: install util-linux");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /**
     * Why no namespace can be created.
     *
     * @param output what unshare has written
     * @param ranges files with the subordinate ids of users
     */
    static String reason(String output, SearchPath path, List<Path> ranges) {
        if (output.contains("option")) {
            return "unshare does not support --map-auto: install util-linux 2.38 or newer";
        }
        for (String program : List.of("newuidmap", "newgidmap")) {
            if (!path.has(program)) {
                return program + " not found: install uidmap (or shadow-utils)";
            }
        }
        return ranges.stream()
                .filter(file -> !hasRange(file))
                .findFirst()
                .map(file -> "%1$s has no range for user %2$s: add a line '%2$s:100000:65536'".formatted(file, user()))
                .orElseGet(() ->
                        "user namespaces cannot be used: " + output.strip().replace("\n", "; "));
    }

    private static boolean hasRange(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            String number = String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
            return lines.anyMatch(line -> line.startsWith(user() + ":") || line.startsWith(number + ":"));
        } catch (IOException absent) {
            return false;
        }
    }

    private static String user() {
        return System.getProperty("user.name", "");
    }

    @SafeVarargs
    private static List<String> join(List<String>... parts) {
        List<String> words = new ArrayList<>();
        for (List<String> part : parts) {
            words.addAll(part);
        }
        return List.copyOf(words);
    }
}
