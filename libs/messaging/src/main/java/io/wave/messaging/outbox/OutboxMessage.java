package io.wave.messaging.outbox;

import io.wave.job.JobRecord;
import io.wave.job.Topics;
import io.wave.messaging.projection.Projection;
import org.jspecify.annotations.Nullable;

/**
 * A message of the {@link Outbox}. Must not contain secrets.
 *
 * @param topic the Kafka topic
 * @param key the record's key; messages of one topic and key keep their order
 * @param type the CloudEvents type, see {@link EventTypes}
 * @param subject the CloudEvents subject: id of what the message is about
 * @param body written as JSON
 * @param projection what is written to Redis, or null
 */
public record OutboxMessage(
        String topic,
        String key,
        String type,
        String subject,
        Object body,
        @Nullable Projection projection) {

    /** The event of a job's new state, which is written to Redis too. */
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
