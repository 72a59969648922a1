package io.wave.messaging;

import io.wave.config.signing.UntrustedRecordException;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.support.converter.ConversionException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.invocation.MethodArgumentResolutionException;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;
import tools.jackson.core.JacksonException;

/**
 * Tells failures of our own parts, which are tried again without end, from records that can never be processed. Only
 * the exception a listener threw counts, not its causes: a database driver too throws {@link IllegalArgumentException}.
 */
final class Failures {

    private static final BackOff NEVER = new FixedBackOff(0, 0);
    private static final BackOff WITHOUT_END = withoutEnd();

    private Failures() {}

    private static BackOff withoutEnd() {
        var backOff = new ExponentialBackOff(Duration.ofMillis(500).toMillis(), 2);
        backOff.setMaxInterval(Duration.ofSeconds(30).toMillis());
        return backOff;
    }

    static BackOff backOff(ConsumerRecord<?, ?> record, @Nullable Exception failure) {
        return failure != null && isInvalid(thrown(failure)) ? NEVER : WITHOUT_END;
    }

    /** Why a record can never be processed, in words for the user. */
    static String reason(Exception failure) {
        Throwable thrown = thrown(failure);
        Throwable cause = thrown.getCause();
        Throwable telling = thrown instanceof ConversionException && cause != null ? cause : thrown;
        String message = telling instanceof JacksonException json ? json.getOriginalMessage() : telling.getMessage();
        return message == null ? telling.getClass().getSimpleName() : message;
    }

    private static boolean isInvalid(Throwable thrown) {
        return thrown instanceof UntrustedRecordException
                || thrown instanceof IllegalArgumentException
                || thrown instanceof JacksonException
                || thrown instanceof ConversionException
                || thrown instanceof MessageConversionException
                || thrown instanceof MethodArgumentResolutionException;
    }

    /** Whether a record is not of this installation, so that it says nothing about any job. */
    static boolean isUntrusted(Exception failure) {
        return thrown(failure) instanceof UntrustedRecordException;
    }

    private static Throwable thrown(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof ListenerExecutionFailedException && cause != null ? thrown(cause) : failure;
    }
}
