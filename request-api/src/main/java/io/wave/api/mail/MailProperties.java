package io.wave.api.mail;

import io.wave.api.security.token.MailPreference;
import io.wave.job.JobKind;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * E-mails at the end of builds, mirrors and scans. They are sent if {@code spring.mail.host} is set, to users with an e-mail
 * address.
 *
 * @param when when users get an e-mail who have not chosen: {@code always}, {@code on-error} or {@code never}
 * @param kinds the kinds of jobs about which e-mails are sent
 * @param maxAttempts how often sending an e-mail is tried
 * @param backOff pause after the first failed attempt; each further pause is twice as long
 * @param maxBackOff longest pause between attempts
 */
@Validated
@ConfigurationProperties("wave.mail")
record MailProperties(
        @DefaultValue("always") MailPreference when,
        @DefaultValue({"build", "mirror", "scan"}) Set<JobKind> kinds,
        @DefaultValue("200") @Min(1) @Max(10_000) int maxAttempts,
        @DefaultValue("10s") @DurationMin(millis = 10) Duration backOff,
        @DefaultValue("15m") @DurationMin(millis = 10) Duration maxBackOff) {

    private static final int MAX_DOUBLINGS = 30;

    /** The pause after this attempt, which is at least the first one. */
    Duration pauseAfter(int attempt) {
        Duration pause = backOff.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS));
        return pause.compareTo(maxBackOff) < 0 ? pause : maxBackOff;
    }
}
