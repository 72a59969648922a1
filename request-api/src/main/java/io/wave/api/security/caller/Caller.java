package io.wave.api.security.caller;

import io.wave.token.RequestRecord;
import java.util.Optional;

/**
 * The caller of a request. It is determined once and passed on as a parameter. A handler that declares a parameter of
 * this type gets the caller and checks its rights.
 */
public sealed interface Caller {

    /** The client's address. */
    String address();

    /** The tenant, which determines the registry credentials and data that the caller may use. */
    String tenant();

    /** The name of the caller, unless it is anonymous. */
    Optional<String> user();

    /** Whether the caller has the rights of an operator of the installation. */
    boolean isOperator();

    /** An unauthenticated client. */
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
        public boolean isOperator() {
            return false;
        }
    }

    /**
     * A user, authenticated by an API token.
     *
     * @param tenant tenant of the user
     * @param user name of the user
     * @param isOperator whether the user has the rights of an operator
     * @param account tenant that limits are counted for; another one if the user has several
     */
    record User(String tenant, Optional<String> user, boolean isOperator, String address, String account)
            implements Caller {

        /** A user with one tenant. */
        public User(String tenant, Optional<String> user, boolean isOperator, String address) {
            this(tenant, user, isOperator, address, tenant);
        }

        /** Whether what belongs to this tenant belongs to the user: as this tenant, or with no registry credentials of a workspace. */
        public boolean owns(String tenant) {
            return tenant.equals(this.tenant) || tenant.equals(account);
        }
    }

    /**
     * An operator of the installation, authenticated by an account of {@code wave.accounts}. Operators own no images
     * and no registry credentials.
     *
     * @param name account name
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
        public boolean isOperator() {
            return true;
        }
    }
}
