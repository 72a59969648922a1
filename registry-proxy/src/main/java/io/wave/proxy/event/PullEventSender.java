package io.wave.proxy.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.wave.background.Background;
import io.wave.event.PullEvent;
import io.wave.job.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends pull events as CloudEvents in binary mode from its own thread, since a producer blocks while no broker is
 * available. An event that does not fit into the queue, or that Kafka does not accept in time, is dropped and counted.
 */
final class PullEventSender implements Consumer<PullEvent>, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PullEventSender.class);
    private static final String SOURCE = "/wave/registry-proxy";
    private static final String TYPE = "io.wave.pull.served";

    private final KafkaTemplate<String, String> kafka;
    private final JsonMapper json;
    private final Counter dropped;
    private final BlockingQueue<PullEvent> queue;
    private volatile @Nullable Thread sender;

    PullEventSender(KafkaTemplate<String, String> kafka, JsonMapper json, MeterRegistry meters, int maxWaiting) {
        this.kafka = kafka;
        this.json = json;
        this.queue = new ArrayBlockingQueue<>(maxWaiting);
        this.dropped = Counter.builder("wave.pull.events.dropped")
                .description("Pull events that were dropped")
                .register(meters);
    }

    @Override
    public void accept(PullEvent event) {
        if (!queue.offer(event)) {
            dropped.increment();
        }
    }

    @Override
    public void start() {
        sender = Background.start("pull-events", this::sendLoop);
    }

    private void sendLoop() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                send(queue.take());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether the producer accepted the event. */
    private boolean send(PullEvent event) {
        try {
            var _ = kafka.send(record(event)).whenComplete((_, failure) -> {
                if (failure != null) {
                    drop(failure);
                }
            });
            return true;
        } catch (RuntimeException failure) {
            drop(failure);
            return false;
        }
    }

    private void drop(Throwable failure) {
        dropped.increment();
        log.atDebug().addKeyValue("cause", failure.toString()).log("Pull event dropped");
    }

    private ProducerRecord<String, String> record(PullEvent event) {
        var record = new ProducerRecord<>(Topics.PULL_EVENTS, event.image(), json.writeValueAsString(event));
        Map<String, String> headers = Map.of(
                "ce_specversion",
                "1.0",
                "ce_id",
                UUID.randomUUID().toString(),
                "ce_type",
                TYPE,
                "ce_source",
                SOURCE,
                "ce_subject",
                event.image(),
                "ce_time",
                Instant.now().toString(),
                "content-type",
                "application/json");
        headers.forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    @Override
    public void stop() {
        Thread running = sender;
        if (running != null) {
            running.interrupt();
        }
        sender = null;
        sendRemaining();
    }

    /** Without a broker each attempt would time out: stops at the first failure. */
    private void sendRemaining() {
        PullEvent event = queue.poll();
        while (event != null && send(event)) {
            event = queue.poll();
        }
    }

    /** Stopped after the web server, which records pulls until then. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public boolean isRunning() {
        return sender != null;
    }
}
