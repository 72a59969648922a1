package io.wave.api.credential;

import io.wave.registry.config.Credentials;

/** Credentials that are to be tried, and where. */
record GivenCredentials(String userName, String password, String registry) {

    Credentials credentials() {
        return new Credentials(userName, password);
    }

    @Override
    public String toString() {
        return "***";
    }
}
