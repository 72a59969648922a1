package io.wave.api.platform.credential;

import io.wave.registry.config.Credentials;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys of a credential: a login at a registry, or keys of AWS, which are not used here. */
record CredentialKeys(
        @Nullable String discriminator,
        @Nullable String userName,
        @Nullable String password) {

    private static final String OF_REGISTRIES = "container-reg";

    /** Reply of {@code /credentials/{id}/keys}. */
    record Encrypted(@Nullable String keys) {

        @Override
        public String toString() {
            return "***";
        }
    }

    /** The login at a registry; empty if it is another kind of credential. */
    Optional<Credentials> login() {
        return OF_REGISTRIES.equals(discriminator) && userName != null && password != null
                ? Optional.of(new Credentials(userName, password))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "***";
    }
}
