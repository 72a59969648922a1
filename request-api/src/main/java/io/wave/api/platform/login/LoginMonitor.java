package io.wave.api.platform.login;

import io.wave.api.platform.call.PlatformSender;
import io.wave.api.web.problem.ApiException;
import io.wave.background.Background;
import io.wave.messaging.loop.RepeatedTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps logins fresh, so that a refresh token does not end while nobody uses it, and deletes those that nothing needs any more. A login
 * that ends before the next check is refreshed; one that does not say when it ends is tried out at the Platform.
 */
final class LoginMonitor implements RepeatedTask {

    /** Between two checks of a login. */
    static final Duration INTERVAL = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(LoginMonitor.class);
    /** Until a login is checked again whose check has failed, or whose replica has died. */
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);
    /** A login has to live this much longer than until the next check. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private static final int MAX_CHECKS = 25;
    private static final int MAX_DELETIONS = 1000;

    private final LoginTable table;
    private final PlatformLogins logins;
    private final PlatformSender sender;
    private final Clock clock;

    LoginMonitor(LoginTable table, PlatformLogins logins, PlatformSender sender, Clock clock) {
        this.table = table;
        this.logins = logins;
        this.sender = sender;
        this.clock = clock;
    }

    @Override
    public boolean run() {
        int deleted = table.deleteExpired(MAX_DELETIONS);
        List<StoredLogin> due = table.due(MAX_CHECKS, AFTER_FAILURE);
        Background.forEach("login-check", due, this::check);
        return deleted == MAX_DELETIONS || due.size() == MAX_CHECKS;
    }

    private void check(StoredLogin login) {
        try {
            refresh(login);
            table.checked(login.key());
        } catch (ApiException logged) {
            LOG.atDebug()
                    .addKeyValue("endpoint", login.pair().endpoint())
                    .log("A login of a Platform user is checked again later");
        }
    }

    private void refresh(StoredLogin login) {
        Optional<Instant> end = login.pair().end();
        Instant now = clock.instant();
        if (end.isEmpty()) {
            refreshIfRefused(login);
        } else if (!end.get().isAfter(now)) {
            logins.refresh(login);
        } else if (!end.get().isAfter(now.plus(INTERVAL).plus(MARGIN))) {
            logins.refreshAhead(login);
        }
    }

    private void refreshIfRefused(StoredLogin login) {
        LoginPair pair = login.pair();
        if (sender.get(pair.platform(), "/user-info", pair.token()).code() == 401) {
            logins.refresh(login);
        }
    }
}
