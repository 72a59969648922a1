package io.wave.metrics.events;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the topics of events, with a consumer group of its own, and commits what it has counted. */
final class EventReader implements AutoCloseable {

    private static final List<String> TOPICS = List.of(
            "wave.request.events", "wave.build.events", "wave.mirror.events", "wave.scan.events", "wave.pull.events");
    private static final Duration POLL = Duration.ofSeconds(1);

    private final KafkaConsumer<String, byte[]> consumer;
    private final EventCounts counts;

    /** @param settings of a Kafka consumer; the group defaults to {@code wave-event-metrics} */
    EventReader(Map<String, Object> settings, EventCounts counts) {
        Map<String, Object> all = new HashMap<>(Map.of(
                ConsumerConfig.GROUP_ID_CONFIG, "wave-event-metrics",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"));
        all.putAll(settings);
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        // Topics that are created later are found.
        all.putIfAbsent(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "30000");
        this.consumer = new KafkaConsumer<>(all, new StringDeserializer(), new ByteArrayDeserializer());
        this.counts = counts;
    }

    /** Reads until it is closed. */
    void run() {
        try (consumer) {
            consumer.subscribe(TOPICS);
            while (true) {
                for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
                    Event.of(message).ifPresentOrElse(counts::add, counts::addInvalid);
                }
                consumer.commitSync();
            }
        } catch (WakeupException closed) {
            // The end.
        }
    }

    /** Ends {@link #run}; may be called by another thread. */
    @Override
    public void close() {
        consumer.wakeup();
    }
}
