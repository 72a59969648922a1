package io.wave.messaging;

import org.jspecify.annotations.Nullable;

/**
 * Told of each record that can never be processed, before it goes to the dead-letter topic, so that the owner can fail
 * what the record asked for. May be told of the same record again. What it throws makes the record be tried again later.
 */
@FunctionalInterface
public interface DeadLetterListener {

    /**
     * Deals with a record that can never be processed.
     *
     * @param topic where it came from
     * @param key its key, if it had one
     * @param body its text, which may not be JSON at all
     * @param reason what is wrong with it, in words for the user
     */
    void onDeadLetter(String topic, @Nullable String key, @Nullable String body, String reason);
}
