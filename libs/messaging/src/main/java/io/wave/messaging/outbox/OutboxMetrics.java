package io.wave.messaging.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.wave.messaging.loop.RepeatedTask;
import io.wave.messaging.outbox.OutboxTable.Backlog;
import io.wave.messaging.outbox.OutboxTable.Waiting;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How much waits in the outbox, for all replicas: {@code wave.outbox.rows}, and {@code wave.outbox.oldest} in seconds, each
 * by destination. The table is queried at intervals, however often the meters are read; they are NaN while it cannot be
 * queried.
 */
final class OutboxMetrics implements RepeatedTask, MeterBinder {

    private final OutboxTable table;
    private volatile @Nullable Backlog backlog;

    OutboxMetrics(OutboxTable table) {
        this.table = table;
    }

    @Override
    public boolean run() {
        // While the database is away the meters must not show old values.
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
                        metrics ->
                                metrics.read(current -> waiting.apply(current).rows()))
                .description("rows in the outbox that have not been sent")
                .tag("to", destination)
                .register(registry);
        Gauge.builder(
                        "wave.outbox.oldest",
                        this,
                        metrics ->
                                metrics.read(current -> waiting.apply(current).oldestSeconds()))
                .description("age of the oldest row that has not been sent")
                .baseUnit("seconds")
                .tag("to", destination)
                .register(registry);
    }

    private double read(ToDoubleFunction<Backlog> figure) {
        Backlog current = backlog;
        return current == null ? Double.NaN : figure.applyAsDouble(current);
    }
}
