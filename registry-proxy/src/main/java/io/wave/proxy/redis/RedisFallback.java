package io.wave.proxy.redis;

import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Continues without Redis where it only saves work. */
public final class RedisFallback {

    private static final Logger log = LoggerFactory.getLogger(RedisFallback.class);

    private RedisFallback() {}

    /**
     * Logs the failure and continues with the alternative.
     *
     * @param use what Redis is used for
     */
    public static <T> Function<Throwable, Mono<T>> to(Mono<T> alternative, String use) {
        return failure -> {
            log.atWarn()
                    .addKeyValue("use", use)
                    .addKeyValue("cause", failure.toString())
                    .log("Redis is unavailable, continuing without it");
            return alternative;
        };
    }
}
