package io.wave.scanner.database;

import io.wave.job.engine.folder.DaemonFolder;
import io.wave.job.engine.guard.GuardedDaemon;
import io.wave.job.engine.tool.MaskedUrls;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.scanner.registry.TrivyAccess;
import io.wave.worker.egress.ToolEgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Downloads a database with Trivy, from the first of several repositories that has it. */
final class DatabaseDownload {

    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int CAUSE_LINES = 5;
    private static final String CACHE = "cache";

    private final Path program;
    private final TrivyAccess access;
    private final ToolEgress egress;

    /** @param egress network access of the operator, since it names the repositories */
    DatabaseDownload(Path program, TrivyAccess access, ToolEgress egress) {
        this.program = program;
        this.access = access;
        this.egress = egress;
    }

    /**
     * Downloads a database into a folder. Trivy itself tries the next repository only if one is overloaded, not if it is away.
     *
     * @return the folder of the database
     * @throws IOException if no repository has it
     */
    Path into(DaemonFolder folder, DatabaseKind kind, List<String> repositories)
            throws IOException, InterruptedException {
        List<String> failures = new ArrayList<>();
        for (String repository : repositories) {
            try {
                return into(folder, kind, repository);
            } catch (IOException failure) {
                failures.add("%s: %s".formatted(repository, failure.getMessage()));
            }
        }
        throw new IOException(String.join("; ", failures));
    }

    private Path into(DaemonFolder folder, DatabaseKind kind, String repository)
            throws IOException, InterruptedException {
        folder.remove(CACHE);
        Path cache = Files.createDirectory(folder.path().resolve(CACHE));
        Deque<String> output = new ArrayDeque<>();
        try (ToolEgress.Access network = egress.open();
                GuardedDaemon trivy = GuardedDaemon.start(
                        command(kind, repository, cache, network.environment()), folder, line -> keep(line, output))) {
            int status = trivy.ended().get(LONGEST.toSeconds(), TimeUnit.SECONDS);
            if (status != 0) {
                throw new IOException("exit code %d: %s".formatted(status, text(output)));
            }
        } catch (ExecutionException | TimeoutException failure) {
            throw new IOException("not finished within " + LONGEST, failure);
        }
        Path downloaded = cache.resolve(kind.folder());
        if (DatabaseMetadata.in(downloaded, kind).isEmpty()) {
            throw new IOException("the download is not a database of Trivy");
        }
        return downloaded;
    }

    private ToolCommand command(DatabaseKind kind, String repository, Path cache, Map<String, String> inherited)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                program.toString(),
                "image",
                kind.downloadFlag(),
                "--cache-dir",
                cache.toString(),
                "--no-progress",
                "--skip-version-check",
                "--disable-telemetry",
                "--timeout",
                LONGEST.toSeconds() + "s"));
        if (access.needsInsecure(repository)) {
            arguments.add("--insecure");
        }
        arguments.addAll(List.of(kind.repositoryFlag(), access.location(repository)));
        Map<String, String> environment = new LinkedHashMap<>(inherited);
        environment.put("HOME", cache.toString());
        environment.put("TMPDIR", cache.toString());
        environment.put(
                "DOCKER_CONFIG",
                access.writeConfig(cache.resolve("docker"), repository).toString());
        return new ToolCommand(arguments, environment);
    }

    private static void keep(String line, Deque<String> output) {
        synchronized (output) {
            output.add(MaskedUrls.in(line));
            if (output.size() > CAUSE_LINES) {
                output.remove();
            }
        }
    }

    private static String text(Deque<String> output) {
        synchronized (output) {
            return String.join("; ", output);
        }
    }
}
