package io.wave.api.mail;

import io.wave.api.job.JobEndListener;
import io.wave.api.security.token.MailAddress;
import io.wave.api.security.token.MailAddresses;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import jakarta.mail.internet.AddressException;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Adds an e-mail about an ended job for each user who requested it, has an e-mail address and wants one. The images of a
 * multi-platform image are not requested, so that there is one e-mail for the whole.
 */
final class MailQueue implements JobEndListener {

    private static final Logger LOG = LoggerFactory.getLogger(MailQueue.class);

    private final MailTable table;
    private final MailProperties properties;
    private final @Nullable String replacement;
    private final MailAddresses addresses;
    private final Supplier<UUID> ids;
    private final Runnable wake;

    /**
     * A queue.
     *
     * @param replacement gets all e-mails instead of the users, if not null
     * @param wake called after the commit
     */
    MailQueue(
            MailTable table,
            MailProperties properties,
            @Nullable String replacement,
            MailAddresses addresses,
            Supplier<UUID> ids,
            Runnable wake) {
        this.table = table;
        this.properties = properties;
        this.replacement = replacement;
        this.addresses = addresses;
        this.ids = ids;
        this.wake = wake;
    }

    @Override
    public void ended(JobRecord job) {
        if (properties.kinds().contains(job.kind())) {
            table.requesters(job.id()).forEach(tenant -> add(job, tenant));
        }
    }

    private void add(JobRecord job, String tenant) {
        addresses
                .of(tenant)
                .filter(address ->
                        address.preference().orElse(properties.when()).wants(job.state() == JobState.SUCCEEDED))
                .map(MailAddress::address)
                .filter(address -> isValid(address, tenant))
                .ifPresent(address -> {
                    table.add(ids.get(), job.id(), tenant, replacement == null ? address : replacement);
                    wakeAfterCommit();
                });
    }

    private static boolean isValid(String address, String tenant) {
        try {
            MailAddressProperties.parse(address);
            return true;
        } catch (AddressException invalid) {
            LOG.atWarn()
                    .addKeyValue("tenant", tenant)
                    .addKeyValue("reason", invalid.getMessage())
                    .log("No e-mails are sent to a user whose e-mail address is invalid");
            return false;
        }
    }

    private void wakeAfterCommit() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                wake.run();
            }
        });
    }
}
