package io.wave.messaging;

/** A message is larger than {@link Outbox#MAX_BODY_BYTES}. */
public class MessageTooLargeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    MessageTooLargeException(String type, int bytes) {
        super("%s of %d bytes: a message has at most %d".formatted(type, bytes, Outbox.MAX_BODY_BYTES));
    }
}
