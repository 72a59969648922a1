package io.wave.api.security.token;

import java.util.Optional;

/**
 * Where a user gets e-mails.
 *
 * @param address the e-mail address, which need not be valid
 * @param preference when, if the user has chosen
 */
public record MailAddress(String address, Optional<MailPreference> preference) {}
