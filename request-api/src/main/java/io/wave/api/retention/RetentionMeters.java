package io.wave.api.retention;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** {@code wave.retention.deleted}: number of deleted rows and objects, by {@code what}. */
@Component
class RetentionMeters {

    private final MeterRegistry meters;

    RetentionMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    void deleted(String what, int count) {
        Counter.builder("wave.retention.deleted")
                .tag("what", what)
                .description("rows and objects deleted after their retention time")
                .register(meters)
                .increment(count);
    }
}
