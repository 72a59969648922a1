package io.wave.api.platform.login;

import io.wave.api.platform.PlatformProperties;
import io.wave.api.platform.call.PlatformLogin;
import io.wave.security.RootKey;
import io.wave.security.SecretCipher;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The logins of all replicas. A login is stored under a keyed hash of its Platform and of the token that requests are sent with, which
 * stays the same when the login is refreshed. Tokens are encrypted, bound to that. Those of Platforms that are not accepted any more, and
 * those that were encrypted with another root key, are not found.
 */
final class LoginTable {

    /** How long a login is kept after it was used. */
    private static final Duration KEPT = Duration.ofHours(36);
    /** Of these, how many may have passed before the use of a login is written down. */
    private static final Duration UNWRITTEN = Duration.ofMinutes(30);
    /** How long a login is kept that the Platform has not accepted yet. */
    private static final Duration UNKNOWN = Duration.ofMinutes(2);
    /** How long a login is kept at least that has been refreshed, and at most that the Platform has refused. */
    private static final Duration BRIEFLY = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final SecretCipher cipher;
    private final byte[] hashKey;
    private final PlatformProperties platforms;

    LoginTable(JdbcClient jdbc, RootKey rootKey, PlatformProperties platforms) {
        this.jdbc = jdbc;
        this.platforms = platforms;
        this.cipher = new SecretCipher(rootKey, RootKey.Purpose.PLATFORM_LOGINS);
        this.hashKey = rootKey.derive(RootKey.Purpose.PLATFORM_LOGINS);
    }

