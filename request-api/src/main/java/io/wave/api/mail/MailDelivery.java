package io.wave.api.mail;

import io.wave.api.job.JobKinds;
import io.wave.api.job.UserJob;
import io.wave.api.mail.MailTable.Mail;
import io.wave.job.JobId;
import io.wave.messaging.loop.RepeatedTask;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * Sends one e-mail in each run, without an open transaction.
 *
 * <ol>
 *   <li>One replica sends an e-mail at a time. If it is lost, another one sends the e-mail after {@link #CLAIM}.
 *   <li>An e-mail that cannot be sent is tried again with growing pauses, a limited number of times.
 *   <li>An e-mail whose recipient or content the mail server refuses permanently is not tried again.
 *   <li>An e-mail is sent twice only if a replica is lost between the answer of the mail server and its record.
 * </ol>
 */
final class MailDelivery implements RepeatedTask {

    /** Longer than an attempt can take. */
    static final Duration CLAIM = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(MailDelivery.class);
    private static final Duration SEND_TIMEOUT = Duration.ofMinutes(2);

    private final MailTable table;
    private final JobKinds jobs;
    private final MailComposer composer;
    private final JavaMailSender sender;
    private final MailProperties properties;
    private final MailMeters meters;

    MailDelivery(
            MailTable table,
            JobKinds jobs,
            MailComposer composer,
            JavaMailSender sender,
            MailProperties properties,
            MailMeters meters) {
        this.table = table;
        this.jobs = jobs;
        this.composer = composer;
        this.sender = sender;
        this.properties = properties;
        this.meters = meters;
    }

    /** After a failed attempt there is a pause, since the mail server may be unavailable. */
    @Override
    public boolean run() throws InterruptedException {
        Optional<Mail> next = table.claim(CLAIM);
        return next.isPresent() && deliver(next.get());
    }

    private boolean deliver(Mail mail) throws InterruptedException {
        JobId id = JobId.parse(mail.jobId());
        Optional<UserJob> job = jobs.find(id);
        if (job.isEmpty()) {
            giveUp(mail, id, "the job was deleted");
            return true;
        }
        try {
            send(composer.compose(mail, job.get()));
        } catch (MailException | MessagingException failure) {
            return failed(mail, id, failure);
        }
        table.sent(mail);
        meters.sent(id.kind());
        return true;
    }

    /** Sends with a time limit, since a server can keep a connection busy without end. */
    private void send(MimeMessage message) throws MessagingException, InterruptedException {
        Runnable transfer = () -> sender.send(message);
        FutureTask<Boolean> sending = new FutureTask<>(transfer, true);
        Thread.ofVirtual().name("mail-send").start(sending);
        try {
            sending.get(SEND_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException slow) {
            throw new MessagingException("the mail server did not accept the message in time", slow);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof MailException mail) {
                throw mail;
            }
            throw new MessagingException(String.valueOf(failure.getCause()), failure);
        } finally {
            // Closes the connection if it is still open.
            sending.cancel(true);
        }
    }

    private boolean failed(Mail mail, JobId id, Exception failure) {
        String reason = MailFailure.describe(failure);
        if (MailFailure.isRefusal(failure)) {
            giveUp(mail, id, reason);
            return true;
        }
        if (mail.attempt() >= properties.maxAttempts()) {
            giveUp(mail, id, "after %d attempts: %s".formatted(mail.attempt(), reason));
            return false;
        }
        table.postpone(mail, properties.pauseAfter(mail.attempt()), reason);
        LOG.atWarn()
                .addKeyValue("jobId", id)
                .addKeyValue("attempt", mail.attempt())
                .addKeyValue("reason", reason)
                .log("An e-mail could not be sent and is sent later");
        return false;
    }

    private void giveUp(Mail mail, JobId id, String reason) {
        table.failed(mail, reason);
        meters.failed(id.kind());
        LOG.atWarn()
                .addKeyValue("jobId", id)
                .addKeyValue("tenant", mail.tenant())
                .addKeyValue("reason", reason)
                .log("An e-mail was not sent");
    }
}
