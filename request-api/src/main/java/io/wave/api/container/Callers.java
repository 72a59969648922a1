package io.wave.api.container;

import io.wave.api.problem.ApiException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Who asks. There are no logins yet: whoever shows a Platform token is anonymous or refused, as the operator wants. */
@Component
public class Callers {

    private static final Logger LOG = LoggerFactory.getLogger(Callers.class);
    private static final String TOKEN = "towerAccessToken";

    private final CapabilityProperties capabilities;
    private final AtomicBoolean warned = new AtomicBoolean();

    Callers(CapabilityProperties capabilities) {
        this.capabilities = capabilities;
    }

    /**
     * Lets a caller pass as anonymous.
     *
     * @param token Platform token, or null
     * @throws ApiException 400 if there is a token and it is not to be ignored
     */
    public void identify(@Nullable Secret token) {
        if (token == null || token.isEmpty()) {
            return;
        }
        if (!capabilities.ignorePlatformTokens()) {
            throw ApiException.invalid(
                    TOKEN,
                    "cannot be used: this service has no logins with Platform tokens. Ask without one: unset"
                            + " tower.accessToken in the Nextflow configuration, TOWER_ACCESS_TOKEN in the environment,"
                            + " or --tower-token of the Wave CLI");
        }
        if (warned.compareAndSet(false, true)) {
            LOG.warn("Callers show Platform tokens, which are ignored: they are served as anonymous"
                    + " (wave.capabilities.ignore-platform-tokens)");
        }
    }

    /** @throws ApiException 400 if callers without a login are not served */
    void requireAnonymousAccess() {
        if (!capabilities.anonymousAccess()) {
            throw ApiException.invalid(
                    TOKEN, "must be given: anonymous access is off (wave.capabilities.anonymous-access)");
        }
    }
}
