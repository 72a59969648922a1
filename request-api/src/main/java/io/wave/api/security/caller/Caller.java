package io.wave.api.security.caller;

import io.wave.token.RequestRecord;
import java.util.Optional;

/**
 * Who asks. Made once, where a request comes in, and handed down as a parameter: what is below never looks elsewhere. A
 * handler that declares a parameter of this type gets the caller of its request; one that declares a certain kind is only
 * reached by callers of that kind.
 */
public sealed interface Caller {

    /** The client's address. */
    String address();

    /** Whose registry credentials and data the caller uses. */
    String tenant();

    /** The name of the caller, unless it is anonymous. */
    Optional<String> user();

    /** The caller's e-mail address, where it is known. */
    Optional<String> email();

    /** A client without a login. */
    record Anonymous(String address) implements Caller {

        @Override
        public String tenant() {
            return RequestRecord.ANONYMOUS;
        }

        @Override
        public Optional<String> user() {
            return Optional.empty();
        }

        @Override
        public Optional<String> email() {
            return Optional.empty();
        }
    }

    /**
     * Who runs the installation, known by an account of {@code wave.accounts}. Owns no images and no credentials of
     * registries.
     *
     * @param name the name of the account
     */
    record Operator(String name, String address) implements Caller {

        @Override
        public String tenant() {
            return RequestRecord.ANONYMOUS;
        }

        @Override
        public Optional<String> user() {
            return Optional.of(name);
        }

        @Override
        public Optional<String> email() {
            return Optional.empty();
        }
    }
}
