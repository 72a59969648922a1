package io.wave.api.platform.credential;

import io.wave.registry.config.Credentials;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a credential: a login at a registry, or keys of AWS.
 *
 * @param discriminator kind of the credential
 * @param userName user name at a registry
 * @param password password at a registry
 * @param accessKey access key id of AWS
 * @param secretKey secret access key of AWS
 * @param assumeRoleArn role of AWS, which is used instead of the access key
 * @param externalId external id of the role
 */
record CredentialKeys(
        @Nullable String discriminator,
        @Nullable String userName,
        @Nullable String password,
        @Nullable String accessKey,
        @Nullable String secretKey,
        @Nullable String assumeRoleArn,
        @Nullable String externalId) {

    private static final String OF_REGISTRIES = "container-reg";
    private static final String OF_AWS = "aws";

    /** Reply of {@code /credentials/{id}/keys}. */
    record Encrypted(@Nullable String keys) {

        @Override
        public String toString() {
            return "***";
        }
    }

    /** The login at a registry; empty if it is another kind of credential. */
    Optional<Credentials> login() {
        if (OF_REGISTRIES.equals(discriminator)) {
            return credentials(userName, password);
        }
        if (OF_AWS.equals(discriminator)) {
            return isBlank(assumeRoleArn)
                    ? credentials(accessKey, secretKey)
                    : credentials(assumeRoleArn, Optional.ofNullable(externalId).orElse(""));
        }
        return Optional.empty();
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static Optional<Credentials> credentials(@Nullable String name, @Nullable String secret) {
        return name == null || secret == null ? Optional.empty() : Optional.of(new Credentials(name, secret));
    }

    @Override
    public String toString() {
        return "***";
    }
}
