package io.wave.messaging.outbox;

import io.wave.job.JobKind;
import io.wave.job.JobState;
import java.util.Locale;

/** CloudEvents types of everything that is sent through Kafka. */
public final class EventTypes {

    /** A container request was accepted; the body is a {@link io.wave.event.RequestEvent}. */
    public static final String REQUEST_ACCEPTED = "io.wave.request.accepted";

    /** A token was revoked; the body is a {@link io.wave.event.RevocationEvent}. */
    public static final String REQUEST_REVOKED = "io.wave.request.revoked";

    /** Manifests were served; the body is a {@link io.wave.event.PullEvent}. */
    public static final String PULL_SERVED = "io.wave.pull.served";

    private EventTypes() {}

    /** A command to the workers of this kind, such as {@code io.wave.build.command}. */
    public static String command(JobKind kind) {
        return "io.wave." + kind + ".command";
    }

    /** A job of this kind has reached this state, such as {@code io.wave.build.timing-out}. */
    public static String event(JobKind kind, JobState state) {
        return "io.wave." + kind + "." + state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
