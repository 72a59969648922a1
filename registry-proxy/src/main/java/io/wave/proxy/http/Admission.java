package io.wave.proxy.http;

import io.wave.limit.Verdict;

/** The decision of {@link AdmissionControl} on a request. */
public sealed interface Admission {

    /** The request is admitted. */
    record Admitted() implements Admission {}

    /** The request is denied: a crawler, or a path that the operator denies. */
    record Denied() implements Admission {}

    /** A rate limit of the client is exceeded. */
    record RateLimited(Verdict.Refused refusal) implements Admission {}
}