    /** What a login is stored under. */
    String key(PlatformLogin login) {
        String text = login.endpoint().location() + "\n" + login.token().value();
        return HexFormat.of().formatHex(RootKey.mac(hashKey, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The login that is stored under a key. */
    Optional<StoredLogin> find(String key) {
        return jdbc.sql("""
                        SELECT key, version, tokens, refused, CASE WHEN failed_until > now() THEN failure END AS failure
                        FROM requests.platform_login WHERE key = :key AND expires_at > now()
                        """)
                .param("key", key)
                .query((row, _) -> stored(row))
                .optional()
                .flatMap(found -> found);
    }

    private Optional<StoredLogin> stored(ResultSet row) throws SQLException {
        String key = row.getString("key");
        long version = row.getLong("version");
        boolean refused = row.getBoolean("refused");
        Optional<StoredLogin.Failure> failure =
                Optional.ofNullable(row.getString("failure")).map(message -> new StoredLogin.Failure(refused, message));
        return cipher.decrypt(key, row.getString("tokens"))
                .flatMap(this::accepted)
                .map(pair -> new StoredLogin(key, version, pair, failure));
    }

    /** The pair, with the spelling of its endpoint in the current configuration. */
    private Optional<LoginPair> accepted(String json) {
        LoginPair pair = LoginPair.parse(json);
        return platforms.find(pair.platform()).map(pair::at);
    }

    /**
     * Stores a login for a moment, until the Platform has accepted it; the newer pair stays if there is one. A pair that the Platform has just
     * refused stays too, unless this one has another refresh token: whoever knows the access token of a user must not lock that user out.
     */
    void offer(String key, LoginPair pair) {
        boolean isAnother = find(key)
                .filter(known -> !known.pair().refresh().equals(pair.refresh()))
                .isPresent();
        jdbc.sql("""
                        INSERT INTO requests.platform_login AS login (key, tokens, expires_at, check_at)
                        VALUES (:key, :tokens, now() + :kept * interval '1 second', now() + :pause * interval '1 second')
                        ON CONFLICT (key) DO UPDATE SET tokens = :tokens, version = login.version + 1, refused = false,
                            failed_until = NULL, claimed_until = NULL, check_at = excluded.check_at,
                            expires_at = greatest(login.expires_at, excluded.expires_at)
                        WHERE (login.refused AND (login.failed_until <= now() OR :another)) OR login.expires_at <= now()
                        """)
                .param("key", key)
                .param("tokens", cipher.encrypt(key, pair.json()))
                .param("another", isAnother)
                .param("kept", UNKNOWN.toSeconds())
                .param("pause", LoginMonitor.INTERVAL.toSeconds())
                .update();
    }

    /** Keeps a login that is in use. */
    void used(String key) {
        jdbc.sql("""
                        UPDATE requests.platform_login SET expires_at = now() + :kept * interval '1 second'
                        WHERE key = :key AND expires_at < now() + :written * interval '1 second'
                        """)
                .param("key", key)
                .param("kept", KEPT.toSeconds())
                .param("written", KEPT.minus(UNWRITTEN).toSeconds())
                .update();
    }

    /** Whether the caller refreshes a login: nobody else does within this time, and nobody has since it was read. */
    boolean claim(StoredLogin login, Duration claim) {
        return jdbc.sql("""
                                UPDATE requests.platform_login
                                SET claimed_until = now() + :claim * interval '1 millisecond'
                                WHERE key = :key AND version = :version
                                    AND (claimed_until IS NULL OR claimed_until <= now())
                                    AND (failed_until IS NULL OR failed_until <= now())
                                """)
                        .param("key", login.key())
                        .param("version", login.version())
                        .param("claim", claim.toMillis())
                        .update()
                == 1;
    }

    /** A login has been refreshed. */
    void refreshed(StoredLogin login, LoginPair renewed) {
        jdbc.sql("""
                        UPDATE requests.platform_login SET tokens = :tokens, version = version + 1, claimed_until = NULL,
                            failed_until = NULL, failure = NULL, refused = false,
                            check_at = now() + :pause * interval '1 second',
                            expires_at = greatest(expires_at, now() + :kept * interval '1 second')
                        WHERE key = :key AND version = :version
                        """)
                .param("key", login.key())
                .param("version", login.version())
                .param("tokens", cipher.encrypt(login.key(), renewed.json()))
                .param("pause", LoginMonitor.INTERVAL.toSeconds())
                .param("kept", BRIEFLY.toSeconds())
                .update();
    }

    /** A login stays as it is, and can be claimed again. */
    void release(StoredLogin login) {
        jdbc.sql("UPDATE requests.platform_login SET claimed_until = NULL WHERE key = :key AND version = :version")
                .param("key", login.key())
                .param("version", login.version())
                .update();
    }

    /** A login could not be refreshed; nobody tries it for this time. */
    void failed(StoredLogin login, StoredLogin.Failure failure, Duration pause) {
        jdbc.sql("""
                        UPDATE requests.platform_login SET claimed_until = NULL, failure = :failure, refused = :refused,
                            failed_until = now() + :pause * interval '1 millisecond',
                            expires_at = CASE WHEN :refused THEN least(expires_at, now() + :kept * interval '1 second')
                                ELSE expires_at END
                        WHERE key = :key AND version = :version
                        """)
                .param("key", login.key())
                .param("version", login.version())
                .param("failure", failure.message())
                .param("refused", failure.refused())
                .param("pause", pause.toMillis())
                .param("kept", BRIEFLY.toSeconds())
                .update();
    }

    /** Logins that are due for a check. For this time no other replica gets them. */
    List<StoredLogin> due(int limit, Duration claim) {
        return jdbc
                .sql("""
                        UPDATE requests.platform_login SET check_at = now() + :claim * interval '1 millisecond'
                        WHERE key IN (SELECT key FROM requests.platform_login
                            WHERE check_at <= now() AND NOT refused AND expires_at > now()
                            ORDER BY check_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                        RETURNING key, version, tokens, refused, NULL::text AS failure
                        """)
                .param("claim", claim.toMillis())
                .param("limit", limit)
                .query((row, _) -> stored(row))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** A login has been checked. */
    void checked(String key) {
        jdbc.sql("""
                        UPDATE requests.platform_login SET check_at = now() + :pause * interval '1 second'
                        WHERE key = :key
                        """)
                .param("key", key)
                .param("pause", LoginMonitor.INTERVAL.toSeconds())
                .update();
    }

    /** Deletes some of the logins that nothing needs any more; returns how many. */
    int deleteExpired(int limit) {
        return jdbc.sql("""
                        DELETE FROM requests.platform_login WHERE key IN (SELECT key FROM requests.platform_login
                            WHERE expires_at <= now() LIMIT :limit FOR UPDATE SKIP LOCKED)
                        """).param("limit", limit).update();
    }
}
