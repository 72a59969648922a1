package io.wave.api.token.workflow;

import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.platform.PlatformProperties;
import io.wave.api.platform.call.PlatformLogin;
import io.wave.api.security.caller.Secret;
import io.wave.security.SecretCipher;
import io.wave.token.ContainerToken;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The workflows that tokens were requested for. A replica that asks for the status of one claims it until the next check. */
final class WorkflowTable {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final SecretCipher cipher;
    private final PlatformProperties platforms;
    private final double intervalSeconds;

    WorkflowTable(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            SecretCipher cipher,
            PlatformProperties platforms,
            Duration interval) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.cipher = cipher;
        this.platforms = platforms;
        this.intervalSeconds = interval.toMillis() / 1000.0;
    }

    /** Adds a token to a workflow, whose login becomes this one, the latest. */
    void bind(ContainerToken token, Workflow workflow) {
        transaction.executeWithoutResult(_ -> {
            save(workflow);
            jdbc.sql("INSERT INTO requests.workflow_token (token, workflow) VALUES (:token, :workflow)")
                    .param("token", token.value())
                    .param("workflow", workflow.key())
                    .update();
        });
    }

    private void save(Workflow workflow) {
        PlatformLogin login = workflow.login();
        jdbc.sql("""
                        INSERT INTO requests.workflow (key, endpoint, workspace, id, login, next_check)
                        VALUES (:key, :endpoint, :workspace, :id, :login, now() + make_interval(secs => :interval))
                        ON CONFLICT (key) DO UPDATE SET login = :login
                        """)
                .param("key", workflow.key())
                .param("endpoint", login.endpoint().base())
                .param("workspace", workflow.workspace().orElse(null))
                .param("id", workflow.id())
                .param("login", cipher.encrypt(workflow.key(), login.token().value()))
                .param("interval", intervalSeconds)
                .update();
    }

    /**
     * Workflows that are due, each for one replica. Those whose Platform is not accepted any more, or whose login was encrypted with
     * another key, are not among them.
     */
    List<Workflow> claim(int limit) {
        return jdbc
                .sql("""
                        UPDATE requests.workflow SET next_check = now() + make_interval(secs => :interval) WHERE key IN (
                            SELECT key FROM requests.workflow WHERE next_check <= now()
                            ORDER BY next_check LIMIT :limit FOR UPDATE SKIP LOCKED)
                        RETURNING key, endpoint, workspace, id, login
                        """)
                .param("interval", intervalSeconds)
                .param("limit", limit)
                .query((row, _) -> map(row))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Workflow> map(ResultSet row) throws SQLException {
        String key = row.getString("key");
        Optional<Long> workspace = Optional.ofNullable(row.getObject("workspace", Long.class));
        String id = row.getString("id");
        Optional<Secret> token = cipher.decrypt(key, row.getString("login")).map(Secret::new);
        return platforms
                .find(new PlatformEndpoint(row.getString("endpoint")))
                .flatMap(endpoint ->
                        token.map(login -> new Workflow(key, new PlatformLogin(endpoint, login), workspace, id)));
    }

    /** The live tokens of a workflow that expire before a time, in order, after one of them. */
    List<ContainerToken> tokens(Workflow workflow, Instant before, String after, int limit) {
        return jdbc.sql("""
                        SELECT token FROM requests.workflow_token JOIN requests.container_request USING (token)
                        WHERE workflow = :workflow AND token > :after
                          AND revoked_at IS NULL AND expires_at > now() AND expires_at < :before
                        ORDER BY token LIMIT :limit
                        """)
                .param("workflow", workflow.key())
                .param("after", after)
                .param("before", OffsetDateTime.ofInstant(before, ZoneOffset.UTC))
                .param("limit", limit)
                .query((row, _) -> new ContainerToken(row.getString("token")))
                .list();
    }

    /** Deletes due workflows without live tokens, and with them their logins. */
    void deleteUnused() {
        jdbc.sql("""
                        DELETE FROM requests.workflow WHERE next_check <= now() AND NOT EXISTS (
                            SELECT FROM requests.workflow_token JOIN requests.container_request USING (token)
                            WHERE workflow = workflow.key AND revoked_at IS NULL AND expires_at > now())
                        """).update();
    }

    /** Deletes a workflow and its login; the tokens stay as they are. */
    void delete(Workflow workflow) {
        jdbc.sql("DELETE FROM requests.workflow WHERE key = :key")
                .param("key", workflow.key())
                .update();
    }
}
