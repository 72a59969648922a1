package io.wave.mirroring.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses before the next use of a registry that is overloaded, shared by all mirrors of this worker. The pause after the n-th
 * failure in a row doubles each time, and is at least what the registry asks for.
 */
public final class HostPauses {

    private static final Duration INITIAL = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    /** A registry may ask for hours, but a mirror does not run that long. */
    private static final Duration LONGEST_ASKED = Duration.ofMinutes(15);

    private static final int MAX_DOUBLINGS = 6;
    /** Users name the hosts: those whose pause is over are forgotten when there are many. */
    private static final int MANY = 1000;

    private final Map<String, State> hosts = new ConcurrentHashMap<>();

    private record State(int failures, long until) {}

    /** How long to wait until all of these hosts may be used. */
    public Duration left(List<String> registries) {
        long now = System.nanoTime();
        long longest = 0;
        for (String registry : registries) {
            State state = hosts.get(registry);
            longest = Math.max(longest, state == null ? 0 : state.until() - now);
        }
        return Duration.ofNanos(longest);
    }

    /**
     * Records a failure that passes.
     *
     * @param asked the time that the registry asked to wait for, if it did
     */
    public void failed(String registry, Optional<Duration> asked) {
        if (hosts.size() > MANY) {
            long now = System.nanoTime();
            hosts.values().removeIf(state -> state.until() - now < 0);
        }
        hosts.compute(registry, (_, known) -> {
            int failures = known == null ? 1 : known.failures() + 1;
            long until = System.nanoTime() + pause(failures, asked).toNanos();
            return new State(failures, known == null ? until : Math.max(until, known.until()));
        });
    }

    /** Records that a registry serves calls again. */
    public void succeeded(String registry) {
        hosts.remove(registry);
    }

    private static Duration pause(int failures, Optional<Duration> asked) {
        Duration exponential = INITIAL.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        Duration bounded = exponential.compareTo(LONGEST) > 0 ? LONGEST : exponential;
        Duration own = Duration.ofMillis(
                (long) (bounded.toMillis() * ThreadLocalRandom.current().nextDouble(0.75, 1.0)));
        return asked.map(wanted -> wanted.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : wanted)
                .filter(wanted -> wanted.compareTo(own) > 0)
                .orElse(own);
    }
}
