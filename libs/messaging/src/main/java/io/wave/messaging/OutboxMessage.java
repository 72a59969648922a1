package io.wave.messaging;

import io.wave.job.JobRecord;
import io.wave.job.Topics;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Outbox} sends once the transaction has committed. Holds no secret.
 *
 * @param topic the Kafka topic
 * @param key the record's key; messages of one topic and key keep their order
 * @param type the CloudEvents type, see {@link EventTypes}
 * @param subject the CloudEvents subject: id of what the message is about
 * @param body written as JSON
 * @param projection what readers are to see in Redis, or null when the message changes nothing there
 */
public record OutboxMessage(
        String topic,
        String key,
        String type,
        String subject,
        Object body,
        @Nullable Projection projection) {

    /** The event that says where a job stands, which readers then see in Redis too. */
    public static OutboxMessage event(JobRecord job) {
        return new OutboxMessage(
                Topics.events(job.kind()),
                job.target(),
                EventTypes.event(job.kind(), job.state()),
                job.id(),
                job,
                new Projection.OfJob(job));
    }
}
