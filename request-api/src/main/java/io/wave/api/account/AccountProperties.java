package io.wave.api.account;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The operators.
 *
 * @param accounts by user name, the SHA-256 of the password in lower-case hexadecimal digits
 */
@ConfigurationProperties("wave")
record AccountProperties(@DefaultValue Map<String, String> accounts) {

    @Override
    public String toString() {
        return "AccountProperties[accounts=" + accounts.keySet() + "]";
    }
}
