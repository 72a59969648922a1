package io.wave.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.wave.messaging.OutboxTable.Backlog;
import io.wave.messaging.OutboxTable.Waiting;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How much waits in the outbox, of all replicas: {@code wave.outbox.rows}, and {@code wave.outbox.oldest} in seconds, each
 * by where the rows are to go. The table is asked at intervals, however often the meters are read; they are not a number
 * as long as it cannot be asked.
 */
final class OutboxDepth implements Sweep, MeterBinder {

    private final OutboxTable table;
    private volatile @Nullable Backlog backlog;

    OutboxDepth(OutboxTable table) {
        this.table = table;
    }

    @Override
    public boolean sweep() {
        // What was true before the database went away is not shown as if it still were.
        backlog = null;
        backlog = table.backlog();
        return false;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bind(registry, "kafka", Backlog::kafka);
        bind(registry, "redis", Backlog::redis);
    }

    private void bind(MeterRegistry registry, String destination, Function<Backlog, Waiting> waiting) {
        Gauge.builder(
                        "wave.outbox.rows",
                        this,
                        depth -> depth.read(known -> waiting.apply(known).rows()))
                .description("outbox rows that wait")
                .tag("to", destination)
                .register(registry);
        Gauge.builder(
                        "wave.outbox.oldest",
                        this,
                        depth -> depth.read(known -> waiting.apply(known).oldestSeconds()))
                .description("how long the oldest outbox row has waited")
                .baseUnit("seconds")
                .tag("to", destination)
                .register(registry);
    }

    private double read(ToDoubleFunction<Backlog> figure) {
        Backlog known = backlog;
        return known == null ? Double.NaN : figure.applyAsDouble(known);
    }
}
