package io.wave.local.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of kubectl as an administrator. A call that an API server did not get, or could not do at that time, is repeated a few times, as
 * on a machine that is busy with the tests.
 */
final class Kubectl {

    private static final Logger LOG = LoggerFactory.getLogger(Kubectl.class);

    static final int MAX_ATTEMPTS = 6;

    /** How kubectl words that nothing was done: without a connection, or by answer 429. */
    private static final Pattern NOTHING_DONE = Pattern.compile("connection refused|was refused|TLS handshake timeout"
            + "|no route to host|dial tcp|TooManyRequests|too many requests");

    /** How kubectl words what may pass: other faults of a connection, and answers 500, 502, 503 and 504. */
    private static final Pattern TEMPORARY = Pattern.compile(
            "Unable to connect to the server|i/o timeout|[Tt]imeout|timed out"
                    + "|time allotted|context deadline exceeded|connection reset|connection lost|unexpected EOF|: EOF"
                    + "|InternalError|ServiceUnavailable|currently unable to handle|unable to return a response|etcdserver: ");

    private final List<String> command;
    private final Duration firstPause;

    /**
     * @param command the program, and arguments for all calls
     * @param firstPause before the first repetition; each further pause is twice as long
     */
    Kubectl(List<String> command, Duration firstPause) {
        this.command = List.copyOf(command);
        this.firstPause = firstPause;
    }

    /** How a call has ended. */
    record Ended(int exitCode, String output, String errors) {}

    /**
     * Runs kubectl and returns its output.
     *
     * @param input its input
     * @throws IllegalStateException if it fails, with its exit code and what it said
     */
    String call(String input, List<String> arguments) {
        Duration pause = firstPause;
        List<String> sent = arguments;
        for (int attempt = 1; ; attempt++) {
            Ended ended = run(input, sent);
            if (ended.exitCode() == 0) {
                return ended.output();
            }
            if (attempt == MAX_ATTEMPTS || !mayBeRepeated(arguments, ended.errors())) {
                throw new IllegalStateException("kubectl %s failed, attempt %d, exit code %d: %s"
                        .formatted(
                                String.join(" ", arguments),
                                attempt,
                                ended.exitCode(),
                                ended.errors().strip()));
            }
            LOG.warn("kubectl {} is repeated: {}", arguments, ended.errors().strip());
            sent = repetition(arguments);
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.multipliedBy(2);
        }
    }

    /** Whether the API server was not reached or had no time, and two calls do no more than one. */
    static boolean mayBeRepeated(List<String> arguments, String errors) {
        boolean repeatable = !arguments.contains("create") || arguments.contains("token");
        return NOTHING_DONE.matcher(errors).find()
                || (repeatable && TEMPORARY.matcher(errors).find());
    }

    /** A deletion whose answer was lost has nothing left to delete. */
    static List<String> repetition(List<String> arguments) {
        if (!arguments.contains("delete") || arguments.contains("--ignore-not-found")) {
            return arguments;
        }
        List<String> all = new ArrayList<>(arguments);
        all.add("--ignore-not-found");
        return List.copyOf(all);
    }

    private Ended run(String input, List<String> arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(arguments);
        try {
            Path errors = Files.createTempFile("kubectl", ".err");
            try {
                return run(all, input, errors);
            } finally {
                Files.delete(errors);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Ended run(List<String> command, String input, Path errors) throws IOException {
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try {
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException ended) {
                LOG.debug("kubectl has not read its input", ended);
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output, Files.readString(errors));
        } catch (InterruptedException stopped) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while kubectl runs", stopped);
        }
    }
}
