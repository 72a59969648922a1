package io.wave.messaging.outbox;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Lets a producer's own thread run out of memory, once. */
public final class MemoryShortage implements ProducerInterceptor<String, String> {

    static final AtomicBoolean NEXT = new AtomicBoolean();

    @Override
    public ProducerRecord<String, String> onSend(ProducerRecord<String, String> record) {
        return record;
    }

    @Override
    public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
        if (NEXT.getAndSet(false)) {
            throw new OutOfMemoryError("thrown by the test");
        }
    }

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configuration) {}
}
