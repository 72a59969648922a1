package io.wave.api.usage;

import java.time.LocalDate;

/**
 * A usage count.
 *
 * @param kind what was used
 * @param day when, in UTC
 * @param organisation domain of the user's e-mail address; empty for unauthenticated users
 * @param architecture {@code amd64} or {@code arm64}
 * @param count how often
 */
record Usage(UsageKind kind, LocalDate day, String organisation, String architecture, long count) {

    static final String ANONYMOUS = "";
}
