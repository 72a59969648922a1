package io.wave.benchmark;

import io.wave.cluster.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator {@code wrk}, on one thread, for a bounded time. */
final class Wrk {

    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
    private static final Pattern P99 = Pattern.compile("99%\\s+([\\d.]+)(us|ms|s)");
    private static final Pattern BAD = Pattern.compile("Non-2xx or 3xx responses: (\\d+)|Socket errors: (.*)");
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration POST_WARM_UP = Duration.ofMinutes(2);
    private static final Duration SLACK = Duration.ofSeconds(20);

    private final Path wrk;
    private final Duration duration;

    Wrk(Duration duration) {
        this(
                Command.find("wrk")
                        .orElseThrow(() -> new IllegalStateException("wrk is not installed: 'apt-get install wrk'")),
                duration);
    }

    private Wrk(Path wrk, Duration duration) {
        this.wrk = wrk;
        this.duration = duration;
    }

    /** Gets one address again and again on so many connections. */
    Figures get(URI uri, int connections, String accept) {
        return run(List.of("-H", "Accept: " + accept), connections, uri);
    }

    /** A warm-up that is not measured, so that the measured code is compiled. */
    void warmUp(URI uri, int connections, String accept) {
        new Wrk(wrk, WARM_UP).get(uri, connections, accept);
    }

    /** The same as {@link #warmUp} for posts, which take several services and a database, and so longer. */
    void warmUpPost(URI uri, int connections, String json) {
        new Wrk(wrk, POST_WARM_UP).post(uri, connections, json);
    }

    /** Posts one JSON body again and again. */
    Figures post(URI uri, int connections, String json) {
        try {
            Path script = Files.createTempFile("wave-post", ".lua");
            try {
                Files.writeString(script, """
                        wrk.method = "POST"
                        wrk.headers["Content-Type"] = "application/json"
                        wrk.body = [[%s]]
                        """.formatted(json));
                return run(List.of("-s", script.toString()), connections, uri);
            } finally {
                Files.delete(script);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Figures run(List<String> options, int connections, URI uri) {
        List<String> command = new ArrayList<>(List.of(wrk.toString(), "-t1", "-c" + connections));
        command.addAll(List.of("-d" + duration.toSeconds() + "s", "--timeout", "10s", "--latency"));
        command.addAll(options);
        command.add(uri.toString());
        return Figures.parse(
                Command.of(command).within(duration.plus(SLACK)).run().orThrow());
    }

    /**
     * What a run measured.
     *
     * @param rate answers per second
     * @param p99 time that 99 of 100 answers stayed under
     * @param complaint what went wrong, empty for nothing
     */
    record Figures(double rate, String p99, String complaint) {

        private static Figures parse(String output) {
            Matcher rate = RATE.matcher(output);
            Matcher p99 = P99.matcher(output);
            Matcher bad = BAD.matcher(output);
            if (!rate.find() || !p99.find()) {
                throw new IllegalStateException("wrk: unexpected output: " + output);
            }
            String complaint = bad.find() ? bad.group() : "";
            return new Figures(Double.parseDouble(rate.group(1)), p99.group(1) + " " + p99.group(2), complaint);
        }
    }
}
