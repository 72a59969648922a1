package io.wave.standalone;

import io.wave.config.InvalidConfigurationException;
import io.wave.local.data.DataFolder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Starts the whole product on embedded servers and stops it on SIGTERM or Ctrl-C. */
public final class StandaloneApplication {

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
        } catch (RuntimeException failed) {
            fail(String.valueOf(failed.getMessage()));
        }
    }

    private void start(Settings settings) {
        DataFolder data = DataFolder.open(settings.dataFolder());
        System.setProperty("wave.log.folder", data.folder("logs").toString());
        // Before there are threads that would all be the first to log.
        LoggerFactory.getILoggerFactory();
        progress.say("Starting, data and logs in " + data.path());
        FileLimit.warning().ifPresent(progress::say);
        Standalone standalone = Standalone.start(settings, data, home(), progress);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(standalone), "stop"));
        progress.say("Ready at " + settings.url());
        progress.plain("""

                Try: curl -s %1$s/service-info
                     curl -s -H 'Content-Type: application/json' -d '{"containerImage":"alpine"}' %1$s/v1alpha2/container
                Stop with Ctrl-C.""".formatted(settings.url()));
    }

    private void stop(Standalone standalone) {
        progress.say("Stopping");
        standalone.close();
        progress.say("Stopped");
    }

    private void fail(String reason) {
        progress.say("Cannot start: " + reason);
        // The threads of what did start are no reason to stay.
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
