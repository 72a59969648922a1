package io.wave.api.security.limit;

import io.wave.api.security.caller.Caller;
import io.wave.api.web.problem.ApiException;
import io.wave.limit.FailureLimit;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Prevents clients from guessing ids and passwords by limiting failed attempts. */
@Component
public class GuessLimiter {

    private final FailureLimit unknownIds;
    private final FailureLimit passwords;
    private final FailureLimit tokens;
    private final FailureLimit registryCredentials;

    GuessLimiter(GuessLimitProperties properties) {
        this.unknownIds = new FailureLimit(properties.unknownIds());
        this.passwords = new FailureLimit(properties.passwords());
        this.tokens = new FailureLimit(properties.tokens());
        this.registryCredentials = new FailureLimit(properties.registryCredentials());
    }

    /**
     * The error for an id that does not exist.
     *
     * @param message what was not found, for the user
     * @return 404, or 429 if the caller has requested too many unknown ids
     */
    public ApiException unknown(Caller caller, String message) {
        return unknownIds
                .count(caller.address())
                .map(pause -> tooMany("requests for unknown ids", caller.address(), pause))
                .orElseGet(() -> ApiException.notFound(message));
    }

    /**
     * Checks a password of an operator.
     *
     * @param address address of the client, since the caller is not known yet
     * @throws ApiException 429 without checking, if there were too many wrong passwords
     */
    public boolean ofPassword(String address, BooleanSupplier comparison) {
        return attempt(passwords, "wrong passwords", address, comparison);
    }

    /**
     * Checks an API token.
     *
     * @param address address of the client, since the caller is not known yet
     * @throws ApiException 429 without checking, if there were too many unknown tokens
     */
    public boolean ofToken(String address, BooleanSupplier comparison) {
        return attempt(tokens, "unknown API tokens", address, comparison);
    }

    /**
     * Tests registry credentials.
     *
     * @throws ApiException 429 without testing, if too many credentials were not accepted
     */
    public boolean ofRegistryCredentials(Caller caller, BooleanSupplier question) {
        return attempt(registryCredentials, "invalid credentials", caller.address(), question);
    }

    /** Counted before the attempt, so that concurrent attempts cannot exceed the limit. */
    private static boolean attempt(FailureLimit limit, String what, String address, BooleanSupplier attempt) {
        Optional<Duration> pause = limit.count(address);
        if (pause.isPresent()) {
            throw tooMany(what, address, pause.get());
        }
        boolean failed = false;
        try {
            boolean right = attempt.getAsBoolean();
            failed = !right;
            return right;
        } finally {
            if (!failed) {
                limit.undo(address);
            }
        }
    }

    private static ApiException tooMany(String what, String address, Duration pause) {
        return ApiException.tooMany("Too many %s from %s, try again later".formatted(what, address), pause);
    }
}
