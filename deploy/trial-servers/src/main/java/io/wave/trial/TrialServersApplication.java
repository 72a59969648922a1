package io.wave.trial;

import io.wave.local.server.KafkaServer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the servers, and ends with code 1 when one of them has ended, so that the container is started again. */
public final class TrialServersApplication {

    private static final Logger LOG = LoggerFactory.getLogger(TrialServersApplication.class);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

    private TrialServersApplication() {}

    /** Settings are in the environment: {@code WAVE_TRIAL_FOLDER}, {@code WAVE_TRIAL_HOST}, {@code WAVE_TRIAL_PASSWORD}. */
    public static void main(String[] arguments) throws InterruptedException {
        KafkaServer.onHalt(TrialServersApplication::end);
        try {
            TrialServers servers = TrialServers.start(TrialSettings.of(System.getenv()));
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                stopped.countDown();
                servers.close();
            }));
            LOG.atInfo().log(
                    "PostgreSQL, Redis, Kafka and S3 have started. For trying out only: one copy of all data, no TLS");
            watch(servers, stopped);
        } catch (IllegalArgumentException invalid) {
            end(invalid.getMessage());
        } catch (RuntimeException | Error failed) {
            LOG.atError().setCause(failed).log("start failed");
            end(failed.getMessage());
        }
    }

    private static void watch(TrialServers servers, CountDownLatch stopped) throws InterruptedException {
        while (!stopped.await(CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
            Optional<String> failure = servers.failure();
            if (failure.isPresent() && stopped.getCount() > 0) {
                end("A server has ended: " + failure.get());
            }
        }
    }

    private static void end(@Nullable String reason) {
        LOG.atError().addKeyValue("reason", reason).log("stopped");
        Runtime.getRuntime().halt(1);
    }
}
