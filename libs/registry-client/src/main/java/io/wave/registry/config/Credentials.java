package io.wave.registry.config;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * User name and password for a registry, or the identity of this service.
 *
 * @param kind who has named them
 * @param username user name; empty for an identity
 * @param password password, access key or token; empty for an identity
 */
public record Credentials(Kind kind, String username, String password) {

    private static final String ROLE_PREFIX = "arn:";

    /** Who has named credentials. */
    public enum Kind {
        /** A user of a Platform, who keeps them there. */
        OF_PLATFORM,
        /** A caller of this service. */
        OF_CALLER,
        /** The operator, in the configuration. */
        OF_OPERATOR,
        /** The identity that AWS gives to this service. */
        AWS_IDENTITY,
        /** The identity that Google Cloud gives to this service. */
        GOOGLE_IDENTITY,
        /** The identity that Azure gives to this service. */
        AZURE_IDENTITY
    }

    /** Credentials that a caller has named. */
    public Credentials(String username, String password) {
        this(Kind.OF_CALLER, username, password);
    }

    /** The same, kept in a Platform. */
    Credentials keptInPlatform() {
        return new Credentials(Kind.OF_PLATFORM, username, password);
    }

    /** Whether a user keeps them in a Platform. */
    public boolean ofPlatform() {
        return kind == Kind.OF_PLATFORM;
    }

    static Credentials ofOperator(String username, String password) {
        return new Credentials(Kind.OF_OPERATOR, username, password);
    }

    static Credentials ofIdentity(Kind identity) {
        return new Credentials(identity, "", "");
    }

    /** Whether a user name is the name of a role, which needs no password. */
    static boolean isRole(String username) {
        return username.startsWith(ROLE_PREFIX);
    }

    /** Whether they are the identity of this service, which is never sent as user name and password. */
    public boolean isIdentity() {
        return switch (kind) {
            case OF_PLATFORM, OF_CALLER, OF_OPERATOR -> false;
            case AWS_IDENTITY, GOOGLE_IDENTITY, AZURE_IDENTITY -> true;
        };
    }

    /** Base64 of {@code username:password}, as in Basic authentication and in container auth files. */
    public String encoded() {
        return Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** A text that only equal credentials have. It contains the secret. */
    public String distinction() {
        return kind + ":" + encoded();
    }

    @Override
    public String toString() {
        return "***";
    }
}
