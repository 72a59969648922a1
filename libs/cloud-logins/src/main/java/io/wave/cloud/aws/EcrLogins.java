package io.wave.cloud.aws;

import io.wave.cloud.login.CloudLogin;
import io.wave.cloud.login.LoginException;
import io.wave.cloud.login.LoginException.Reason;
import io.wave.cloud.login.LoginProvider;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.config.Credentials;
import io.wave.security.TrustedCertificates;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * Logins at Amazon ECR, for access keys, roles, and the identity of this service. The user {@code AWS} has a login already, which is sent as
 * it is.
 */
public final class EcrLogins implements LoginProvider, AutoCloseable {

    private static final String LOGIN_USER = "AWS";
    private static final Pattern ACCESS_KEY = Pattern.compile("[A-Za-z0-9_]{16,128}");

    private final AwsClients clients;
    private final AwsCredentialsProvider own;
    private final RoleSessions roles;
    private final Clock clock;

    /** @param own identity of this service */
    public EcrLogins(
            AwsProperties properties, AwsCredentialsProvider own, TrustedCertificates certificates, Clock clock) {
        this(new AwsClients(Optional.ofNullable(properties.endpoint()), certificates), properties, own, clock);
    }

    EcrLogins(AwsClients clients, AwsProperties properties, AwsCredentialsProvider own, Clock clock) {
        this.clients = clients;
        this.own = own;
        this.roles = new RoleSessions(clients, own, properties.jumpRole(), clock);
        this.clock = clock;
    }

    @Override
    public Optional<String> scope(RegistryTarget target) {
        return target.credentials()
                .filter(EcrLogins::isExchanged)
                .flatMap(_ -> EcrRegistry.of(target))
                .map(EcrRegistry::scope);
    }

    private static boolean isExchanged(Credentials credentials) {
        return switch (credentials.kind()) {
            case AWS_IDENTITY -> true;
            case OF_PLATFORM, OF_CALLER, OF_OPERATOR -> !credentials.username().equals(LOGIN_USER);
            case GOOGLE_IDENTITY, AZURE_IDENTITY -> false;
        };
    }

    @Override
    public CloudLogin request(RegistryTarget target) {
        EcrRegistry registry = EcrRegistry.of(target).orElseThrow();
        Credentials credentials = target.credentials().orElseThrow();
        return switch (credentials.kind()) {
            case AWS_IDENTITY -> login(registry, Principal.SERVICE, own);
            case OF_PLATFORM, OF_CALLER -> login(registry, credentials, true);
            case OF_OPERATOR -> login(registry, credentials, false);
            case GOOGLE_IDENTITY, AZURE_IDENTITY -> throw new IllegalArgumentException("not an identity of AWS");
        };
    }

    private CloudLogin login(EcrRegistry registry, Credentials credentials, boolean ofCaller) {
        if (AwsRole.isNamedBy(credentials.username())) {
            AwsCredentials session = roles.assume(role(credentials), registry, ofCaller);
            return login(registry, Principal.ROLE, StaticCredentialsProvider.create(session));
        }
        if (!ACCESS_KEY.matcher(credentials.username()).matches()) {
            throw new LoginException(
                    Reason.REJECTED,
                    "the user name is not one of Amazon ECR: it must be an access key id, the ARN of a role, or AWS with a login",
                    null);
        }
        return login(
                registry,
                Principal.ACCESS_KEY,
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(credentials.username(), credentials.password())));
    }

    private static AwsRole role(Credentials credentials) {
        try {
            return AwsRole.of(credentials.username(), credentials.password());
        } catch (IllegalArgumentException invalid) {
            throw new LoginException(Reason.REJECTED, String.valueOf(invalid.getMessage()), invalid);
        }
    }

    private CloudLogin login(EcrRegistry registry, Principal principal, AwsCredentialsProvider credentials) {
        try {
            AwsCredentialsIdentity identity = credentials.resolveIdentity().join();
            EcrToken token = registry.isPublic() ? clients.ecrPublic().token(identity) : token(registry, credentials);
            Instant end = identity.expirationTime()
                    .filter(ofIdentity -> ofIdentity.isBefore(token.end()))
                    .orElse(token.end());
            return CloudLogin.of(token.login(), clock.instant(), end);
        } catch (SdkException failure) {
            throw AwsFailures.ofLogin(principal, failure);
        }
    }

    private EcrToken token(EcrRegistry registry, AwsCredentialsProvider credentials) {
        try (EcrClient client = clients.ecr(registry, credentials)) {
            return client.getAuthorizationToken(_ -> {}).authorizationData().stream()
                    .findFirst()
                    .map(data -> EcrToken.of(data.authorizationToken(), data.expiresAt()))
                    .orElseThrow(EcrToken::missing);
        }
    }

    @Override
    public void close() {
        clients.close();
    }
}
