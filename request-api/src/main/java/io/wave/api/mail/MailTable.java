package io.wave.api.mail;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The e-mails of all replicas. */
final class MailTable {

    private static final int MAX_FAILURE = 1000;

    private final JdbcClient jdbc;

    MailTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The tenants who requested what this build or mirror makes, or this scan. A tenant who revoked the token is not among them. */
    List<String> requesters(String jobId) {
        return jdbc.sql("""
                        SELECT tenant FROM requests.container_request WHERE build_id = :id AND revoked_at IS NULL
                        UNION
                        SELECT tenant FROM requests.container_request
                        WHERE scans @> jsonb_build_array(jsonb_build_object('id', CAST(:id AS text))) AND revoked_at IS NULL
                        UNION
                        SELECT tenant FROM requests.image_scan WHERE id = :id
                        ORDER BY tenant
                        """)
                .param("id", jobId)
                .query((row, _) -> row.getString("tenant"))
                .list();
    }

    /** Adds an e-mail to the caller's transaction, unless the recipient gets one about this job already. */
    void add(UUID id, String jobId, String tenant, String recipient) {
        jdbc.sql("""
                        INSERT INTO requests.mail (id, job_id, tenant, recipient) VALUES (:id, :job, :tenant, :recipient)
                        ON CONFLICT DO NOTHING
                        """)
                .param("id", id)
                .param("job", jobId)
                .param("tenant", tenant)
                .param("recipient", recipient)
                .update();
    }

    /** The next e-mail to send. For this time no other replica gets it. */
    Optional<Mail> claim(Duration claim) {
        return jdbc.sql("""
                        UPDATE requests.mail SET attempts = attempts + 1,
                            next_attempt_at = now() + :claim * interval '1 millisecond'
                        WHERE id = (SELECT id FROM requests.mail WHERE state = 'WAITING' AND next_attempt_at <= now()
                            ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING id, job_id, tenant, recipient, attempts
                        """)
                .param("claim", claim.toMillis())
                .query(MailTable::mail)
                .optional();
    }

    private static Mail mail(ResultSet row, int number) throws SQLException {
        return new Mail(
                row.getObject("id", UUID.class),
                row.getString("job_id"),
                row.getString("tenant"),
                row.getString("recipient"),
                row.getInt("attempts"));
    }

    void sent(Mail mail) {
        jdbc.sql("UPDATE requests.mail SET state = 'SENT', failure = NULL WHERE id = :id")
                .param("id", mail.id())
                .update();
    }

    /** The e-mail is not sent. */
    void failed(Mail mail, String failure) {
        jdbc.sql("UPDATE requests.mail SET state = 'FAILED', failure = :failure WHERE id = :id AND state = 'WAITING'")
                .param("id", mail.id())
                .param("failure", cut(failure))
                .update();
    }

    /** The e-mail is sent later, unless another replica has taken over. */
    void postpone(Mail mail, Duration pause, String failure) {
        jdbc.sql("""
                        UPDATE requests.mail SET next_attempt_at = now() + :pause * interval '1 millisecond', failure = :failure
                        WHERE id = :id AND state = 'WAITING' AND attempts = :attempt
                        """)
                .param("id", mail.id())
                .param("attempt", mail.attempt())
                .param("pause", pause.toMillis())
                .param("failure", cut(failure))
                .update();
    }

    long waiting() {
        return jdbc.sql("SELECT count(*) FROM requests.mail WHERE state = 'WAITING'")
                .query(Long.class)
                .single();
    }

    private static String cut(String failure) {
        String text = failure.replace('\0', ' ');
        return text.length() > MAX_FAILURE ? text.substring(0, MAX_FAILURE) : text;
    }

    /**
     * An e-mail that this replica may send.
     *
     * @param tenant tenant of the user who gets it
     * @param attempt number of the attempt
     */
    record Mail(UUID id, String jobId, String tenant, String recipient, int attempt) {}
}
