package io.wave.mirroring.copy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;

/** Metrics of copies, in addition to those of all jobs. */
public final class CopyMetrics {

    private final Counter bytes;
    private final Counter retries;
    private final Counter attachments;

    public CopyMetrics(MeterRegistry meters) {
        this.bytes = Counter.builder("wave.mirror.image.size")
                .description("Size of the images that were copied")
                .baseUnit(BaseUnits.BYTES)
                .register(meters);
        this.retries = Counter.builder("wave.mirror.retries")
                .description("Copies that were started again after a failure that passes")
                .register(meters);
        this.attachments = Counter.builder("wave.mirror.attachments")
                .description("Referrers, signatures, attestations and SBOMs that were copied")
                .register(meters);
    }

    void copied(long size, int attached) {
        bytes.increment((double) size);
        attachments.increment(attached);
    }

    void retried() {
        retries.increment();
    }
}
