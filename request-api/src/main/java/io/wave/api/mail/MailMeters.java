package io.wave.api.mail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wave.job.JobKind;
import io.wave.messaging.loop.RepeatedTask;

/**
 * {@code wave.mail.sent} and {@code wave.mail.failed} by kind of job, and {@code wave.mail.waiting}: the e-mails of all replicas
 * that wait. The table is queried at intervals; the meter is NaN while it cannot be queried.
 */
final class MailMeters implements RepeatedTask {

    private final MailTable table;
    private final MeterRegistry meters;
    private volatile double waiting = Double.NaN;

    MailMeters(MailTable table, MeterRegistry meters) {
        this.table = table;
        this.meters = meters;
        Gauge.builder("wave.mail.waiting", this, self -> self.waiting)
                .description("e-mails that have not been sent yet")
                .register(meters);
        for (JobKind kind : JobKind.values()) {
            counter("sent", kind);
            counter("failed", kind);
        }
    }

    @Override
    public boolean run() {
        waiting = Double.NaN;
        waiting = table.waiting();
        return false;
    }

    void sent(JobKind kind) {
        counter("sent", kind).increment();
    }

    void failed(JobKind kind) {
        counter("failed", kind).increment();
    }

    private Counter counter(String outcome, JobKind kind) {
        return Counter.builder("wave.mail." + outcome)
                .tag("kind", kind.toString())
                .description(
                        "sent".equals(outcome) ? "e-mails accepted by the mail server" : "e-mails that are not sent")
                .register(meters);
    }
}
