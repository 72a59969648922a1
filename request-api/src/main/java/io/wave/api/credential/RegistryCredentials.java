package io.wave.api.credential;

import io.wave.registry.config.Credentials;

/** Credentials to test, and their registry. */
record RegistryCredentials(String userName, String password, String registry) {

    Credentials credentials() {
        return new Credentials(userName, password);
    }

    @Override
    public String toString() {
        return "***";
    }
}
