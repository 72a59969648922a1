package io.wave.api.security.caller;

import io.wave.api.web.problem.ApiException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Whom a body makes of a caller, since clients of the existing service put their token there. There are no logins yet:
 * whoever shows a Platform token is served as before or refused, as the operator wants.
 */
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
     * Who asks, with what the body says about that.
     *
     * @param edge who asks as far as the request without its body says
     * @param token Platform token in the body, or null
     * @throws ApiException 400 if there is a token and it is not to be ignored
     */
    public Caller identify(Caller edge, @Nullable Secret token) {
        if (token == null || token.isEmpty()) {
            return edge;
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
        return edge;
    }

    /** @throws ApiException 400 if the caller has no login and callers without a login are not served */
    public void requireAccess(Caller caller) {
        if (caller instanceof Caller.Anonymous && !capabilities.anonymousAccess()) {
            throw ApiException.invalid(
                    TOKEN, "must be given: anonymous access is off (wave.capabilities.anonymous-access)");
        }
    }
}
