package io.wave.messaging.kafka;

import org.jspecify.annotations.Nullable;

/**
 * Called for each record that cannot be processed, before it goes to the dead-letter topic, so that what the record
 * requested can be failed. May be called again for the same record. If it throws, the record is retried later.
 */
@FunctionalInterface
public interface DeadLetterListener {

    /**
     * Handles a record that cannot be processed.
     *
     * @param topic its topic
     * @param key its key, if it had one
     * @param body its value, which may be invalid JSON
     * @param reason what is wrong with it, as a message for users
     */
    void onDeadLetter(String topic, @Nullable String key, @Nullable String body, String reason);
}
