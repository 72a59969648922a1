package io.wave.api.security.caller;

import io.wave.api.web.problem.ApiException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Determines the caller from the request body, where clients of Wave send their Platform token. Logins are not
 * supported yet: requests with a token are treated as anonymous or rejected, depending on the configuration.
 */
@Component
public class CallerResolver {

    private static final Logger LOG = LoggerFactory.getLogger(CallerResolver.class);
    private static final String TOKEN = "towerAccessToken";

    private final CapabilityProperties capabilities;
    private final AtomicBoolean warned = new AtomicBoolean();

    CallerResolver(CapabilityProperties capabilities) {
        this.capabilities = capabilities;
    }

    /**
     * The caller, including the identity in the body.
     *
     * @param httpCaller the caller as determined by the filter chain
     * @param token Platform token in the body, or null
     * @throws ApiException 400 if there is a token and tokens are not ignored
     */
    public Caller identify(Caller httpCaller, @Nullable Secret token) {
        if (token == null || token.isEmpty()) {
            return httpCaller;
        }
        if (!capabilities.ignorePlatformTokens()) {
            throw ApiException.invalid(
                    TOKEN,
                    "is not supported: this service does not authenticate Platform tokens. Remove the token: unset"
                            + " tower.accessToken in the Nextflow configuration, TOWER_ACCESS_TOKEN in the environment,"
                            + " or --tower-token of the Wave CLI");
        }
        if (warned.compareAndSet(false, true)) {
            LOG.warn("Requests with Platform tokens are treated as anonymous"
                    + " (wave.capabilities.ignore-platform-tokens)");
        }
        return httpCaller;
    }

    /** @throws ApiException 400 if the caller is anonymous and anonymous access is disabled */
    public void requireAccess(Caller caller) {
        if (caller instanceof Caller.Anonymous && !capabilities.anonymousAccess()) {
            throw ApiException.invalid(
                    TOKEN, "is required: anonymous access is disabled (wave.capabilities.anonymous-access)");
        }
    }
}
