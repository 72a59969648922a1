package io.wave.messaging.outbox;

/** A message is larger than {@link Outbox#MAX_BODY_BYTES}. */
public class MessageTooLargeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    MessageTooLargeException(String type, int bytes) {
        super("message too large: %s has %d bytes, the limit is %d".formatted(type, bytes, Outbox.MAX_BODY_BYTES));
    }
}
