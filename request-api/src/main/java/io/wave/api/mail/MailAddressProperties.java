package io.wave.api.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Addresses of e-mails.
 *
 * @param from the sender, as {@code address} or {@code name <address>}; required if {@code spring.mail.host} is set
 * @param to gets all e-mails instead of the users, for test installations
 */
@Validated
@ConfigurationProperties("mail")
record MailAddressProperties(
        @Nullable String from, @Nullable String to) {

    /** @throws IllegalArgumentException if an address is invalid */
    MailAddressProperties {
        check("from", from);
        check("to", to);
    }

    private static void check(String key, @Nullable String address) {
        try {
            if (address != null) {
                parse(address);
            }
        } catch (AddressException invalid) {
            throw new IllegalArgumentException(
                    "%s: invalid e-mail address '%s': %s".formatted(key, address, invalid.getMessage()));
        }
    }

    /** @throws AddressException unless the text is one complete address */
    static InternetAddress parse(String address) throws AddressException {
        if (address.chars().anyMatch(Character::isISOControl)) {
            throw new AddressException("control characters are not allowed");
        }
        InternetAddress parsed = new InternetAddress(address, true);
        if (parsed.isGroup() || parsed.getAddress().indexOf('@') < 0) {
            throw new AddressException("an address with a domain is required");
        }
        return parsed;
    }
}
