package io.wave.api.security.limit;

import io.wave.api.security.caller.Caller;
import io.wave.api.web.problem.ApiException;
import io.wave.limit.FailureLimit;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Keeps clients from guessing ids and passwords: who has been wrong too often has to wait. */
@Component
public class Guesses {

    private final FailureLimit unknownIds;
    private final FailureLimit passwords;
    private final FailureLimit registryCredentials;

    Guesses(GuessProperties properties) {
        this.unknownIds = new FailureLimit(properties.unknownIds());
        this.passwords = new FailureLimit(properties.passwords());
        this.registryCredentials = new FailureLimit(properties.registryCredentials());
    }

    /**
     * The answer to a look-up that found nothing.
     *
     * @param message what does not exist, for the user
     * @return 404, or 429 if the caller has asked for too much that does not exist
     */
    public ApiException unknown(Caller caller, String message) {
        return unknownIds
                .count(caller.address())
                .map(pause -> tooMany("look-ups of unknown ids", caller.address(), pause))
                .orElseGet(() -> ApiException.notFound(message));
    }

    /**
     * Compares a password of an operator.
     *
     * @param address where the password comes from: who sent it is not known yet
     * @throws ApiException 429 without comparing, if the caller has given too many that were wrong
     */
    public boolean ofPassword(String address, BooleanSupplier comparison) {
        return attempt(passwords, "wrong passwords", address, comparison);
    }

    /**
     * Asks a registry whether it takes credentials.
     *
     * @throws ApiException 429 without asking, if the caller has given too many that were not taken
     */
    public boolean ofRegistryCredentials(Caller caller, BooleanSupplier question) {
        return attempt(registryCredentials, "credentials that were not taken", caller.address(), question);
    }

    /** Counted ahead, so that many attempts at once are not more than one after the other. */
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
                limit.forgive(address);
            }
        }
    }

    private static ApiException tooMany(String what, String address, Duration pause) {
        return ApiException.tooMany("Too many %s from %s, please wait".formatted(what, address), pause);
    }
}
