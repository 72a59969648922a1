package io.wave.api.security.token;

import java.util.Optional;
import org.springframework.stereotype.Component;

/** The e-mail addresses of tenants. */
@Component
public class MailAddresses {

    private final StaticTokens tokens;

    MailAddresses(StaticTokens tokens) {
        this.tokens = tokens;
    }

    /** Where a tenant gets e-mails; empty for anonymous callers and users without an address. */
    public Optional<MailAddress> of(String tenant) {
        return tokens.mailAddress(tenant);
    }
}
