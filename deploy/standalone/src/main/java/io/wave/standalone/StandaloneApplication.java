package io.wave.standalone;

import io.wave.config.InvalidConfigurationException;
import io.wave.local.data.DataFolder;
import io.wave.local.server.StaleServers;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/** Starts the whole product on embedded servers and stops it on SIGTERM or Ctrl-C. */
public final class StandaloneApplication {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final Progress progress = new Progress(System.out);

    private StandaloneApplication() {}

    /** Arguments have the form {@code --key=value} and go to every service. */
    public static void main(String[] args) {
        new StandaloneApplication().run(List.of(args));
    }

    private void run(List<String> arguments) {
        try {
            start(Settings.of(arguments, System.getenv()));
        } catch (InvalidConfigurationException invalid) {
            fail(invalid.getMessage() + "\n" + invalid.action());
        } catch (RuntimeException | Error failed) {
            fail(String.valueOf(failed.getMessage()));
        }
    }

    private void start(Settings settings) {
        List<String> warnings = settings.warnings();
        DataFolder data = DataFolder.open(settings.dataFolder());
        PortCheck.require(
                "wave.server.port", settings.address(), settings.port(), "set WAVE_SERVER_PORT to another port.");
        System.setProperty("wave.log.folder", data.folder("logs").toString());
        // Initialized before there are threads that log.
        LoggerFactory.getILoggerFactory();
        progress.say("Starting, data and logs in " + data.path());
        warnings.forEach(warning -> progress.say("Warning: " + warning));
        FileLimit.warning().ifPresent(progress::say);
        CompletableFuture<Standalone> running = new CompletableFuture<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running, data), "stop"));
        try {
            running.complete(Standalone.start(settings, data, home(), progress));
        } catch (RuntimeException | Error failed) {
            running.completeExceptionally(failed);
            throw failed;
        }
        progress.say("Ready at " + settings.url());
        progress.plain("""

                Try: curl -s %1$s/service-info
                     curl -s -H 'Content-Type: application/json' -d '{"containerImage":"alpine"}' %1$s/v1alpha2/container
                Stop with Ctrl-C.""".formatted(settings.url()));
    }

    /** A start in progress is completed first, so that whatever it has started is stopped in order. */
    private void stop(CompletableFuture<Standalone> running, DataFolder data) {
        progress.say("Stopping");
        try {
            running.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS).close();
            progress.say("Stopped");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException notStarted) {
            StaleServers.stopIn(data.path());
            progress.say("Stopped before the start was complete");
        }
    }

    private void fail(String reason) {
        progress.say("Start failed: " + reason);
        // Threads of what has started must not keep the JVM alive.
        Runtime.getRuntime().halt(1);
    }

    /** The folder that holds {@code lib/} with this program and {@code services/}. */
    private static Path home() {
        try {
            Path code = Path.of(StandaloneApplication.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return code.resolve("../..").normalize();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
