package io.wave.api.mail;

import jakarta.mail.MessagingException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.mail.MailSendException;

/** Why an e-mail could not be sent. */
final class MailFailure {

    private static final int PERMANENT = 5;

    private MailFailure() {}

    /**
     * Whether the mail server refuses this recipient or this message, and would do so again. A refused sender or login is not
     * among that: the operator can correct the configuration.
     */
    static boolean isRefusal(Exception failure) {
        Stream<Exception> causes = failure instanceof MailSendException send && send.getMessageExceptions().length > 0
                ? Arrays.stream(send.getMessageExceptions())
                : Stream.of(failure);
        return causes.anyMatch(MailFailure::hasRefusal);
    }

    private static boolean hasRefusal(Exception first) {
        for (@Nullable Exception cause = first; cause != null; cause = next(cause)) {
            boolean refused = switch (cause) {
                case SMTPAddressFailedException address -> isPermanent(address.getReturnCode());
                case SMTPSendFailedException send -> isPermanent(send.getReturnCode()) && isContent(send.getCommand());
                default -> false;
            };
            if (refused) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Exception next(Exception cause) {
        return cause instanceof MessagingException messaging ? messaging.getNextException() : null;
    }

    private static boolean isPermanent(int code) {
        return code / 100 == PERMANENT;
    }

    private static boolean isContent(@Nullable String command) {
        return "DATA".equals(command) || ".".equals(command);
    }

    /** The cause in one line. */
    static String describe(Exception failure) {
        Exception cause = failure instanceof MailSendException send && send.getMessageExceptions().length > 0
                ? send.getMessageExceptions()[0]
                : failure;
        if (cause instanceof MessagingException messaging && messaging.getNextException() != null) {
            cause = messaging.getNextException();
        }
        return NestedExceptionUtils.getMostSpecificCause(cause)
                .toString()
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
    }
}
