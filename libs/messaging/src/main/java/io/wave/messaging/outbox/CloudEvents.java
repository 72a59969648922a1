package io.wave.messaging.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wave.messaging.outbox.OutboxTable.ClaimedRow;
import java.time.format.DateTimeFormatter;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Kafka records in binary mode of the CloudEvents Kafka protocol binding 1.0.2: attributes as {@code ce_*} headers, the
 * value is the event's data.
 */
final class CloudEvents {

    private final String source;

    /**
     * Creates the conversion.
     *
     * @param service name of the service, which becomes the source {@code /wave/<service>}
     */
    CloudEvents(String service) {
        this.source = "/wave/" + service;
    }

    ProducerRecord<String, String> record(ClaimedRow row) {
        var record = new ProducerRecord<>(row.topic(), row.messageKey(), row.body());
        Headers headers = record.headers();
        headers.add("ce_specversion", "1.0".getBytes(UTF_8));
        headers.add("ce_id", row.eventId().toString().getBytes(UTF_8));
        headers.add("ce_type", row.type().getBytes(UTF_8));
        headers.add("ce_source", source.getBytes(UTF_8));
        headers.add("ce_subject", row.subject().getBytes(UTF_8));
        headers.add(
                "ce_time", DateTimeFormatter.ISO_INSTANT.format(row.createdAt()).getBytes(UTF_8));
        headers.add("content-type", "application/json".getBytes(UTF_8));
        return record;
    }
}
