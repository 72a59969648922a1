package io.wave.api.security.token;

/** When a user gets an e-mail at the end of a job. */
public enum MailPreference {
    ALWAYS,
    ON_ERROR,
    NEVER;

    /** Whether the user gets an e-mail about this outcome. */
    public boolean wants(boolean succeeded) {
        return this == ALWAYS || (this == ON_ERROR && !succeeded);
    }
}
