package io.wave.proxy.http;

import io.wave.limit.Verdict;

/** What the {@link Gate} says of a call. */
public sealed interface Admission {

    /** It may go on. */
    record Admitted() implements Admission {}

    /** Nobody wants it here: crawlers, and paths that the operator denies. */
    record Unwanted() implements Admission {}

    /** A limit of the caller is used up. */
    record Limited(Verdict.Refused refusal) implements Admission {}
}
