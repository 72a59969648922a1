package io.wave.cloud.aws;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.cloud.login.LoginException;
import io.wave.cloud.login.LoginException.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Assumes roles with the identity of this service, through the jump role where the operator has configured one.
 *
 * <p>A role that a caller has named is assumed only with an external id, and only if the role insists on it: a role that can also be assumed
 * with a random one can be named by anybody who knows its ARN.
 */
final class RoleSessions {

    private static final int SECONDS = 3600;
    private static final Duration JUMP = Duration.ofMinutes(45);
    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final Duration CHECKED = Duration.ofHours(12);
    private static final int MAX_REGIONS = 100;
    private static final int MAX_ROLES = 10_000;

    private final AwsClients clients;
    private final AwsCredentialsProvider own;
    private final Optional<AwsRole> jump;
    private final Clock clock;
    private final Cache<String, JumpSession> jumps =
            Caffeine.newBuilder().maximumSize(MAX_REGIONS).build();
    private final Cache<String, Boolean> insisting = Caffeine.newBuilder()
            .maximumSize(MAX_ROLES)
            .expireAfterWrite(CHECKED)
            .build();

    RoleSessions(AwsClients clients, AwsCredentialsProvider own, Optional<AwsRole> jump, Clock clock) {
        this.clients = clients;
        this.own = own;
        this.jump = jump;
        this.clock = clock;
    }

    private record JumpSession(AwsSessionCredentials session, Instant renewal) {}

    /**
     * A session of a role, for an hour.
     *
     * @param ofCaller whether a caller has named the role
     * @throws LoginException if the role cannot be assumed, or a caller has named one that does not insist on its external id
     */
    AwsSessionCredentials assume(AwsRole role, EcrRegistry registry, boolean ofCaller) {
        if (ofCaller && role.externalId().isEmpty()) {
            throw new LoginException(
                    Reason.DENIED,
                    "the role has no external id: add one, and require it in the trust policy of the role",
                    null);
        }
        AwsSessionCredentials session = assumed(role, registry);
        if (ofCaller) {
            requireInsisting(role, registry);
        }
        return session;
    }

    private void requireInsisting(AwsRole role, EcrRegistry registry) {
        if (insisting.getIfPresent(role.arn()) != null) {
            return;
        }
        try {
            AwsSessionCredentials _ = once(role.with(UUID.randomUUID().toString()), registry);
        } catch (AwsServiceException refused) {
            if (AwsFailures.isDenied(refused)) {
                insisting.put(role.arn(), true);
                return;
            }
            throw failed(refused);
        } catch (SdkException failure) {
            throw failed(failure);
        }
        throw new LoginException(
                Reason.DENIED,
                "the role can be assumed with any external id: require the external id in its trust policy, with the condition sts:ExternalId",
                null);
    }

    private AwsSessionCredentials assumed(AwsRole role, EcrRegistry registry) {
        try {
            return once(role, registry);
        } catch (AwsServiceException refused) {
            if (jump.isPresent() && AwsFailures.isExpired(refused)) {
                jumps.invalidate(registry.region());
                return again(role, registry);
            }
            throw failed(refused);
        } catch (SdkException failure) {
            throw failed(failure);
        }
    }

    private AwsSessionCredentials again(AwsRole role, EcrRegistry registry) {
        try {
            return once(role, registry);
        } catch (SdkException failure) {
            throw failed(failure);
        }
    }

    private AwsSessionCredentials once(AwsRole role, EcrRegistry registry) {
        String name = "wave-ecr-%s-%d".formatted(registry.account(), clock.millis());
        return assumed(role, name, registry.region(), assuming(registry.region()));
    }

    private static LoginException failed(SdkException failure) {
        return AwsFailures.ofRole("the role", Principal.SERVICE, Reason.DENIED, failure);
    }

    private AwsCredentialsProvider assuming(String region) {
        return jump.<AwsCredentialsProvider>map(role -> StaticCredentialsProvider.create(jumped(role, region)))
                .orElse(own);
    }

    private AwsSessionCredentials jumped(AwsRole role, String region) {
        JumpSession current = jumps.asMap()
                .compute(
                        region,
                        (_, known) -> known != null && clock.instant().isBefore(known.renewal())
                                ? known
                                : jumpSession(role, region));
        return current.session();
    }

    private JumpSession jumpSession(AwsRole role, String region) {
        try {
            AwsSessionCredentials session = assumed(role, "wave-jump-" + clock.millis(), region, own);
            Instant latest = clock.instant().plus(JUMP);
            Instant ahead = session.expirationTime().orElse(latest).minus(AHEAD);
            return new JumpSession(session, ahead.isBefore(latest) ? ahead : latest);
        } catch (SdkException failure) {
            throw AwsFailures.ofRole(
                    "the jump role of wave.aws.jump-role-arn", Principal.SERVICE, Reason.MISCONFIGURED, failure);
        }
    }

    private AwsSessionCredentials assumed(
            AwsRole role, String sessionName, String region, AwsCredentialsProvider credentials) {
        try (StsClient sts = clients.sts(region, credentials)) {
            Credentials session = sts.assumeRole(request -> request.roleArn(role.arn())
                            .roleSessionName(sessionName)
                            .durationSeconds(SECONDS)
                            .externalId(role.externalId().orElse(null)))
                    .credentials();
            return AwsSessionCredentials.builder()
                    .accessKeyId(session.accessKeyId())
                    .secretAccessKey(session.secretAccessKey())
                    .sessionToken(session.sessionToken())
                    .expirationTime(session.expiration())
                    .build();
        }
    }
}
