package io.wave.messaging.kafka;

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
 * Distinguishes failures of the installation, which are retried without limit, from records that cannot be processed. Only
 * the exception that a listener threw counts, not its causes: database drivers throw {@link IllegalArgumentException} too.
 */
final class FailureClassifier {

    private static final BackOff NO_RETRY = new FixedBackOff(0, 0);
    private static final BackOff UNLIMITED = unlimited();

    private FailureClassifier() {}

    private static BackOff unlimited() {
        var backOff = new ExponentialBackOff(Duration.ofMillis(500).toMillis(), 2);
        backOff.setMaxInterval(Duration.ofSeconds(30).toMillis());
        return backOff;
    }

    static BackOff backOff(ConsumerRecord<?, ?> record, @Nullable Exception failure) {
        return failure != null && isInvalid(thrown(failure)) ? NO_RETRY : UNLIMITED;
    }

    /** Why a record cannot be processed, as a message for users. */
    static String reason(Exception failure) {
        Throwable thrown = thrown(failure);
        Throwable cause = thrown.getCause();
        Throwable relevant = thrown instanceof ConversionException && cause != null ? cause : thrown;
        String message = relevant instanceof JacksonException json ? json.getOriginalMessage() : relevant.getMessage();
        return message == null ? relevant.getClass().getSimpleName() : message;
    }

    private static boolean isInvalid(Throwable thrown) {
        return thrown instanceof UntrustedRecordException
                || thrown instanceof IllegalArgumentException
                || thrown instanceof JacksonException
                || thrown instanceof ConversionException
                || thrown instanceof MessageConversionException
                || thrown instanceof MethodArgumentResolutionException;
    }

    /** Whether a record has no valid HMAC, so that it must not change any job. */
    static boolean isUntrusted(Exception failure) {
        return thrown(failure) instanceof UntrustedRecordException;
    }

    private static Throwable thrown(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof ListenerExecutionFailedException && cause != null ? thrown(cause) : failure;
    }
}
