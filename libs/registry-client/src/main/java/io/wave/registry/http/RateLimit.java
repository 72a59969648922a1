package io.wave.registry.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.wave.image.ImageReference;
import io.wave.registry.access.RegistryTarget;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rate limit as a registry states it: {@code 100;w=21600} in the header {@code RateLimit-Limit}, and what is left of it in {@code
 * RateLimit-Remaining}. What is left at Docker Hub is shown by {@code wave.registry.ratelimit.remaining}.
 *
 * @param requests number of requests
 * @param window time in which these are allowed
 */
public record RateLimit(long requests, Duration window) {

    private static final String LIMIT = "RateLimit-Limit";
    private static final String REMAINING = "RateLimit-Remaining";
    private static final String RESET = "RateLimit-Reset";
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}");
    /** A larger number of seconds is a time since 1970. */
    private static final long MAX_SECONDS = Duration.ofDays(3650).toSeconds();

    private static final Duration UNKNOWN_WINDOW = Duration.ofMinutes(1);
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(?:;w=([0-9]{1,8}))?");
    private static final Map<String, AtomicLong> REMAINING_BY_LOGIN = new ConcurrentHashMap<>();

    /** The limit that a response states, if it does. */
    static Optional<RateLimit> of(Reply reply) {
        return reply.header(LIMIT).flatMap(RateLimit::parse).filter(limit -> !limit.window.isZero());
    }

    /** What a response says is left of the limit, if it does. */
    public static Optional<Left> left(Reply reply, Clock clock) {
        return reply.header(REMAINING)
                .flatMap(RateLimit::parse)
                .map(remaining -> new Left(
                        remaining.requests,
                        remaining.window.isZero()
                                ? of(reply).map(RateLimit::window).orElse(UNKNOWN_WINDOW)
                                : remaining.window,
                        reply.header(RESET).flatMap(text -> reset(text, clock))));
    }

    private static Optional<Duration> reset(String text, Clock clock) {
        if (!SECONDS.matcher(text.strip()).matches()) {
            return Optional.empty();
        }
        long seconds = Long.parseLong(text.strip());
        return Optional.of(Duration.ofSeconds(
                seconds > MAX_SECONDS ? Math.max(0, seconds - clock.instant().getEpochSecond()) : seconds));
    }

    /**
     * What is left of a limit.
     *
     * @param requests number of requests
     * @param window time for which the limit applies, which may have begun long ago
     * @param reset time until all requests are allowed again, if the registry states it
     */
    public record Left(long requests, Duration window, Optional<Duration> reset) {}

    /** Shows what a response of Docker Hub says is left. */
    public static void observe(RegistryTarget target, Reply reply) {
        if (target.registry().equals(ImageReference.DOCKER_HUB)) {
            reply.header(REMAINING)
                    .flatMap(RateLimit::parse)
                    .ifPresent(left -> remaining(target.credentials().isPresent() ? "yes" : "no")
                            .set(left.requests));
        }
    }

    private static AtomicLong remaining(String login) {
        return REMAINING_BY_LOGIN.computeIfAbsent(login, _ -> {
            AtomicLong left = new AtomicLong();
            Gauge.builder("wave.registry.ratelimit.remaining", left, AtomicLong::get)
                    .tag("login", login)
                    .register(Metrics.globalRegistry);
            return left;
        });
    }

    static Optional<RateLimit> parse(String header) {
        Matcher form = FORM.matcher(header.strip());
        return form.matches()
                ? Optional.of(new RateLimit(
                        Long.parseLong(form.group(1)),
                        Duration.ofSeconds(form.group(2) == null ? 0 : Long.parseLong(form.group(2)))))
                : Optional.empty();
    }

    /** The limit in words, for messages. */
    @Override
    public String toString() {
        long minutes = Math.max(1, window.toMinutes());
        return minutes % 60 == 0
                ? "%d requests in %d h".formatted(requests, minutes / 60)
                : "%d requests in %d min".formatted(requests, minutes);
    }
}
