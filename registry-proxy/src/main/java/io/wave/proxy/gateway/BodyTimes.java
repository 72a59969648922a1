package io.wave.proxy.gateway;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * How long bodies of requests may take. request-api has times of its own, which are shorter: these hold where it does not
 * read.
 *
 * @param total for all of a body
 * @param silence between two parts of it
 */
record BodyTimes(Duration total, Duration silence) {

    static final BodyTimes DEFAULT = new BodyTimes(Duration.ofSeconds(70), Duration.ofSeconds(15));

    /** The body, ended with an error where it is too slow. */
    Flux<DataBuffer> applyTo(Flux<DataBuffer> body) {
        return body.timeout(silence)
                .onErrorMap(TimeoutException.class, _ -> new BodyTooSlowException())
                .takeUntilOther(Mono.delay(total).then(Mono.error(BodyTooSlowException::new)));
    }
}
